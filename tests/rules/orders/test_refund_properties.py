from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from services.rules.basics.quantities import NO_UNITS, Quantity
from services.rules.basics.refusals import OverRefund
from services.rules.checkout.cart import CartContent
from services.rules.checkout.quote import Quote, make_quote
from services.rules.orders.charge import NOTHING_GIVEN, Given, charge_of, paid
from services.rules.orders.refund import Memo, after_refund, refund_of
from services.rules.orders.status import LineState
from tests.rules.builders import ALL_USEFUL, redemption_rate, terms
from tests.rules.strategies import carts, pieces_of, up_to


def _quote(content: CartContent, points: int) -> Quote:
    rate = redemption_rate(3, "0.33", content.currency)
    return make_quote(content, terms(points, ALL_USEFUL, rate=rate))


@given(
    content=carts(),
    points=st.integers(min_value=0, max_value=900),
    data=st.data(),
    points_first=st.booleans(),
)
def test_memos_sum_to_the_whole_to_the_minor_unit(
    content: CartContent, points: int, data: st.DataObject, *, points_first: bool
) -> None:
    """R6.9: however it is cut up, each part comes back whole and none twice."""
    quote = _quote(content, points)
    lines = [
        LineState(each.quantity, Quantity(each.quantity - cancelled), cancelled)
        for each in quote.lines
        for cancelled in [data.draw(up_to(each.quantity))]
    ]
    charge, given_back = charge_of(quote, lines), NOTHING_GIVEN
    refunds = data.draw(pieces_of([line.invoiced for line in lines]))
    shipping, unrefunded = charge.shipping if refunds else Decimal(0), Decimal(0)

    for index, piece in refunds:
        units = tuple(piece if at == index else NO_UNITS for at in range(len(lines)))
        memo = Memo(units, shipping=shipping)
        shipping = Decimal(0)
        found = refund_of(quote, lines, given_back, memo, points_first=points_first)
        given_back = after_refund(given_back, found, memo)
        back = Quantity(lines[index].refunded + piece)
        lines[index] = replace(lines[index], refunded=back)
        unrefunded += found.unrefunded

    so_far = paid(charge, quote, lines)
    parts = (given_back.gift_card, given_back.store_credit, given_back.cash)
    assert parts == (so_far.gift_card, so_far.store_credit, so_far.money)
    assert given_back.points_amount + unrefunded == so_far.points_amount
    if points_first:
        assert unrefunded == 0
        assert given_back.points <= charge.points


@given(content=carts(), points=st.integers(min_value=1, max_value=900), data=st.data())
def test_points_returned_in_parts_stand_for_what_they_paid(
    content: CartContent, points: int, data: st.DataObject
) -> None:
    """R6.9: cumulative half up, the last part brings the rest."""
    quote = _quote(content, points)
    lines = [LineState(each.quantity, each.quantity) for each in quote.lines]
    given_back = NOTHING_GIVEN

    while given_back.points < quote.points_used:
        left = quote.points_used - given_back.points
        wanted = data.draw(st.integers(min_value=1, max_value=left))
        memo = Memo(
            tuple(NO_UNITS for _ in lines), adjustment_refund=quote.order_total + 1, points=wanted
        )
        found = refund_of(quote, lines, given_back, memo, points_first=False)
        given_back = after_refund(given_back, found, memo)
        assert found.points_amount >= 0

    assert given_back.points_amount == (quote.points_amount if quote.points_used else 0)


@given(
    content=carts(),
    points=st.integers(min_value=0, max_value=900),
    already=st.integers(min_value=0, max_value=900),
    worth=st.integers(min_value=0, max_value=4_000),
)
def test_the_fewest_points_that_cover_are_given_back(
    content: CartContent, points: int, already: int, worth: int
) -> None:
    """R6.9: one point fewer would not cover it."""
    quote = _quote(content, points)
    lines = [LineState(each.quantity, each.quantity) for each in quote.lines]
    given_back = Given()
    if already and quote.points_used:
        first = Memo(
            tuple(NO_UNITS for _ in lines),
            adjustment_refund=quote.order_total,
            points=min(already, quote.points_used),
        )
        given_back = after_refund(
            given_back, refund_of(quote, lines, given_back, first, points_first=False), first
        )
    memo = Memo(tuple(NO_UNITS for _ in lines), adjustment_refund=Decimal(worth).scaleb(-2))

    found = refund_of(quote, lines, given_back, memo, points_first=True)

    if found.points > 1:
        fewer = replace(memo, points=found.points - 1)
        try:
            less = refund_of(quote, lines, given_back, fewer, points_first=False)
        except OverRefund:
            return
        assert less.points_amount < found.points_amount
