"""From a cart to points earned, as a shop's backend does it (R6)."""

from tests.api.admin.asking import AdminApi
from tests.api.admin.commands import MUGS, cart, line, placing

ORDER = """
    id number websiteCode customerId status neededState receivedState
    pointsUsed productPointsUsed pointsReturned pointsPending pointsEarned pointsReversed
    amountPaid { amount } amountRefunded { amount } earningBasis { amount }
    lines { id sku quantity invoiced cancelled refunded } entries { points reason orderId }
"""


async def test_an_order_is_placed_invoiced_and_earns(checkout: AdminApi) -> None:
    """R6.1, R6.5: earned the moment nothing is left to invoice."""
    await checkout.done("cartApplyPoints", cartId="c1")
    command = {
        "cartId": "c1",
        "expectedAmountDue": "6.00",
        "orders": [{"id": "o1", "number": "#1"}],
    }

    placed = await checkout.done("orderPlace", f"orders {{ {ORDER} }} replayed", input=command)
    part = {"orderId": "o1", "invoiceId": "i1", "lines": [{"lineId": "l1", "quantity": 1}]}
    first = await checkout.done(
        "orderInvoice", "order { status pointsPending } entries { id } message", input=part
    )
    rest = await checkout.done(
        "orderInvoice",
        f"order {{ {ORDER} }} entries {{ points }} message",
        input={"orderId": "o1", "invoiceId": "i2"},
    )

    redeemed = {"points": -20, "reason": "REDEMPTION", "orderId": "o1"}
    (order,) = placed["orders"]
    assert order == {
        "id": "o1",
        "number": "#1",
        "websiteCode": "us",
        "customerId": "ada",
        "status": "pending",
        "neededState": "APPROVED",
        "receivedState": "PENDING",
        "pointsUsed": 20,
        "productPointsUsed": 0,
        "pointsReturned": 0,
        "pointsPending": 30,
        "pointsEarned": 0,
        "pointsReversed": 0,
        "amountPaid": {"amount": "0.00"},
        "amountRefunded": {"amount": "0.00"},
        "earningBasis": {"amount": "6.00"},
        "lines": [
            {
                "id": "l1",
                "sku": "mug",
                "quantity": 2,
                "invoiced": 0,
                "cancelled": 0,
                "refunded": 0,
            }
        ],
        "entries": [redeemed],
    }
    assert first["order"] == {"status": "processing", "pointsPending": 30}
    assert first["entries"] == []
    assert rest["entries"] == [{"points": 30}]
    assert rest["message"] == "You earned 30 reward points for order #1."
    assert rest["order"] == await checkout.query("order", ORDER, id="o1")
    assert rest["order"]["status"] == "complete"
    assert rest["order"]["pointsEarned"] == 30
    assert rest["order"]["pointsPending"] == 0
    assert rest["order"]["amountPaid"] == {"amount": "6.00"}
    earned = {"points": 30, "reason": "PURCHASE", "orderId": "o1"}
    assert rest["order"]["entries"] == [earned, redeemed]


async def test_commands_on_orders_sent_again_are_answered_not_done(checkout: AdminApi) -> None:
    """R3.5: natural keys."""
    await checkout.done("cartApplyPoints", cartId="c1")
    placing = {"cartId": "c1", "orders": [{"id": "o1"}]}
    invoice = {"orderId": "o1", "invoiceId": "i1"}
    await checkout.done("orderPlace", input=placing)
    first = await checkout.done("orderInvoice", "entries { id } message", input=invoice)

    placed = await checkout.done("orderPlace", "orders { status } replayed", input=placing)
    again = await checkout.done("orderInvoice", "entries { id } message replayed", input=invoice)

    assert placed == {"orders": [{"status": "complete"}], "replayed": True}
    assert again == {**first, "replayed": True}
    assert (await checkout.query("ledgerEntries", "totalCount"))["totalCount"] == 3


async def test_an_invoice_id_with_other_lines_is_a_conflict(checkout: AdminApi) -> None:
    """R3.5."""
    await checkout.done("orderPlace", input={"cartId": "c1", "orders": [{"id": "o1"}]})
    invoice = {"orderId": "o1", "invoiceId": "i1", "lines": [{"lineId": "l1", "quantity": 1}]}
    await checkout.done("orderInvoice", input=invoice)

    payload = await checkout.command("orderInvoice", input={**invoice, "lines": None})

    (error,) = payload["userErrors"]
    assert (error["code"], error["path"]) == ("IDEMPOTENCY_CONFLICT", ["input", "invoiceId"])


async def test_several_orders_share_the_quote_to_the_cent(checkout: AdminApi) -> None:
    """R6.1."""
    await checkout.done("cartPut", **cart(MUGS, id="c1", customerId="ada", shippingAmount="3.00"))
    await checkout.done("cartApplyPoints", cartId="c1")
    orders = [
        {"id": f"o{n}", "lines": [{"lineId": "l1", "quantity": 1}], "shippingAmount": shipping}
        for n, shipping in ((1, "1.00"), (2, "2.00"))
    ]

    placed = await checkout.done(
        "orderPlace",
        "orders { id pointsUsed quote { orderTotal { amount } amountDue { amount } } }",
        input={"cartId": "c1", "orders": orders},
    )

    assert placed["orders"] == [
        {
            "id": "o1",
            "pointsUsed": 20,
            "quote": {"orderTotal": {"amount": "6.00"}, "amountDue": {"amount": "2.00"}},
        },
        {
            "id": "o2",
            "pointsUsed": 0,
            "quote": {"orderTotal": {"amount": "7.00"}, "amountDue": {"amount": "7.00"}},
        },
    ]


async def test_a_guests_order_earns_for_the_customer_attached(shop: AdminApi) -> None:
    """R6.7."""
    await shop.done("cartPut", **cart(MUGS, id="c1"))
    await shop.done("orderPlace", input={"cartId": "c1", "orders": [{"id": "o1"}]})

    attached = await shop.done(
        "orderAttachCustomer",
        "order { customerId pointsPending } replayed",
        orderId="o1",
        customerId="ada",
    )
    again = await shop.done(
        "orderAttachCustomer", "order { customerId } replayed", orderId="o1", customerId="ada"
    )

    assert attached == {"order": {"customerId": "ada", "pointsPending": 50}, "replayed": False}
    assert again == {"order": {"customerId": "ada"}, "replayed": True}


async def test_orders_are_listed_newest_first_by_what_is_asked(checkout: AdminApi) -> None:
    await checkout.done("orderPlace", input={"cartId": "c1", "orders": [{"id": "o1"}]})
    await checkout.done("cartPut", **cart(MUGS, id="c2"))
    await checkout.done("orderPlace", input={"cartId": "c2", "orders": [{"id": "o2"}]})
    await checkout.done("orderInvoice", input={"orderId": "o2", "invoiceId": "i1"})

    async def ids(**wanted: object) -> list[str]:
        found = await checkout.query("orders", "totalCount nodes { id lines { sku } }", **wanted)
        assert found["totalCount"] == len(found["nodes"])
        return [order["id"] for order in found["nodes"]]

    assert await ids() == ["o2", "o1"]
    assert await ids(customerId="ada") == ["o1"]
    assert await ids(status="complete") == ["o2"]
    assert await ids(websiteCode="nowhere") == []


async def test_numbers_beyond_32_bits_are_cut_where_one_is_shown_and_whole_where_a_sum_is(
    shop: AdminApi,
) -> None:
    """R3.7, R5.8: a thousand units of a product that gives a billion points each."""
    product = {"sku": "s", "pointsReceived": 1_000_000_000}
    await shop.done("productPointsPut", input=product)
    wanted = cart(line(quantity=1_000, unitPrice="0.00"), customerId="ada", id="c1")

    carted = await shop.done(
        "cartPut",
        "cart { quote { pointsToEarn sources { points } lines { pointsToEarn } } }",
        **wanted,
    )
    placed = await shop.done("orderPlace", "orders { pointsPending }", **placing({"id": "o1"}))
    customer = await shop.query("customer", 'account(websiteCode: "us") { pending }', id="ada")
    invoiced = await shop.done(
        "orderInvoice",
        "order { pointsEarned } entries { points shortfall balance }",
        input={"orderId": "o1", "invoiceId": "i1"},
    )

    most = 2**31 - 1
    assert carted["cart"]["quote"] == {
        "pointsToEarn": most,
        "sources": [{"points": most}],
        "lines": [{"pointsToEarn": most}],
    }
    assert placed["orders"] == [{"pointsPending": most}]
    assert customer["account"] == {"pending": 1_000_000_000_000}
    assert invoiced["order"] == {"pointsEarned": most}
    assert invoiced["entries"] == [{"points": most, "shortfall": most, "balance": most}]
