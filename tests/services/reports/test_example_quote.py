"""What an example customer would pay and earn, before a change is saved and with it (R5, R15.5)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from models.database import fetch
from services.checkout.redemption import apply_points
from services.command.pages.cursor_page import PageRequest
from services.customers.putting import put_customer
from services.promotions.cart_rules import create_cart_rule
from services.promotions.product_points import ProductPoints, put_product_points
from services.reports.simulation.changes import Wanted, WantedRate, WantedRule, WantedSettings
from services.reports.simulation.example_quote import (
    Example,
    ExampleQuote,
    WithoutRate,
    example_quote,
)
from services.rules.basics.enums import DiscountKind, RateDirection
from services.rules.basics.refusals import Invalid, NotFound, OutOfRange, RewardsError
from services.rules.checkout.cart_rules import CartRule
from services.setup.customer_groups import put_customer_group
from services.setup.exchange_rates import create_exchange_rate, list_exchange_rates
from tests.clock import NOW
from tests.services.shop import ADA, ADMIN, fill_cart, give, line, open_shop

pytestmark = pytest.mark.usefixtures("database")

EARNING, REDEEMING = RateDirection.CURRENCY_TO_POINTS, RateDirection.POINTS_TO_CURRENCY
VIP = Example("us", "vip", Decimal("80.00"))


def rate(
    points: int, money: str, direction: RateDirection = EARNING, *, group: str | None = "vip"
) -> Wanted:
    return WantedRate("us", group, direction, points, Decimal(money))


async def open_vip_shop() -> None:
    """Make a website where 2.00 earns 10 points, which are worth 2.00, and a group of VIPs."""
    await open_shop()
    await put_customer_group(code="vip", caller=ADMIN, now=NOW)


async def quoted(wanted: Wanted | WithoutRate | None = None, **given: object) -> ExampleQuote:
    example = replace(VIP, **given)  # type: ignore[arg-type]
    return await example_quote(example=example, wanted=wanted, now=NOW)


def earned(found: ExampleQuote) -> tuple[int, int]:
    return found.before.quote.points_to_earn, found.after.quote.points_to_earn


async def test_a_rate_that_is_not_saved_is_laid_over_the_saved_ones() -> None:
    """R2.2: the group's own wins over the website's; one of all groups does not win over it."""
    await open_vip_shop()

    found = await quoted(rate(20, "1.00"))
    elsewhere = await quoted(rate(20, "1.00"), group_code="general")

    assert earned(found) == (400, 1600)
    assert [found.before.worth.amount, found.after.worth.amount] == [80, 320]
    assert found.after.quote.earning_rate is not None
    assert found.after.quote.earning_rate.priority == 1
    assert earned(elsewhere) == (400, 400)
    assert await fetch("SELECT 1 FROM exchange_rates WHERE points = 20") == []


async def test_a_rate_stands_for_the_saved_one_of_its_scope() -> None:
    await open_vip_shop()

    assert earned(await quoted(rate(5, "2.00", group=None))) == (400, 200)
    assert earned(await quoted(rate(10, "2.00", group=None))) == (400, 400)


async def test_without_a_rate_the_next_level_counts_or_nothing_is_earned() -> None:
    """R2.2, R2.5."""
    await open_vip_shop()
    own = await create_exchange_rate(website_code=None, customer_group_code="vip",
        direction=EARNING, points=1, currency_amount=Decimal(1), caller=ADMIN, now=NOW)  # fmt: skip
    all_groups = (await list_exchange_rates(direction=EARNING, page=PageRequest(1))).items[0]

    assert earned(await quoted(WithoutRate(own.exchange_rate.id))) == (80, 400)
    assert earned(await quoted(WithoutRate(all_groups.id), group_code="general")) == (400, 0)


async def test_points_in_hand_pay_as_far_as_useful_and_lower_what_is_earned() -> None:
    """R5.4, R4.3: 105 points pay 20.00, at most 50 of them 10.00; the rest earns."""
    await open_vip_shop()

    found = await quoted(WantedSettings({"max_points_per_order": 50}), points=105)

    assert (found.before.quote.points_used, found.after.quote.points_used) == (100, 50)
    assert [found.before.quote.amount_due, found.after.quote.amount_due] == [60, 70]
    assert earned(found) == (300, 350)
    worth_more = await quoted(rate(10, "4.00", REDEEMING), points=105)
    assert worth_more.after.quote.amount_due == 40


@pytest.mark.parametrize("setting", ["enabled", "enabled_on_storefront", "earn_on_purchase"])
async def test_a_switch_that_would_be_off_earns_nothing(setting: str) -> None:
    """R1.6, R6.7."""
    await open_vip_shop()

    assert earned(await quoted(WantedSettings({setting: False}))) == (400, 0)


async def test_a_rule_is_tried_besides_the_others_or_instead_of_one() -> None:
    """R5.2, R8.1: a tried rule counts behind older ones of its priority."""
    await open_vip_shop()
    wanted = CartRule("", "Ten off", discount_kind=DiscountKind.FIXED, discount_amount=Decimal(10))
    saved = await create_cart_rule(wanted=wanted, caller=ADMIN, now=NOW)
    half = replace(wanted, name="Half", discount_kind=DiscountKind.PERCENT,
        discount_amount=Decimal(50))  # fmt: skip

    besides = await quoted(WantedRule(None, half))
    before_it = await quoted(WantedRule(None, replace(half, priority=-1)))
    instead = await quoted(WantedRule(saved.id, half))
    switched_off = await quoted(WantedRule(saved.id, replace(wanted, active=False)))
    for_others = await quoted(WantedRule(None, replace(half, customer_group_codes=("general",))))

    assert besides.before.quote.amount_due == 70
    tried = (besides, before_it, instead, switched_off, for_others)
    assert [found.after.quote.amount_due for found in tried] == [35, 30, 40, 80, 70]


async def test_a_product_and_a_coupon_may_be_named() -> None:
    """R7.4, R8.1."""
    await open_vip_shop()
    await put_product_points(product=ProductPoints("mug", points_received=7), caller=ADMIN, now=NOW)
    wanted = CartRule("", "Spring", points=3, coupon_code="SPRING", skus=("mug",))
    await create_cart_rule(wanted=wanted, caller=ADMIN, now=NOW)

    named = await quoted(sku="mug", coupon_codes=("spring",))
    tried = await quoted(WantedRule(None, replace(wanted, points=5)), sku="mug",
        coupon_codes=("spring",))  # fmt: skip

    assert earned(named) == (410, 410)
    assert earned(tried) == (410, 415)


async def test_it_is_what_the_checkout_says_of_the_same_cart() -> None:
    """R5: one pure function for preview and checkout."""
    await open_vip_shop()
    await put_customer(customer_id="ada", website_code="us", email="ada@example.com",
        customer_group_code="vip", caller=ADMIN, now=NOW)  # fmt: skip
    await create_cart_rule(wanted=CartRule("", "Ten", points=10), caller=ADMIN, now=NOW)
    await give(105)
    await fill_cart(line("80.00"))
    cart = await apply_points(cart_id="c1", points=None, caller=ADA, now=NOW)

    example = (await quoted(points=105)).before.quote

    assert replace(example, lines=()) == replace(cart.quote, lines=())


@pytest.mark.parametrize(
    ("given", "wanted", "refusal", "field"),
    [
        ({"website_code": "nowhere"}, None, NotFound, "website_code"),
        ({"group_code": "nobody"}, None, NotFound, "customer_group_code"),
        ({"amount": Decimal(-1)}, None, OutOfRange, "amount"),
        ({"amount": Decimal("NaN")}, None, Invalid, "amount"),
        ({"points": -1}, None, OutOfRange, "points"),
        ({"coupon_codes": ("a", "\n")}, None, Invalid, "coupon_codes"),
        ({"coupon_codes": ("a",) * 101}, None, OutOfRange, "coupon_codes"),
        ({"sku": ""}, None, Invalid, "sku"),
        ({}, rate(0, "1.00"), OutOfRange, "points"),
        ({}, rate(1, "1.00", group="nobody"), NotFound, "customer_group_code"),
        ({}, WithoutRate("no id"), NotFound, "without_rate"),
        ({}, WantedSettings({"enabled": None}), Invalid, "enabled"),
        ({}, WantedRule(None, CartRule("", "Gives nothing")), Invalid, "points"),
        ({}, WantedRule("no id", CartRule("", "One", points=1)), NotFound, "rule_id"),
    ],
)
async def test_what_cannot_be_is_refused_with_its_field_named(
    given: dict[str, object],
    wanted: Wanted | WithoutRate | None,
    refusal: type[RewardsError],
    field: str,
) -> None:
    await open_vip_shop()

    with pytest.raises(refusal) as refused:
        await quoted(wanted, **given)

    assert refused.value.path[0] == field
