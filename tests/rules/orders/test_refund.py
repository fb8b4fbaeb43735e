from dataclasses import replace
from decimal import Decimal

import pytest

from services.rules.basics.refusals import OutOfRange, OverRefund
from services.rules.checkout.cart import CartContent
from services.rules.checkout.quote import Quote, make_quote
from services.rules.orders.charge import NOTHING_GIVEN, Given, charge_of
from services.rules.orders.refund import Memo, Refund, after_refund, refund_of, shipping_left
from services.rules.orders.status import LineState
from tests.rules.builders import ALL_USEFUL, cart, decimals, line, state, terms, units

FOUR_UNITS = cart(line("A", "10.00", 4), gift_card="11.00", store_credit="3.00")


def quoted(content: CartContent = FOUR_UNITS, points: int = 100) -> Quote:
    return make_quote(content, terms(points, ALL_USEFUL))


def refund(
    memo: Memo,
    *,
    quote: Quote | None = None,
    lines: list[LineState] | None = None,
    given: Given = NOTHING_GIVEN,
    points_first: bool = False,
) -> Refund:
    """Refund of FOUR_UNITS, all invoiced: 20.00 by 100 points, 11.00, 3.00 and 6.00 of money."""
    return refund_of(
        quote or quoted(), lines or [state(4, 4)], given, memo, points_first=points_first
    )


def money_of(found: Refund) -> tuple[Decimal, ...]:
    return (
        found.points_amount,
        found.gift_card,
        found.store_credit,
        found.cash,
        found.unrefunded,
    )


@pytest.mark.parametrize(
    ("memo", "expected"),
    [
        pytest.param(Memo(units(1)), ("0", "10.00", "0", "0", "0"), id="gift-card-first"),
        pytest.param(
            Memo(units(2)), ("0", "11.00", "3.00", "6.00", "0"), id="then-credit-then-cash"
        ),
        pytest.param(
            Memo(units(3)), ("0", "11.00", "3.00", "6.00", "10.00"), id="points-are-no-cash"
        ),
        pytest.param(
            Memo(units(3), points=50), ("10.00", "11.00", "3.00", "6.00", "0"), id="chosen"
        ),
        pytest.param(
            Memo(units(0), adjustment_refund=Decimal(5)),
            ("0", "5.00", "0", "0", "0"),
            id="adjustment",
        ),
        pytest.param(
            Memo(units(1), adjustment_fee=Decimal(4)), ("0", "6.00", "0", "0", "0"), id="fee"
        ),
    ],
)
def test_a_memo_is_given_back_by_points_gift_card_store_credit_and_cash(
    memo: Memo, expected: tuple[str, ...]
) -> None:
    """R6.9."""
    assert money_of(refund(memo)) == decimals(*expected)


@pytest.mark.parametrize(
    ("refunded", "points", "amount"),
    [
        pytest.param(1, 50, "10.00", id="a-part"),
        pytest.param(2, 100, "20.00", id="all-that-points-paid"),
        pytest.param(4, 100, "20.00", id="never-more"),
    ],
)
def test_points_come_back_first_where_the_shop_wants_it(
    refunded: int, points: int, amount: str
) -> None:
    """R6.9: the fewest that cover the memo."""
    found = refund(Memo(units(refunded)), points_first=True)

    assert (found.points, found.points_amount) == (points, Decimal(amount))


def test_the_fewest_points_stand_for_exactly_what_they_cover() -> None:
    """R6.9: 100 points paid 20.00; 0.07 are 0.35 points."""
    found = refund(Memo(units(0), adjustment_refund=Decimal("0.07")), points_first=True)

    assert (found.points, found.points_amount) == (1, Decimal("0.07"))


def test_money_of_points_is_cumulative_half_up() -> None:
    """R6.9: 30 points paid 5.00, so that 10 stand for 1.67, the next for 1.66, the last 1.67."""
    quote = quoted(cart(line("A", "2.50", 2)), points=30)
    given, amounts = NOTHING_GIVEN, []

    for _ in range(3):
        memo = Memo(units(0), adjustment_refund=Decimal(2), points=10)
        found = refund(memo, quote=quote, lines=[state(2, 2)], given=given)
        given = after_refund(given, found, memo)
        amounts.append(found.points_amount)

    assert amounts == [*decimals("1.67", "1.66", "1.67")]


@pytest.mark.parametrize(
    ("memo", "given"),
    [
        pytest.param(Memo(units(4), points=101), NOTHING_GIVEN, id="more-than-used"),
        pytest.param(Memo(units(4), points=31), Given(points=70), id="more-than-is-left"),
        pytest.param(Memo(units(1), points=51), NOTHING_GIVEN, id="more-than-the-memo"),
        pytest.param(Memo(units(0), points=1), NOTHING_GIVEN, id="a-memo-of-nothing"),
    ],
)
def test_points_beyond_what_is_left_or_the_memo_are_refused(memo: Memo, given: Given) -> None:
    """R6.9."""
    with pytest.raises(OverRefund) as refused:
        refund(memo, given=given)

    assert refused.value.path == ("refund_points",)


def test_points_below_0_are_out_of_range() -> None:
    with pytest.raises(OutOfRange):
        refund(Memo(units(1), points=-1))


def test_a_fee_above_the_memo_is_refused() -> None:
    """R6.9: a memo is worth 0 or more."""
    with pytest.raises(OutOfRange) as refused:
        refund(Memo(units(1), adjustment_fee=Decimal("10.01")))

    assert refused.value.path == ("adjustment_fee",)


def test_nothing_is_given_back_by_what_invoices_have_not_charged() -> None:
    """R6.9: one unit of four is invoiced, all of it by points."""
    found = refund(Memo(units(1)), lines=[state(4, 1)])

    assert money_of(found) == decimals("0", "0", "0", "0", "10.00")


def test_the_form_proposes_all_points_used_and_not_yet_returned() -> None:
    """R6.9."""
    assert refund(Memo(units(1)), given=Given(points=30)).proposed_points == 70


def test_product_points_come_back_beside_the_money() -> None:
    """R6.9, R7.3: 7 points on 4 units, one cancelled before; 3 of 4 gone is floor(5.25)."""
    quote = quoted()
    quote = replace(
        quote, lines=(replace(quote.lines[0], product_points=7),), product_points_used=7
    )

    found = refund(Memo(units(2)), quote=quote, lines=[state(4, 3, 1)])

    assert found.product_points == 5 - 1


def test_shipping_is_refunded_with_its_tax_once() -> None:
    """R6.9."""
    quote = quoted(cart(shipping="4.00", shipping_tax="0.80"), points=0)
    charge = charge_of(quote, [state(1, 1)])
    memo = Memo(units(0), shipping=Decimal("1.80"))

    found = refund_of(quote, [state(1, 1)], NOTHING_GIVEN, memo, points_first=False)

    assert found.cash == Decimal("1.80")
    assert shipping_left(charge, after_refund(NOTHING_GIVEN, found, memo)) == 3


def test_refunded_points_after_a_cancellation_stand_for_what_is_recorded_then() -> None:
    """R6.8, R6.9: 100 points for 20.00 became 50 for 10.00."""
    lines = [state(4, 1, 3)]

    found = refund(Memo(units(1), points=50), lines=lines)

    assert found.points_amount == 10
    assert found.proposed_points == 50
