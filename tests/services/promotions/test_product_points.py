"""What products cost in points and earn, from the set-up to the order (R7)."""

from decimal import Decimal

import pytest

from services.accounts.accounts import read_account
from services.accounts.verification import check_ledger
from services.checkout.answers import Cart
from services.checkout.redemption import apply_points, apply_product_points, remove_points
from services.command.pages.cursor_page import PageRequest
from services.promotions.product_points import (
    GroupPoints,
    ProductPoints,
    delete_product_points,
    list_product_points,
    load_products,
    put_product_points,
)
from services.rules.basics import refusals as errors
from services.rules.basics.refusals import NotFound, RewardsError
from services.rules.checkout.product_points import ProductTerms
from tests.clock import NOW
from tests.services.orders.order_life import balance, cancel, memo, refund
from tests.services.shop import ADA, ADMIN, fill_cart, give, invoice, line, open_shop, place

pytestmark = pytest.mark.usefixtures("database")


async def put(
    sku: str = "sku-l1",
    needed: int | None = None,
    received: int | None = None,
    **groups: int,
) -> None:
    product = ProductPoints(
        sku, needed, received, tuple(GroupPoints(code, points) for code, points in groups.items())
    )
    await put_product_points(product=product, caller=ADMIN, now=NOW)


async def pay_lines(points: int | None = None) -> Cart:
    return await apply_product_points(cart_id="c1", points=points, caller=ADA, now=NOW)


async def test_a_groups_value_replaces_the_products_own_0_included() -> None:
    """R7.1."""
    await open_shop()
    await put("a", needed=50, received=5, general=0)
    await put("b", received=3)

    assert await load_products(["a", "b", "c"], "general") == {
        "a": ProductTerms(50, 0),
        "b": ProductTerms(None, 3),
    }
    assert (await load_products(["a"], "vip"))["a"] == ProductTerms(50, 5)


async def test_putting_again_replaces_all_of_it() -> None:
    """R7.1: what is left out is not set."""
    await open_shop()
    await put("a", needed=50, received=5, general=1)

    await put("a", received=7)

    (found,) = (await list_product_points(sku="a", page=PageRequest())).items
    assert found == ProductPoints("a", None, 7, earns_by_rate=True)


async def test_products_are_listed_by_sku() -> None:
    await open_shop()
    for sku in ("b", "a", "c"):
        await put(sku, received=1)

    first = await list_product_points(page=PageRequest(first=2))
    rest = await list_product_points(page=PageRequest(first=2, after=first.cursors[-1]))

    assert [product.sku for product in (*first.items, *rest.items)] == ["a", "b", "c"]
    assert (first.total_count, first.has_next, rest.has_next) == (3, True, False)


@pytest.mark.parametrize(
    "start",
    [pytest.param("x" * 254, id="the-longest"), pytest.param("a\u00a0b", id="no-break-space")],
)
async def test_whatever_sku_can_be_set_can_be_paged_over_and_forgotten(start: str) -> None:
    """R14.1, R14.3: skus are longer than ids, and need not be printable."""
    await open_shop()
    await put(f"{start}1", received=1)
    await put(f"{start}2", received=1)

    first = await list_product_points(page=PageRequest(first=1))
    rest = await list_product_points(page=PageRequest(first=1, after=first.cursors[-1]))
    await delete_product_points(sku=f"{start}2", caller=ADMIN, now=NOW)

    assert [product.sku for product in (*first.items, *rest.items)] == [f"{start}1", f"{start}2"]
    assert await load_products([f"{start}2"], "general") == {}


@pytest.mark.parametrize("sku", ["x" * 256, "a\0", ""], ids=["too-long", "control", "empty"])
async def test_a_text_that_can_be_no_sku_finds_no_product(sku: str) -> None:
    """R14.3: not even the one that it begins like."""
    await open_shop()
    await put("x" * 255, received=1)
    await put("a", received=1)

    assert (await list_product_points(sku=sku, page=PageRequest())).items == []


@pytest.mark.parametrize(
    ("product", "refused", "path"),
    [
        pytest.param(
            ProductPoints("a", -1), errors.OutOfRange, ("points_needed",), id="needed-below-1"
        ),
        pytest.param(ProductPoints("a", 0), errors.OutOfRange, ("points_needed",), id="needed-0"),
        pytest.param(
            ProductPoints("a", None, -1), errors.OutOfRange, ("points_received",), id="received"
        ),
        pytest.param(
            ProductPoints("a", groups=(GroupPoints("general", -1),)),
            errors.OutOfRange,
            ("groups", 0, "points_received"),
            id="groups",
        ),
        pytest.param(
            ProductPoints("a", groups=(GroupPoints("nobody", 1),)),
            errors.NotFound,
            ("groups", 0, "customer_group_code"),
            id="unknown-group",
        ),
        pytest.param(
            ProductPoints("a", groups=(GroupPoints("general", 1), GroupPoints("general", 2))),
            errors.Invalid,
            ("groups", 1, "customer_group_code"),
            id="a-group-twice",
        ),
        pytest.param(ProductPoints(""), errors.Invalid, ("sku",), id="no-sku"),
    ],
)
async def test_what_no_product_can_have_is_refused(
    product: ProductPoints, refused: type[RewardsError], path: tuple[object, ...]
) -> None:
    """R7.1, R14.3."""
    await open_shop()

    with pytest.raises(refused) as refusal:
        await put_product_points(product=product, caller=ADMIN, now=NOW)

    assert refusal.value.path == path


async def test_a_product_forgotten_has_nothing_set() -> None:
    await open_shop()
    await put("a", received=5, general=1)

    await delete_product_points(sku="a", caller=ADMIN, now=NOW)

    assert await load_products(["a"], "general") == {}
    with pytest.raises(NotFound):
        await delete_product_points(sku="a", caller=ADMIN, now=NOW)


async def test_lines_are_paid_with_points_and_the_rest_with_money_points() -> None:
    """R7.2, R7.3: 60 buy the line of 9.00, 40 pay 8.00 of the other."""
    await open_shop()
    await give(100)
    await put(needed=60)
    await fill_cart(line("9.00"), line("20.00", line_id="l2"))
    await pay_lines()

    cart = await apply_points(cart_id="c1", caller=ADA, now=NOW)
    placed = await place()

    assert (cart.quote.product_points_used, cart.quote.points_used) == (60, 40)
    assert cart.quote.amount_due == 12
    assert placed.orders[0].product_points_used == 60
    assert await balance() == 0
    assert (await check_ledger()).ok


@pytest.mark.parametrize(
    ("settings", "points", "refused"),
    [
        pytest.param({}, 101, errors.InsufficientPoints, id="more-than-available"),
        pytest.param({}, 0, errors.OutOfRange, id="none"),
        pytest.param({"redemption_threshold": 101}, 10, errors.BelowThreshold, id="threshold"),
        pytest.param({"enabled": False}, 10, errors.Disabled, id="off"),
    ],
)
async def test_a_number_that_cannot_pay_lines_is_refused(
    settings: dict[str, object], points: int, refused: type[RewardsError]
) -> None:
    """R1.6, R4.2, R7.2."""
    await open_shop(settings=settings)
    await give(100)
    await put(needed=60)
    await fill_cart(line("9.00"))

    with pytest.raises(refused):
        await pay_lines(points)


async def test_removing_takes_off_both_kinds() -> None:
    """R5.6."""
    await open_shop()
    await give(100)
    await put(needed=60)
    before = await fill_cart(line("9.00"), line("20.00", line_id="l2"))
    await pay_lines()
    await apply_points(cart_id="c1", caller=ADA, now=NOW)

    removed = await remove_points(cart_id="c1", caller=ADA, now=NOW)

    assert removed.quote == before.quote


async def test_points_need_no_exchange_rate_to_pay_lines() -> None:
    """R2.5."""
    await open_shop(redemption=None)
    await give(100)
    await put(needed=60)
    await fill_cart(line("9.00"))

    assert (await pay_lines()).quote.amount_due == 0


async def test_product_points_come_back_with_their_units() -> None:
    """R7.3, R6.9: 100 of 150 points paid 2 of 3 units' worth; one cancelled, one refunded."""
    await open_shop(earning=None)
    await give(100)
    await put(needed=50)
    await fill_cart(line("9.00", 3))
    await pay_lines()
    await place()

    cancelled = await cancel(("l1", 1))
    await invoice("o1", ("l1", 2))
    refunded = await refund(memo(("l1", 1)))
    rest = await refund(memo(("l1", 1)))

    back = [cancelled.order.points_returned, refunded.outcome.refund.product_points]
    assert [*back, rest.outcome.refund.product_points] == [33, 33, 34]
    assert refunded.outcome.refund.cash == 3
    assert await balance() == 100
    assert (await check_ledger()).ok


async def test_products_earn_for_what_is_not_cancelled_and_not_fully_paid_with_points() -> None:
    """R7.4: beside the rate, which purchases may not have."""
    await open_shop(earning=None)
    await give(60)
    await put("sku-l1", needed=60, received=7)
    await put("sku-l2", received=5)
    await fill_cart(line("9.00"), line("20.00", 3, line_id="l2"))
    await pay_lines()
    placed = await place()
    await cancel(("l2", 1))

    done = await invoice()

    assert placed.orders[0].points_pending == 15
    assert (done.order.points_earned, await balance()) == (10, 10)


async def test_the_group_at_placement_is_what_counts() -> None:
    """R7.4: a change of the product's points is not for orders placed before."""
    await open_shop(earning=None)
    await put(received=7)
    await fill_cart(line("9.00"))
    await place()
    await put(received=70)

    done = await invoice()

    assert done.order.points_earned == 7


async def test_with_purchases_not_earning_products_still_do() -> None:
    """R6.7: it stops the rate only."""
    await open_shop(settings={"earn_on_purchase": False})
    await put(received=7)
    await fill_cart(line("9.00"))
    await place()

    await invoice()

    account = await read_account(customer_id="ada", website_code="us", now=NOW)
    assert account.balance == 7
    assert account.worth.amount == Decimal(0)


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("MUG", ["Blue-mug", "mug-1"]),
        ("%", []),
        ("", ["Blue-mug", "mug-1", "tea_1"]),
        ("_", ["tea_1"]),
    ],
)
async def test_products_are_found_by_a_part_of_their_sku(search: str, found: list[str]) -> None:
    await open_shop()
    for sku in ("mug-1", "Blue-mug", "tea_1"):
        await put(sku, received=1)

    page = await list_product_points(search=search, page=PageRequest())

    assert ([product.sku for product in page.items], page.total_count) == (found, len(found))


async def test_a_search_that_no_sku_could_contain_is_refused() -> None:
    with pytest.raises(errors.Invalid) as refused:
        await list_product_points(search="a\x00", page=PageRequest())

    assert refused.value.path == ("search",)
