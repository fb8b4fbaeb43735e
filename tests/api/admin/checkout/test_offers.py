"""Product offers: what products earn and cost in points before there is a cart (R5.8)."""

import pytest

from tests.api.admin.asking import AdminApi, Json

OFFER = "sku pointsToEarn pointsNeeded"


def item(sku: str = "mug", price: object = "7.00", **values: object) -> Json:
    return {"sku": sku, "unitPrice": price, **values}


async def offers(shop: AdminApi, *items: Json, **whose: object) -> list[tuple[int, int | None]]:
    found = await shop.query("productOffers", OFFER, websiteCode="us", items=list(items), **whose)
    return [(offer["pointsToEarn"], offer["pointsNeeded"]) for offer in found]


async def put_product(shop: AdminApi, **values: object) -> None:
    await shop.done("productPointsPut", input={"sku": "mug", **values})


async def test_a_product_earns_by_the_rate_and_by_itself_and_costs_points(shop: AdminApi) -> None:
    """R2.3, R7: 2.00 earns 10; one unit, or as many as are asked about, in the order asked."""
    await put_product(shop, pointsReceived=3, pointsNeeded=40)

    found = await offers(shop, item("tea"), item(), item(quantity=2), item(quantity=None))

    assert found == [(30, None), (33, 40), (70 + 6, 80), (33, 40)]


async def test_units_by_weight_cost_rounded_up_and_earn_rounded_down(shop: AdminApi) -> None:
    """R7.2, R7.4: 0.75 at 10.00 is 7.50."""
    await put_product(shop, pointsReceived=3, pointsNeeded=5)

    assert await offers(shop, item(price="10.00", quantity=0.75)) == [(30 + 2, 4)]


async def test_a_customers_offer_is_that_of_their_group(shop: AdminApi) -> None:
    """R2.2, R7.1: without a customer, or with one unheard of, the default group's."""
    await shop.done("customerGroupPut", input={"code": "vip"})
    rate = {"customerGroupCode": "vip", "direction": "CURRENCY_TO_POINTS"}
    await shop.done("exchangeRateCreate", input={**rate, "points": 2, "currencyAmount": "1"})
    await put_product(
        shop, pointsReceived=3, groups=[{"customerGroupCode": "vip", "pointsReceived": 5}]
    )
    vip = {"id": "vi", "websiteCode": "us", "email": "v@example.com", "customerGroupCode": "vip"}
    await shop.done("customerPut", input=vip)

    found = [await offers(shop, item(), customerId=who) for who in (None, "nobody", "vi")]

    assert found == [[(33, None)], [(33, None)], [(14 + 5, None)]]


async def test_what_earns_nothing_by_the_rate_earns_its_own_points(shop: AdminApi) -> None:
    """R6.12, R6.7."""
    await put_product(shop, pointsReceived=3, earnsByRate=False)
    before = await offers(shop, item(), item("tea"))
    await shop.done("settingsUpdate", websiteCode="us", input={"earnOnPurchase": False})

    assert before == [(3, None), (30, None)]
    assert await offers(shop, item(), item("tea")) == [(3, None), (0, None)]


@pytest.mark.parametrize("switch", ["enabled", "enabledOnStorefront"])
async def test_while_the_programme_is_off_nothing_is_earned_nor_costs(
    shop: AdminApi, switch: str
) -> None:
    """R1.6, R5.8."""
    await put_product(shop, pointsReceived=3, pointsNeeded=40)
    await shop.done("settingsUpdate", websiteCode="us", input={switch: False})

    assert await offers(shop, item()) == [(0, None)]


async def test_numbers_are_cut_at_32_bits(shop: AdminApi) -> None:
    """R5.8."""
    await put_product(shop, pointsReceived=1_000_000_000, pointsNeeded=1_000_000_000)

    assert await offers(shop, item(quantity=3)) == [(2**31 - 1, 2**31 - 1)]


async def test_a_hundred_products_are_answered_and_one_more_is_refused(shop: AdminApi) -> None:
    """R14.1."""
    assert len(await offers(shop, *[item()] * 100)) == 100
    assert await offers(shop) == []

    arguments = {"websiteCode": "us", "items": [item()] * 101}
    refused = await shop.refused("productOffers", OFFER, **arguments)

    assert refused == ("OUT_OF_RANGE", "items must have at most 100 items.")


@pytest.mark.parametrize(
    ("wrong", "code", "place"),
    [
        pytest.param({"sku": ""}, "INVALID", "items[1].sku: ", id="no-sku"),
        pytest.param({"quantity": 0}, "OUT_OF_RANGE", "items[1].quantity: ", id="no-units"),
        pytest.param({"quantity": "0.00001"}, "INVALID", "items[1].quantity: ", id="too-fine"),
        pytest.param({"unitPrice": "-1"}, "OUT_OF_RANGE", "items[1].unitPrice: ", id="negative"),
        pytest.param({"unitPrice": "1.00001"}, "INVALID", "items[1].unitPrice: ", id="5-decimals"),
        pytest.param(
            {"unitPrice": "9999999999", "quantity": 2}, "OUT_OF_RANGE", "items[1]: ", id="total"
        ),
    ],
)
async def test_what_is_no_line_of_a_cart_is_refused_at_its_field(
    shop: AdminApi, wrong: Json, code: str, place: str
) -> None:
    """R14.3."""
    items = [item(), {**item(), **wrong}]

    found, message = await shop.refused("productOffers", OFFER, websiteCode="us", items=items)

    assert found == code
    assert message.startswith(place)


async def test_an_unknown_website_is_refused(shop: AdminApi) -> None:
    arguments = {"websiteCode": "xx", "items": [item()]}
    refused = await shop.refused("productOffers", OFFER, **arguments)

    assert refused == ("NOT_FOUND", "There is no website xx.")


async def test_cart_rules_are_left_out(shop: AdminApi) -> None:
    """ADR 103: they are about whole carts."""
    rule = {"name": "Rule", "points": 7, "discountKind": "PERCENT", "discountAmount": "50"}
    await shop.done("cartRuleCreate", input=rule)

    assert await offers(shop, item()) == [(30, None)]
