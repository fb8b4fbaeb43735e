"""Cart rules from the set-up to the order that they give points to (R8)."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from models.tables.promotions import CartRuleRow
from services.command.pages.cursor_page import PageRequest
from services.orders.attachment import attach_customer
from services.orders.placement import place_orders
from services.orders.placement_checks import NewOrder, Placement
from services.programme.programme import load_programme
from services.promotions.cart_rules import (
    create_cart_rule,
    delete_cart_rule,
    list_cart_rules,
    load_active_rules,
    rules_in_scope,
    update_cart_rule,
)
from services.rules.basics import refusals as errors
from services.rules.basics.enums import DiscountKind, SkuMatch
from services.rules.basics.quantities import quantity
from services.rules.basics.refusals import RewardsError
from services.rules.checkout.cart_rules import CART_RULE_FIELDS, CartRule
from services.rules.checkout.splitting import OrderPart
from services.setup.websites import put_website
from tests.clock import NOW
from tests.services.orders.order_life import balance, cancel, memo, refund, set_status
from tests.services.shop import ADMIN, fill_cart, invoice, line, open_shop, place

pytestmark = pytest.mark.usefixtures("database")

RULE = CartRule("", "Welcome", points=25)
DISCOUNT = replace(
    RULE, points=None, discount_kind=DiscountKind.PERCENT, discount_amount=Decimal(10)
)
BOTH = replace(DISCOUNT, points=25)


async def create(rule: CartRule = RULE) -> CartRule:
    return await create_cart_rule(wanted=rule, caller=ADMIN, now=NOW)


async def loaded(*coupons: str, now: datetime = NOW) -> list[str]:
    programme = await load_programme(website_code="us", customer_id=None)
    rules = rules_in_scope(
        await load_active_rules(programme, coupons),
        website=programme.website,
        group_code="general",
        coupons=coupons,
        now=now,
    )
    return [rule.name for rule in rules]


async def test_what_is_set_up_is_read_back() -> None:
    """R8.1."""
    await open_shop()
    rule = CartRule(
        id="",
        name="All of it",
        active=False,
        website_codes=("us",),
        customer_group_codes=("general",),
        from_date=date(2026, 1, 1),
        to_date=date(2027, 1, 1),
        coupon_code="Save",
        priority=-3,
        stop_further_rules=True,
        subtotal_from=Decimal("10.5"),
        subtotal_to=Decimal(99),
        quantity_from=quantity(2),
        skus=("a", "b"),
        sku_match=SkuMatch.ALL,
        points=3,
        discount_kind=DiscountKind.PERCENT,
        discount_amount=Decimal(10),
        earning_factor=Decimal("1.25"),
    )

    created = await create(rule)

    (found,) = (await list_cart_rules(PageRequest())).items
    assert found == created
    assert replace(found, id="") == rule
    assert all(getattr(rule, name) != of.default for name, of in CART_RULE_FIELDS.items())


async def test_a_rule_of_a_name_and_points_is_read_back_with_the_defaults() -> None:
    """R8.1."""
    await open_shop()

    created = await create()

    assert (await list_cart_rules(PageRequest())).items == [created]
    assert replace(created, id="") == RULE


def test_every_column_of_a_rule_is_declared() -> None:
    """R8.1: beside its id and what it is looked up by."""
    columns = {field["name"] for field in CartRuleRow.describe()["data_fields"]} - {"coupon_key"}

    declared = {name.replace("stop_", "stops_") for name in CART_RULE_FIELDS}
    assert {column.removesuffix("_e4") for column in columns} == declared


async def test_rules_apply_by_priority_then_age_if_active_and_in_scope() -> None:
    """R5.2, R8.1."""
    await open_shop()
    await open_shop(website_code="uk")
    await create(replace(RULE, name="second"))
    await create(replace(RULE, name="third"))
    await create(replace(RULE, name="first", priority=-1))
    await create(replace(RULE, name="off", active=False))
    await create(replace(RULE, name="elsewhere", website_codes=("uk",)))
    await create(replace(RULE, name="coupon", coupon_code="SAVE", priority=9))

    assert await loaded() == ["first", "second", "third"]
    assert await loaded("save") == ["first", "second", "third", "coupon"]


async def test_coupons_that_folding_makes_longer_are_told_apart_to_the_end() -> None:
    """R8.1: 128 letters become 384 without their case."""
    await open_shop()
    await create(replace(RULE, coupon_code="\u0390" * 128))

    assert await loaded("\u0390" * 128) == ["Welcome"]
    assert await loaded("\u0390" * 127 + "x") == []


async def test_days_are_those_of_the_websites_time_zone() -> None:
    """R8.1: 2026-11-25 begins in Auckland while it is the 24th in UTC."""
    await open_shop()
    await put_website(code="us", time_zone="Pacific/Auckland", caller=ADMIN, now=NOW)
    await create(replace(RULE, from_date=date(2026, 11, 25)))

    assert await loaded(now=datetime(2026, 11, 24, 10, 59, tzinfo=UTC)) == []
    assert await loaded(now=datetime(2026, 11, 24, 11, 0, tzinfo=UTC)) == ["Welcome"]


@pytest.mark.parametrize(
    ("rule", "refused", "path"),
    [
        pytest.param(replace(RULE, points=None), errors.Invalid, ("points",), id="none"),
        pytest.param(replace(RULE, points=0), errors.OutOfRange, ("points",), id="0"),
        pytest.param(
            replace(DISCOUNT, discount_amount=Decimal("100.01")),
            errors.OutOfRange,
            ("discount_amount",),
            id="percent-over-100",
        ),
        pytest.param(
            replace(DISCOUNT, discount_amount=None),
            errors.Invalid,
            ("discount_amount",),
            id="a-kind-without-an-amount",
        ),
        pytest.param(
            replace(RULE, discount_amount=Decimal(1)),
            errors.Invalid,
            ("discount_kind",),
            id="an-amount-without-a-kind",
        ),
        pytest.param(
            replace(RULE, from_date=date(2026, 2, 1), to_date=date(2026, 1, 1)),
            errors.Invalid,
            ("to_date",),
            id="dates-reversed",
        ),
        pytest.param(
            replace(RULE, skus=("a", "b", "a")),
            errors.Invalid,
            ("skus", 2),
            id="a-product-twice",
        ),
        pytest.param(
            replace(RULE, website_codes=("nowhere",)),
            errors.NotFound,
            ("website_codes", 0),
            id="unknown-website",
        ),
        pytest.param(
            replace(RULE, customer_group_codes=("nobody",)),
            errors.NotFound,
            ("customer_group_codes", 0),
            id="unknown-group",
        ),
        pytest.param(
            replace(RULE, subtotal_from=Decimal(2), subtotal_to=Decimal(1)),
            errors.Invalid,
            ("subtotal_to",),
            id="subtotals-reversed",
        ),
        pytest.param(
            replace(RULE, quantity_from=quantity(0)),
            errors.OutOfRange,
            ("quantity_from",),
            id="no-quantity",
        ),
        pytest.param(replace(RULE, name=""), errors.Invalid, ("name",), id="no-name"),
    ],
)
async def test_what_no_rule_can_be_is_refused(
    rule: CartRule, refused: type[RewardsError], path: tuple[object, ...]
) -> None:
    """R8.1, R14.3."""
    await open_shop()

    with pytest.raises(refused) as refusal:
        await create(rule)

    assert refusal.value.path == path


async def test_a_rule_is_changed_whole_and_deleted() -> None:
    await open_shop()
    rule_id = (await create()).id
    wanted = replace(DISCOUNT, priority=4)

    changed = await update_cart_rule(rule_id=rule_id, wanted=wanted, caller=ADMIN, now=NOW)
    await delete_cart_rule(rule_id=rule_id, caller=ADMIN, now=NOW)

    assert changed == replace(wanted, id=rule_id)
    with pytest.raises(errors.NotFound):
        await delete_cart_rule(rule_id=rule_id, caller=ADMIN, now=NOW)
    with pytest.raises(errors.NotFound):
        await update_cart_rule(rule_id="x", wanted=wanted, caller=ADMIN, now=NOW)


async def test_the_order_keeps_what_the_rule_gave() -> None:
    """R8.1, R8.2: points once, whatever the quantities, though the rule is gone by then."""
    await open_shop(earning=None)
    rule = await create(BOTH)
    await fill_cart(line("10.00", 3))
    placed = await place()
    await delete_cart_rule(rule_id=rule.id, caller=ADMIN, now=NOW)

    done = await invoice()

    (applied,) = placed.orders[0].quote.applied_rules
    assert (applied.points, applied.discount) == (25, Decimal("3.00"))
    assert placed.orders[0].quote.amount_due == 27
    assert (done.order.points_earned, await balance()) == (25, 25)


async def test_rule_points_follow_the_flag_of_the_points_to_earn() -> None:
    """R8.2."""
    await open_shop(earning=None)
    await create()
    await fill_cart(line("10.00", 3))
    await place()

    await set_status("shipped")
    shipped = await balance()
    await set_status("failed")

    assert (shipped, await balance()) == (25, 0)


async def test_rule_points_stay_until_all_is_refunded_or_cancelled() -> None:
    """R6.10."""
    await open_shop(earning=None, settings={"deduct_earned_points_on_refund": True})
    await create()
    await fill_cart(line("10.00", 3))
    await place()
    await cancel(("l1", 1))
    await invoice()

    await refund(memo(("l1", 1)))
    part = await balance()
    await refund(memo(("l1", 1)))

    assert (part, await balance()) == (25, 0)


async def test_a_customer_attached_earns_by_the_rules_of_then() -> None:
    """R6.7: the discount stays what it was."""
    await open_shop(earning=None)
    await create(BOTH)
    await fill_cart(line("10.00", 3), customer_id=None)
    placed = await place()

    await attach_customer(order_id="o1", customer_id="ada", caller=ADMIN, now=NOW)
    done = await invoice()

    assert placed.orders[0].quote.applied_rules[0].points == 0
    assert done.order.points_earned == 25
    assert done.order.amount_paid == 27


async def test_rule_points_count_once_for_a_cart_of_several_orders() -> None:
    """R6.1: on the first order."""
    await open_shop(earning=None)
    await create()
    await fill_cart(line("10.00", 2))
    parts = [NewOrder(f"o{n}", None, OrderPart((("l1", quantity(1)),))) for n in (1, 2)]
    await place_orders(placement=Placement("c1", tuple(parts)), caller=ADMIN, now=NOW)

    first = await invoice("o1")
    second = await invoice("o2")

    assert (first.order.points_earned, second.order.points_earned) == (25, 0)
    assert await balance() == 25


async def test_rule_points_count_once_for_several_orders_attached_to_a_customer() -> None:
    """R6.1, R6.7: on the first order."""
    await open_shop(earning=None)
    await create()
    await fill_cart(line("10.00", 2), customer_id=None)
    parts = [NewOrder(f"o{n}", None, OrderPart((("l1", quantity(1)),))) for n in (1, 2)]
    await place_orders(placement=Placement("c1", tuple(parts)), caller=ADMIN, now=NOW)

    attached = [
        await attach_customer(order_id=part.id, customer_id="ada", caller=ADMIN, now=NOW)
        for part in parts
    ]

    assert [done.order.points_pending for done in attached] == [25, 0]


@pytest.mark.parametrize(
    ("search", "found"),
    [("wel", ["Welcome"]), ("spring", ["Ten off"]), ("%", []), (None, ["Welcome", "Ten off"])],
)
async def test_rules_are_found_by_name_and_coupon(search: str | None, found: list[str]) -> None:
    await open_shop()
    await create()
    await create(replace(RULE, name="Ten off", coupon_code="Spring24"))

    page = await list_cart_rules(PageRequest(), search=search)

    assert ([rule.name for rule in page.items], page.total_count) == (found, len(found))


async def test_a_search_that_no_name_could_contain_is_refused() -> None:
    with pytest.raises(errors.Invalid) as refused:
        await list_cart_rules(PageRequest(), search="a\x00")

    assert refused.value.path == ("search",)
