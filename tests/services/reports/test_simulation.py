"""What a change would have given on the recorded facts of a period (R15.5)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from models.database import fetch
from services.checkout.redemption import apply_points
from services.command.pages.cursor_page import PageRequest
from services.customers.putting import put_customer
from services.orders.cancelling import cancel_order
from services.promotions.cart_rules import create_cart_rule, list_cart_rules
from services.reports.simulation import simulation
from services.reports.simulation.changes import Wanted, WantedRate, WantedRule, WantedSettings
from services.reports.simulation.simulation import simulate
from services.reports.simulation.sums import Simulation
from services.rules.basics.enums import DiscountKind, RateDirection
from services.rules.basics.refusals import Invalid, NotFound, OutOfRange
from services.rules.checkout.cart_rules import CartRule
from services.setup.customer_groups import put_customer_group
from services.setup.exchange_rates import list_exchange_rates
from tests.clock import NOW
from tests.services.reports.random_past import RandomPast, seeds
from tests.services.shop import (
    ADA,
    ADMIN,
    add_customer,
    fill_cart,
    give,
    invoice,
    line,
    open_shop,
    place,
)

pytestmark = pytest.mark.usefixtures("database")

A_DAY = timedelta(days=1)
EARNING, REDEEMING = RateDirection.CURRENCY_TO_POINTS, RateDirection.POINTS_TO_CURRENCY


def rate(
    points: int,
    money: str,
    *,
    site: str | None = "us",
    group: str | None = None,
    direction: RateDirection = EARNING,
) -> Wanted:
    return WantedRate(site, group, direction, points, Decimal(money))


def rule(rule_id: str | None = None, **values: object) -> Wanted:
    return WantedRule(rule_id, CartRule(id="", name="Double", **values))  # type: ignore[arg-type]


async def what_if(wanted: Wanted, *, days: int = 30) -> Simulation:
    return await simulate(
        wanted=wanted, website_code="us", since=NOW, until=NOW + days * A_DAY, now=NOW + 99 * A_DAY
    )


async def buy(
    order_id: str, price: str, *, who: str = "ada", points: int | None = None, **content: object
) -> None:
    await fill_cart(line(price), cart_id=order_id, customer_id=who, **content)  # type: ignore[arg-type]
    if points is not None:
        await apply_points(cart_id=order_id, points=points, caller=ADA, now=NOW)
    await place(order_id, cart_id=order_id)
    await invoice(order_id, invoice_id=f"i-{order_id}")


def points(found: Simulation) -> tuple[int, int]:
    return found.points_before, found.points_after


def worths(found: Simulation) -> list[Decimal]:
    return [found.worth_before.amount, found.worth_after.amount]


async def test_another_rate_is_laid_over_what_orders_recorded() -> None:
    """R15.5: 10 points for 2.00 as it was, 10 for 1.00 as it would be."""
    await open_shop()
    await add_customer("bob")
    await buy("o1", "7.00")
    await buy("o2", "3.00", who="bob")
    await fill_cart(line("100.00"), cart_id="open")
    await place("open", cart_id="open")

    found = await what_if(rate(10, "1.00"))

    assert (found.orders, *points(found)) == (3, 40, 100)
    assert worths(found) == [8, 20]
    assert (found.customers_gaining, found.customers_losing) == (2, 0)
    assert [(each.order_id, each.points_before, each.points_after) for each in found.examples] == [
        ("o1", 30, 70), ("o2", 10, 30)
    ]  # fmt: skip
    assert found.examples[0].why == (
        "30 points before, 70 after: money is worth 10 points for 1 USD instead of 10 points for"
        " 2 USD."
    )


async def test_a_rate_counts_only_where_it_would_have_won() -> None:
    """R2.2: the recorded one is of all groups on this website."""
    await open_shop()
    await put_customer_group(code="vip", caller=ADMIN, now=NOW)
    await add_customer("bob")
    await put_customer(customer_id="bob", website_code="us", email="bob@example.com",
        customer_group_code="vip", caller=ADMIN, now=NOW)  # fmt: skip
    await buy("o1", "10.00")
    await buy("o2", "10.00", who="bob")

    assert points(await what_if(rate(99, "1.00", site=None))) == (100, 100)
    assert points(await what_if(rate(20, "1.00", site=None, group="vip"))) == (100, 250)


async def test_a_redemption_rate_changes_what_is_left_to_earn_by_and_the_worth() -> None:
    """R15.5: 50 points paid 10.00 of 20.00; at 10 for 1.00 they pay 5.00."""
    await open_shop()
    await give(50)
    await buy("o1", "20.00", points=50)

    found = await what_if(rate(10, "1.00", direction=REDEEMING))

    assert points(found) == (50, 70)
    assert worths(found) == [10, 7]


async def test_a_rule_is_laid_besides_or_instead() -> None:
    """R8.1: points, a factor, and a discount that leaves less to earn by."""
    await open_shop()
    wanted = CartRule(id="", name="Ten", points=10)
    await create_cart_rule(wanted=wanted, caller=ADMIN, now=NOW)
    rule_id = (await list_cart_rules(PageRequest(1))).items[0].id
    await buy("o1", "20.00")
    await buy("o2", "4.00")

    doubled = await what_if(rule(earning_factor=Decimal(2)))
    instead = await what_if(rule(rule_id, points=25, subtotal_from=Decimal(10)))
    reduced = await what_if(rule(discount_kind=DiscountKind.PERCENT, discount_amount=Decimal(50)))
    inactive = await what_if(rule(rule_id, active=False, points=10))

    assert points(doubled) == (140, 260)
    assert points(instead) == (140, 145)
    assert (instead.customers_gaining, instead.customers_losing) == (1, 0)
    assert points(reduced) == (140, 80)
    assert points(inactive) == (140, 120)


async def test_settings_are_laid_over() -> None:
    """R6.7, R6.12, R5.4."""
    await open_shop()
    await give(100)
    await buy("o1", "20.00", coupon_codes=("SPRING",))
    await buy("o2", "20.00", points=100)

    assert points(await what_if(WantedSettings({"earn_on_purchase": False}))) == (100, 0)
    assert points(await what_if(WantedSettings({"earn_with_coupons": False}))) == (100, 0)
    assert points(await what_if(WantedSettings({"max_points_per_order": 50}))) == (100, 150)


async def test_what_was_cancelled_earns_nothing_either_way() -> None:
    """R6.3: before are the targets as the orders stand."""
    await open_shop()
    await fill_cart(line("20.00", 2), cart_id="o1")
    await place("o1", cart_id="o1")
    await cancel_order(order_id="o1", cancellation_id="c", lines=(("l1", line("1").quantity),),
        caller=ADMIN, now=NOW)  # fmt: skip
    await invoice("o1")

    assert points(await what_if(rate(10, "1.00"))) == (100, 200)


async def test_orders_of_one_cart_earn_together() -> None:
    """R6.12: floor over the cart, not over each order."""
    await open_shop()
    await give(30)
    await fill_cart(line("9.00", 2), cart_id="c")
    await apply_points(cart_id="c", points=30, caller=ADA, now=NOW)
    await place("a", cart_id="c")
    await invoice("a")

    assert points(await what_if(rate(10, "5.00"))) == (60, 20)


@pytest.mark.parametrize("seed", seeds(2))
async def test_under_unchanged_rules_the_difference_is_exactly_0(seed: int) -> None:
    """R15.5: on any history, whatever the change is called."""
    past = RandomPast(seed + 30)
    await past.live(60)
    unchanged: list[Wanted] = [WantedSettings({}), WantedSettings({"earn_on_purchase": True})]
    for direction in RateDirection:
        page = await list_exchange_rates(
            website_code="us", direction=direction, page=PageRequest(1)
        )
        stands = page.items[0]
        unchanged.append(rate(stands.points, str(stands.currency_amount), direction=direction))

    found = [
        await simulate(wanted=wanted, website_code="us", since=NOW, until=past.now, now=past.now)
        for wanted in unchanged
    ]

    assert found[0].points_before > 0
    assert all(each == found[0] for each in found)
    assert points(found[0])[0] == points(found[0])[1]
    assert found[0].worth_before == found[0].worth_after
    assert (found[0].customers_gaining, found[0].customers_losing, found[0].examples) == (0, 0, [])


async def test_batches_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """R15.5: however many orders are in memory at a time; nothing is written."""
    past = RandomPast(41)
    await past.live(80)
    rows = await fetch("SELECT COUNT(*) AS entries FROM ledger_entries")

    async def found() -> Simulation:
        return await simulate(wanted=rate(99, "1.00"), website_code="us", since=NOW,
            until=past.now, now=past.now)  # fmt: skip

    whole = await found()
    monkeypatch.setattr(simulation, "_BATCH", 2)

    assert await found() == whole
    assert whole.points_after > whole.points_before > 0
    assert await fetch("SELECT COUNT(*) AS entries FROM ledger_entries") == rows


@pytest.mark.parametrize(
    ("wanted", "refusal", "path"),
    [
        pytest.param(rate(0, "1.00"), OutOfRange, ("points",), id="no-points"),
        pytest.param(rate(1, "1.00", site="fr"), NotFound, ("website_code",), id="no-site"),
        pytest.param(rate(1, "1", group="x"), NotFound, ("customer_group_code",), id="no-group"),
        pytest.param(rule(), Invalid, ("points",), id="a-rule-that-gives-nothing"),
        pytest.param(rule("x", points=1), NotFound, ("rule_id",), id="no-rule"),
        pytest.param(
            WantedSettings({"expiry_days": -1}), OutOfRange, ("expiry_days",), id="a-bad-setting"
        ),
    ],
)
async def test_what_could_not_be_made_is_refused(
    wanted: Wanted, refusal: type[Exception], path: tuple[str, ...]
) -> None:
    await open_shop()

    with pytest.raises(refusal) as refused:
        await what_if(wanted)

    assert refused.value.path == path  # type: ignore[attr-defined]


async def test_more_orders_than_a_query_takes_are_refused() -> None:
    """R15.5."""
    await open_shop()
    for number in range(3):
        await buy(f"o{number}", "2.00")

    with pytest.raises(OutOfRange) as refused:
        await simulate(wanted=rate(1, "1"), website_code="us", since=NOW, until=NOW + A_DAY,
            now=NOW, most_orders=2)  # fmt: skip
    with pytest.raises(OutOfRange) as empty:
        await what_if(rate(1, "1"), days=0)

    assert (refused.value.path, empty.value.path) == (("to",), ("to",))
    assert (await what_if(rate(1, "1"))).orders == 3
