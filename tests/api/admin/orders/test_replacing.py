"""An edited order through the admin API (R1.3a, R5.7, R6.14)."""

import pytest

from tests.api.admin.asking import AdminApi, Json
from tests.api.admin.commands import adjustment, cart, line
from tests.api.admin.refusals import case, check_refused

LINKS = "id status replacesOrderId replacedByOrderId pointsUsed pointsReturned pointsCarried"


async def sell(shop: AdminApi) -> None:
    """Place o1: four mugs of 10.00, paid with 50 of 100 points."""
    await shop.done("pointsAdjust", **adjustment(points=100))
    await shop.done("cartPut", **cart(line(quantity=4), id="c1", customerId="ada"))
    await shop.done("cartApplyPoints", cartId="c1", points=50)
    await shop.done("orderPlace", input={"cartId": "c1", "orders": [{"id": "o1"}]})


def edited(**values: object) -> Json:
    named: Json = {"id": "c2", "customerId": "ada", "replacesOrderId": "o1", **values}
    return cart(line(quantity=5), **named)


AVAILABLE = "cart { quote { redemption { balance available } } }"


async def test_an_edited_order_takes_over_what_both_use(shop: AdminApi) -> None:
    """R6.14."""
    await sell(shop)

    put = await shop.done("cartPut", AVAILABLE, **edited())
    await shop.done("cartApplyPoints", cartId="c2", points=80)
    placed = await shop.done(
        "orderPlace",
        f"orders {{ {LINKS} entries {{ points reason }} }}",
        input={"cartId": "c2", "orders": [{"id": "o2"}]},
    )
    old = await shop.query("order", LINKS, id="o1")

    assert put["cart"]["quote"]["redemption"] == {"balance": 100, "available": 100}
    assert placed["orders"] == [
        {
            "id": "o2",
            "status": "pending",
            "replacesOrderId": "o1",
            "replacedByOrderId": None,
            "pointsUsed": 80,
            "pointsReturned": 0,
            "pointsCarried": 50,
            "entries": [{"points": -30, "reason": "REDEMPTION"}],
        }
    ]
    assert old == {
        "id": "o1",
        "status": "canceled",
        "replacesOrderId": None,
        "replacedByOrderId": "o2",
        "pointsUsed": 50,
        "pointsReturned": 50,
        "pointsCarried": 0,
    }


async def test_what_is_left_out_stays_and_null_takes_it_back(shop: AdminApi) -> None:
    """R1.3a."""
    await sell(shop)
    await shop.done("cartPut", **edited())

    left_out = await shop.done("cartPut", AVAILABLE, **cart(line(), id="c2", customerId="ada"))
    null = await shop.done("cartPut", AVAILABLE, **edited(replacesOrderId=None))

    answers = [put["cart"]["quote"]["redemption"]["available"] for put in (left_out, null)]
    assert answers == [100, 50]


BAD = [
    case("unknown-order", "cartPut", edited(replacesOrderId="o7"), "NOT_FOUND",
         "input", "replacesOrderId"),
    case("no-order", "cartPut", edited(replacesOrderId=""), "INVALID",
         "input", "replacesOrderId"),
    case("a-guests-cart", "cartPut", edited(customerId=None), "ORDER_STATE",
         "input", "replacesOrderId"),
    case("another-customers-order", "cartPut", edited(customerId="bob"), "ORDER_STATE",
         "input", "replacesOrderId"),
    case("placed-as-two", "orderPlace",
         {"input": {"cartId": "edited", "orders": [
             {"id": "o2", "lines": [{"lineId": "l1", "quantity": 2}]},
             {"id": "o3", "lines": [{"lineId": "l1", "quantity": 3}]},
         ]}}, "INVALID", "input", "orders"),
]  # fmt: skip


@pytest.mark.parametrize(("mutation", "arguments", "code", "path"), BAD)
async def test_a_bad_replacement_is_refused_where_it_is_and_writes_nothing(
    shop: AdminApi, mutation: str, arguments: Json, code: str, path: list[str] | None
) -> None:
    """R6.14, R13.2."""
    await sell(shop)
    await shop.done("cartPut", **edited(id="edited"))

    await check_refused(shop, mutation, arguments, code, path)


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        ("orderInvoice", {"invoiceId": "i", "lines": [{"lineId": "l1", "quantity": 1}]}),
        ("orderCancel", {"cancellationId": "x"}),
        ("orderSetStatus", {"status": "failed", "idempotencyKey": "k"}),
    ],
)
async def test_an_order_done_with_is_not_replaced(
    shop: AdminApi, command: str, arguments: Json
) -> None:
    """R6.14: neither by a new cart nor by one that was put before."""
    await sell(shop)
    await shop.done("cartPut", **edited(id="edited"))
    await shop.done(command, input={"orderId": "o1", **arguments})
    place = {"input": {"cartId": "edited", "orders": [{"id": "o2"}]}}

    put_path, place_path = ["input", "replacesOrderId"], ["input", "cartId"]
    await check_refused(shop, "cartPut", edited(), "ORDER_STATE", put_path)
    await check_refused(shop, "orderPlace", place, "ORDER_STATE", place_path)


async def test_a_changed_rate_is_a_stale_quote(shop: AdminApi) -> None:
    """R5.7: both amounts and both numbers are told, none is said to be missing."""
    await shop.done("pointsAdjust", **adjustment(points=100))
    await shop.done("cartPut", **cart(line(quantity=4), id="c1", customerId="ada"))
    await shop.done("cartApplyPoints", cartId="c1", points=50)
    await shop.done(
        "exchangeRateCreate",
        input={
            "websiteCode": "us",
            "customerGroupCode": "general",
            "direction": "POINTS_TO_CURRENCY",
            "points": 10,
            "currencyAmount": "1.00",
        },
    )
    place = {"input": {"cartId": "c1", "orders": [{"id": "o1"}]}}

    error = await check_refused(shop, "orderPlace", place, "STALE_VERSION", ["input", "cartId"])

    assert error["missingPoints"] is None
    assert error["message"] == (
        "The quote was 30.00 due and 50 points; now it is 35.00 and 50 points."
    )
