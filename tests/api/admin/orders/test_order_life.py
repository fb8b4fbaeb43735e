"""An order's life through the admin API: cancelled, refunded, set, told again (R6, R7, R8)."""

from tests.api.admin.asking import AdminApi
from tests.api.admin.commands import adjustment, cart, line

POINTS = "status pointsReturned pointsEarned pointsReversed pointsPending"


async def sell(shop: AdminApi, **values: object) -> None:
    """Place o1: four mugs of 10.00, paid with 100 points and 20.00 of money."""
    await shop.done("pointsAdjust", **adjustment(points=100))
    await shop.done("cartPut", **cart(line(quantity=4), id="c1", customerId="ada", **values))
    await shop.done("cartApplyPoints", cartId="c1")
    await shop.done("orderPlace", input={"cartId": "c1", "orders": [{"id": "o1"}]})


async def test_an_order_is_cancelled_invoiced_and_refunded(shop: AdminApi) -> None:
    """R6.5, R6.8, R6.9."""
    await sell(shop)

    cancelled = await shop.done(
        "orderCancel",
        f"order {{ {POINTS} lines {{ cancelled }} }} entries {{ points reason }}",
        input={
            "orderId": "o1",
            "cancellationId": "x",
            "lines": [{"lineId": "l1", "quantity": 3}],
        },
    )
    await shop.done("orderInvoice", "order { id }", input={"orderId": "o1", "invoiceId": "i"})
    memo = {"orderId": "o1", "creditMemoId": "m", "refundPoints": 50}
    preview = await shop.query("refundPreview", "pointsReturned proposedPoints", input=memo)
    refunded = await shop.done(
        "orderRefund",
        f"""order {{ {POINTS} creditMemos {{
                id lines {{ lineId quantity }} outcome {{ pointsReturned }}
            }} }}
            outcome {{ pointsReturned pointsReturnedAmount {{ amount }} cash {{ amount }}
                unrefunded {{ amount }} }}
            entries {{ points reason reasonLabel }} replayed""",
        input=memo,
    )

    assert cancelled["entries"] == [{"points": 50, "reason": "REDEMPTION_RETURNED"}]
    assert cancelled["order"]["lines"] == [{"cancelled": 3}]
    assert preview == {"pointsReturned": 50, "proposedPoints": 50}
    assert refunded == {
        "order": {
            "status": "closed",
            "pointsReturned": 100,
            "pointsEarned": 0,
            "pointsReversed": 0,
            "pointsPending": 0,
            "creditMemos": [
                {
                    "id": "m",
                    "lines": [{"lineId": "l1", "quantity": 1}],
                    "outcome": {"pointsReturned": 50},
                }
            ],
        },
        "outcome": {
            "pointsReturned": 50,
            "pointsReturnedAmount": {"amount": "10.00"},
            "cash": {"amount": "0.00"},
            "unrefunded": {"amount": "0.00"},
        },
        "entries": [
            {
                "points": 50,
                "reason": "REDEMPTION_RETURNED",
                "reasonLabel": "Returned from order o1",
            }
        ],
        "replayed": False,
    }
    assert (await shop.query("ledgerCheck", "ok"))["ok"]


async def test_the_shops_own_statuses_move_points(shop: AdminApi) -> None:
    """R6.2, R6.4."""
    await shop.done(
        "orderStatusRulePut",
        "orderStatusRule { status websiteCode needed received }",
        input={
            "status": "picked_up",
            "websiteCode": "us",
            "needed": "APPROVE",
            "received": "APPROVE",
        },
    )
    await sell(shop)

    done = await shop.done(
        "orderSetStatus",
        f"order {{ {POINTS} receivedState }} entries {{ points comment }} message",
        input={
            "orderId": "o1",
            "status": "picked_up",
            "comment": "At the counter",
            "idempotencyKey": "s",
        },
    )

    assert done["order"]["receivedState"] == "APPROVED"
    assert done["entries"] == [{"points": 100, "comment": "At the counter"}]
    assert done["message"] == "You earned 100 reward points for order o1."


async def test_the_quote_explains_product_points_and_cart_rules(shop: AdminApi) -> None:
    """R5.8, R7, R8."""
    product = {"sku": "s", "pointsNeeded": 30, "pointsReceived": 2}
    await shop.done("productPointsPut", "productPoints { sku }", input=product)
    rule = {"name": "Spring", "points": 7, "discountKind": "PERCENT", "discountAmount": "10"}
    created = await shop.done("cartRuleCreate", "cartRule { id name skuMatch }", input=rule)
    await shop.done("pointsAdjust", **adjustment(points=60))
    await shop.done("cartPut", **cart(line(quantity=4), id="c1", customerId="ada"))

    applied = await shop.done(
        "cartApplyProductPoints",
        """cart { quote {
            lines { rowTotal { amount } productPoints productPointsAmount { amount } pointsToEarn }
            discount { amount } productPointsUsed orderTotal { amount }
            sources { source label points } appliedRules { ruleId name points discount { amount } }
        } }""",
        cartId="c1",
    )

    assert applied["cart"]["quote"] == {
        "lines": [
            {
                "rowTotal": {"amount": "40.00"},
                "productPoints": 60,
                "productPointsAmount": {"amount": "20.00"},
                "pointsToEarn": 8,
            }
        ],
        "discount": {"amount": "2.00"},
        "productPointsUsed": 60,
        "orderTotal": {"amount": "18.00"},
        "sources": [
            {"source": "RATE", "label": "Making purchases", "points": 90},
            {"source": "PRODUCT", "label": "Products", "points": 8},
            {"source": "CART_RULE", "label": "Spring", "points": 7},
        ],
        "appliedRules": [
            {
                "ruleId": created["cartRule"]["id"],
                "name": "Spring",
                "points": 7,
                "discount": {"amount": "2.00"},
            }
        ],
    }


async def test_set_up_is_read_back(shop: AdminApi) -> None:
    """R6.4, R7.1, R8.1."""
    product = {
        "sku": "s",
        "pointsNeeded": 30,
        "groups": [{"customerGroupCode": "general", "pointsReceived": 0}],
    }
    await shop.done("productPointsPut", "productPoints { sku }", input=product)
    rule = {
        "name": "Spring",
        "points": 7,
        "fromDate": "2027-03-01",
        "skus": ["s"],
        "subtotalFrom": "9.50",
    }
    await shop.done("cartRuleCreate", "cartRule { id }", input=rule)

    products = await shop.query(
        "productPoints",
        "nodes { sku pointsNeeded pointsReceived groups { customerGroupCode pointsReceived } }",
    )
    rules = await shop.query(
        "cartRules", "totalCount nodes { name active fromDate skus skuMatch subtotalFrom points }"
    )
    statuses = await shop.query("orderStatusRules", "status needed received", websiteCode="us")

    assert products["nodes"] == [{**product, "pointsReceived": None}]
    assert rules == {
        "totalCount": 1,
        "nodes": [{**rule, "active": True, "skuMatch": "ANY"}],
    }
    closed = {"status": "closed", "needed": "UNCHANGED", "received": "UNCHANGED"}
    assert closed in statuses
    assert len(statuses) == 10


async def test_one_cart_rule_is_answered_by_its_id_and_rules_and_products_by_a_search(
    shop: AdminApi,
) -> None:
    rule = {"name": "Spring", "points": 7, "couponCode": "MAY"}
    made = await shop.done("cartRuleCreate", "cartRule { id }", input=rule)
    await shop.done("productPointsPut", "productPoints { sku }", input={"sku": "mug"})

    found = await shop.query("cartRule", "name points couponCode", id=made["cartRule"]["id"])
    code, _ = await shop.refused("cartRule", "name", id="r1")
    rules = await shop.query("cartRules", "nodes { name }", search="may")
    products = await shop.query("productPoints", "nodes { sku }", search="UG")

    assert (found, code) == (rule, "NOT_FOUND")
    assert rules == {"nodes": [{"name": "Spring"}]}
    assert products == {"nodes": [{"sku": "mug"}]}
