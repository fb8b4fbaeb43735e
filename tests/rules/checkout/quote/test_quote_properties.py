from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from services.rules.basics.enums import RateDirection
from services.rules.basics.quantities import quantity
from services.rules.checkout.cart import CartContent, CartLine
from services.rules.checkout.earning import EarningTerms
from services.rules.checkout.quote import make_quote
from services.rules.checkout.quote_terms import PointsWish, QuoteTerms, RedemptionTerms
from services.rules.checkout.redemption.limits import RedemptionLimits
from services.rules.programme.conversion import RecordedRate
from tests.rules.builders import NO_LIMITS
from tests.rules.models.cart import Totals, totals_of
from tests.rules.models.redemption import redeemed_by_trying
from tests.rules.models.rounding import exact, half_up_to_unit
from tests.rules.strategies import carts, funds, limits, rate_amounts

wishes = st.one_of(
    st.none(),
    st.builds(PointsWish, st.one_of(st.none(), st.integers(min_value=1, max_value=700))),
)


@st.composite
def quote_terms(draw: st.DrawFn, currency: str) -> QuoteTerms:
    points = st.integers(min_value=1, max_value=12)
    spend, earn = RateDirection.POINTS_TO_CURRENCY, RateDirection.CURRENCY_TO_POINTS
    redemption = RedemptionTerms(
        rate=RecordedRate(draw(points), draw(rate_amounts()), currency, spend, 4),
        limits=draw(st.one_of(st.just(NO_LIMITS), limits())),
        funds=draw(funds()),
        wish=draw(wishes),
    )
    rate = RecordedRate(draw(points), draw(rate_amounts()), currency, earn, 4)
    return QuoteTerms(redemption, EarningTerms(rate, allowed=True, on_purchase=True))


@given(data=st.data(), content=carts())
def test_a_quote_agrees_with_fractions(data: st.DataObject, content: CartContent) -> None:
    """R5.2 to R5.5, R6.6, R6.12: lines, total, what pays it, what is due, the basis."""
    what = data.draw(quote_terms(content.currency))
    redemption = what.redemption
    assert redemption.rate is not None

    quote = make_quote(content, what)

    totals = totals_of(content)
    wish, available = redemption.wish, redemption.funds
    tried = redeemed_by_trying(
        totals.order_total,
        available,
        redemption.rate,
        redemption.limits,
        wish.points if wish else None,
        _payable(totals, content, redemption.limits),
    )
    due = totals.order_total - (tried.paid if wish else 0)
    gift_card = min(half_up_to_unit(exact(content.gift_card), content.currency), due)
    store_credit = min(
        half_up_to_unit(exact(content.store_credit), content.currency), due - gift_card
    )
    due -= gift_card + store_credit
    assert [exact(line.net) for line in quote.lines] == totals.nets
    assert exact(quote.order_total) == totals.order_total
    assert quote.points_used == (tried.points if wish else 0)
    assert exact(quote.amount_due) == due
    earning = sum(
        (net for net, line in zip(totals.nets, content.lines, strict=True) if line.earns),
        Fraction(0),
    )
    assert exact(quote.earning_basis) == max(min(due - totals.shipping - totals.tax, earning), 0)


def _payable(totals: Totals, content: CartContent, limits: RedemptionLimits) -> Fraction:
    """Return what of the total points may pay (R5.4)."""
    shipping_tax = half_up_to_unit(exact(content.shipping_tax), content.currency)
    payable = totals.order_total
    if not limits.payable.shipping:
        payable -= totals.shipping + shipping_tax
    if not limits.payable.tax:
        payable -= totals.tax - shipping_tax
    return payable


@given(data=st.data(), content=carts())
def test_what_pays_and_what_is_due_sum_to_the_total(
    data: st.DataObject, content: CartContent
) -> None:
    """R5.3 to R5.5: no part below 0."""
    quote = make_quote(content, data.draw(quote_terms(content.currency)))

    parts = (quote.points_amount, quote.gift_card, quote.store_credit, quote.amount_due)
    assert sum(parts) == quote.order_total
    assert min(parts) >= 0
    assert quote.subtotal - quote.discount + quote.shipping + quote.tax == quote.order_total
    assert min(line.net for line in quote.lines) >= 0
    assert quote.discount >= 0


@given(data=st.data(), content=carts())
def test_removing_points_brings_back_the_totals_from_before(
    data: st.DataObject, content: CartContent
) -> None:
    """R5.6: and quoting with the number that was answered never drifts."""
    what = data.draw(quote_terms(content.currency))
    without = replace(what, redemption=replace(what.redemption, wish=None))
    before = make_quote(content, without)

    applied = make_quote(content, what)
    answered = PointsWish(applied.points_used) if applied.points_used else None
    chosen = replace(what.redemption, wish=answered)

    assert make_quote(content, replace(what, redemption=chosen)) == applied
    assert applied.order_total == before.order_total
    assert make_quote(content, without) == before


@given(data=st.data(), content=carts())
def test_the_order_of_the_lines_changes_no_total(data: st.DataObject, content: CartContent) -> None:
    """R5.2, R5.4."""
    what = data.draw(quote_terms(content.currency))
    shuffled = replace(content, lines=tuple(data.draw(st.permutations(content.lines))))

    quote, other = make_quote(content, what), make_quote(shuffled, what)

    assert replace(other, lines=quote.lines) == quote


@given(data=st.data(), content=carts())
def test_spending_the_next_step_earns_it(data: st.DataObject, content: CartContent) -> None:
    """R5.8: where nothing but money is left to pay with; and a minor unit less does not."""
    what = data.draw(quote_terms(content.currency))
    what = replace(what, redemption=replace(what.redemption, wish=None))
    content = replace(content, gift_card=Decimal(0), store_credit=Decimal(0), discount=Decimal(0))
    quote = make_quote(content, what)
    assert quote.next_step is not None
    more = CartLine("more", "sku-more", quantity(1), quote.next_step.spend_more)

    grown = make_quote(replace(content, lines=(*content.lines, more)), what)

    assert grown.points_to_earn == quote.points_to_earn + quote.next_step.earn_more
    assert quote.next_step.earn_more > 0
