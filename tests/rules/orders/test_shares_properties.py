"""Shares of any order sum to it, whatever it is made of and becomes (R6.15)."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from services.rules.basics.quantities import NO_UNITS, Quantity
from services.rules.checkout.product_points import ProductTerms
from services.rules.checkout.quote import Quote, make_quote
from services.rules.checkout.quote_terms import PointsWish
from services.rules.checkout.redemption.limits import Payable, RedemptionLimits
from services.rules.checkout.splitting import OrderPart, split
from services.rules.orders.charge import charge_of, paid
from services.rules.orders.shares import Share, invoice_share, order_shares
from services.rules.orders.status import LineState
from tests.rules.builders import ALL_USEFUL, earning_terms, redemption_rate, terms
from tests.rules.strategies import carts, pieces_of, up_to

AMOUNTS = (
    "net", "tax", "discount", "product_points", "points", "gift_card", "store_credit", "due",
)  # fmt: skip


@st.composite
def quotes(draw: st.DrawFn) -> Quote:
    """Draw the quote of an order: of a cart, or of one of its two orders."""
    content = draw(carts())
    limits = RedemptionLimits(
        payable=Payable(shipping=draw(st.booleans()), tax=draw(st.booleans()))
    )
    rate = redemption_rate(3, "0.33", content.currency)
    counts = st.integers(min_value=0, max_value=600)
    wanted = terms(draw(counts), ALL_USEFUL, rate=rate, limits=limits)
    wish = draw(st.one_of(st.none(), st.builds(PointsWish, counts)))
    products = {
        line.sku: ProductTerms(needed=draw(st.sampled_from([7, 40]))) for line in content.lines
    }
    redemption = replace(wanted.redemption, product_wish=wish)
    quote = make_quote(content, replace(wanted, redemption=redemption, products=products))
    return draw(st.sampled_from([quote, *_two_orders(draw, quote)]))


def _two_orders(draw: st.DrawFn, quote: Quote) -> tuple[Quote, ...]:
    first = {line.id: draw(up_to(line.quantity)) for line in quote.lines}
    rest = {line.id: Quantity(line.quantity - first[line.id]) for line in quote.lines}
    if not any(first.values()) or not any(rest.values()):
        return ()
    shipping = quote.shipping + (quote.shipping_tax if quote.prices_include_tax else 0)
    parts = [
        OrderPart(tuple((name, units) for name, units in of.items() if units), *paid)
        for of, paid in ((first, (shipping, quote.shipping_tax)), (rest, (Decimal(0), Decimal(0))))
    ]
    return split(quote, parts, earning_terms())


def payers(share: Share) -> Decimal:
    return share.points + share.gift_card + share.store_credit + share.due


def summed(shares: Sequence[Share]) -> dict[str, Decimal]:
    return {name: sum((getattr(each, name) for each in shares), Decimal(0)) for name in AMOUNTS}


@given(quote=quotes(), data=st.data())
def test_shares_sum_to_the_order_as_it_stands(quote: Quote, data: st.DataObject) -> None:
    """R6.15: each is paid in full, none in the negative, by points only where they may."""
    lines = [
        LineState(each.quantity, cancelled=data.draw(up_to(each.quantity))) for each in quote.lines
    ]
    charge = charge_of(quote, lines)

    found = order_shares(quote, [line.kept for line in lines])

    shares = [*(each.share for each in found.lines), found.shipping]
    for share in shares:
        assert share.net + share.tax == payers(share)
        assert all(getattr(share, name) >= 0 for name in AMOUNTS)
        assert all(getattr(share, name) == round(getattr(share, name), 3) for name in AMOUNTS)
    if not quote.redemption.payable.tax:
        assert all(each.share.points <= each.share.net for each in found.lines)
    if not quote.redemption.payable.shipping:
        assert found.shipping.points == 0
    whole = summed(shares)
    assert whole["net"] + whole["tax"] == charge.total
    assert (whole["points"], whole["gift_card"], whole["store_credit"], whole["due"]) == (
        charge.points_amount,
        charge.gift_card,
        charge.store_credit,
        charge.money,
    )


@given(quote=quotes())
def test_shares_of_a_whole_order_tell_what_its_quote_tells(quote: Quote) -> None:
    """R6.15."""
    found = order_shares(quote, [line.quantity for line in quote.lines])

    whole = summed([*(each.share for each in found.lines), found.shipping])
    by_points = sum(line.product_points_amount + line.product_points_tax for line in quote.lines)
    assert whole["net"] + whole["tax"] == quote.order_total
    assert whole["tax"] == quote.tax
    assert whole["product_points"] == by_points
    assert (whole["points"], whole["due"]) == (quote.points_amount, quote.amount_due)
    if not quote.prices_include_tax and all(line.discount >= 0 for line in quote.lines):
        assert whole["discount"] == quote.discount
    for line, each in zip(quote.lines, found.lines, strict=True):
        if line.part is None:
            of, told = line.tax_included, each.share
            before = (
                line.row_total + line.tax + line.product_points_tax if of is None else of.row_total
            )
            assert told.net + told.tax + told.discount + told.product_points == before


@given(quote=quotes(), data=st.data())
def test_invoices_sum_to_what_is_invoiced(quote: Quote, data: st.DataObject) -> None:
    """R6.6, R6.15: invoices of all sum to the order, to the minor unit."""
    cancelled = [data.draw(up_to(line.quantity)) for line in quote.lines]
    kept = [
        Quantity(line.quantity - gone) for line, gone in zip(quote.lines, cancelled, strict=True)
    ]
    so_far, invoices = [NO_UNITS for _ in kept], []
    for index, piece in data.draw(pieces_of(kept)):
        before = list(so_far)
        so_far[index] = Quantity(so_far[index] + piece)
        invoices.append(invoice_share(quote, before, so_far))
        states = [
            LineState(line.quantity, units, gone)
            for line, units, gone in zip(quote.lines, so_far, cancelled, strict=True)
        ]
        paid_so_far = paid(charge_of(quote, states), quote, states)
        whole = summed(invoices)
        assert (whole["points"], whole["due"]) == (paid_so_far.points_amount, paid_so_far.money)

    for invoice in invoices:
        assert invoice.net + invoice.tax == payers(invoice)
        assert all(getattr(invoice, name) >= 0 for name in AMOUNTS)
    found = order_shares(quote, kept)
    assert summed(invoices) == summed([*(each.share for each in found.lines), found.shipping])
