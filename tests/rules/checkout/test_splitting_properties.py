from collections import Counter
from dataclasses import replace
from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from services.rules.basics.quantities import NO_UNITS, Quantity
from services.rules.checkout.earning import EarningTerms
from services.rules.checkout.product_points import ProductTerms
from services.rules.checkout.quote import Quote, make_quote
from services.rules.checkout.splitting import OrderPart, split
from services.rules.orders.charge import charge_of
from services.rules.orders.earnings import Deducted, earning_basis, earnings_of
from services.rules.orders.status import LineState
from tests.rules.builders import ALL_USEFUL, earning_rate, earning_terms, redemption_rate, terms
from tests.rules.models.cart import carried, points_by_order
from tests.rules.models.rounding import exact
from tests.rules.strategies import carts, pieces, up_to


@st.composite
def divisions(draw: st.DrawFn, quote: Quote) -> list[OrderPart]:
    """Deal pieces of each line to up to three orders, and all of the shipping to one."""
    count = draw(st.integers(min_value=1, max_value=3))
    orders: list[dict[str, Quantity]] = [{} for _ in range(count)]
    for line in quote.lines:
        for piece in draw(pieces(line.quantity)):
            order = orders[draw(st.integers(min_value=0, max_value=count - 1))]
            order[line.id] = Quantity(order.get(line.id, NO_UNITS) + piece)
    filled = [order for order in orders if order]
    shipping = quote.shipping + (quote.shipping_tax if quote.prices_include_tax else 0)
    payer = draw(st.integers(min_value=0, max_value=len(filled) - 1))
    return [
        OrderPart(
            tuple(order.items()),
            shipping if index == payer else Decimal(0),
            quote.shipping_tax if index == payer else Decimal(0),
        )
        for index, order in enumerate(filled)
    ]


@st.composite
def quotes(draw: st.DrawFn) -> Quote:
    content = draw(carts())
    rate = redemption_rate(
        draw(st.integers(min_value=1, max_value=12)),
        draw(st.sampled_from(["0.005", "0.33", "1.00", "2.00", "30.00"])),
        content.currency,
    )
    points = draw(st.integers(min_value=0, max_value=600))
    earning = earning_of(content.currency)
    wanted = terms(points, ALL_USEFUL, rate=rate, earning=earning)
    needed = st.one_of(st.none(), st.integers(min_value=1, max_value=90))
    redemption = replace(wanted.redemption, product_wish=draw(st.sampled_from([None, ALL_USEFUL])))
    products = {line.sku: ProductTerms(draw(needed)) for line in content.lines}
    return make_quote(content, replace(wanted, redemption=redemption, products=products))


def earning_of(currency: str) -> EarningTerms:
    return earning_terms(earning_rate(3, "0.75", currency))


@given(data=st.data(), quote=quotes())
def test_nothing_of_an_orders_line_is_below_0(data: st.DataObject, quote: Quote) -> None:
    """R5.2, R7.3: nor is what was taken off it, which is what the rest of it leaves."""
    orders = split(quote, data.draw(divisions(quote)), earning_of(quote.currency))

    for line in (line for order in orders for line in order.lines):
        off = line.row_total_with_tax - line.net - line.tax
        parts = (line.net, line.tax, line.discount, line.row_total, off)
        assert min(*parts, line.product_points_amount, line.product_points_tax) >= 0


@given(data=st.data(), quote=quotes())
def test_the_orders_sum_to_the_quote(data: st.DataObject, quote: Quote) -> None:
    """R6.1: every amount to the minor unit, every point."""
    parts = data.draw(divisions(quote))
    earning = earning_terms(earning_rate(currency=quote.currency))

    orders = split(quote, parts, earning)

    for name in (
        "subtotal", "discount", "shipping", "shipping_tax", "tax", "order_total", "points_used",
        "points_amount", "gift_card", "store_credit", "amount_due",
    ):  # fmt: skip
        assert sum(getattr(order, name) for order in orders) == getattr(quote, name), name


@given(data=st.data(), quote=quotes())
def test_lines_before_discounts_sum_to_the_quote(data: st.DataObject, quote: Quote) -> None:
    """R5, R6.1: with their tax too."""
    parts = data.draw(divisions(quote))

    orders = split(quote, parts, earning_of(quote.currency))

    lines = [line for order in orders for line in order.lines]
    assert sum(line.row_total_with_tax for line in lines) == sum(
        line.row_total_with_tax for line in quote.lines
    )


@given(data=st.data(), quote=quotes())
def test_each_order_is_charged_what_fractions_say(data: st.DataObject, quote: Quote) -> None:
    """R5.2, R6.1: shares of lines, and points that go with their money."""
    parts = data.draw(divisions(quote))

    orders = split(quote, parts, earning_terms(earning_rate(currency=quote.currency)))

    taken: dict[str, Quantity] = {}
    charged = {line.id: line for line in quote.lines}
    for part, order in zip(parts, orders, strict=True):
        units = dict(part.lines or ())
        for line in order.lines:
            whole, before = charged[line.id], taken.get(line.id, NO_UNITS)
            included = quote.prices_include_tax
            assert (exact(line.net), exact(line.tax)) == carried(
                whole, before, units[line.id], quote.currency, included=included
            )
            taken[line.id] = Quantity(before + units[line.id])
    moneys = [exact(order.points_amount) for order in orders]
    expected = points_by_order(quote.points_used, moneys)
    assert [order.points_used for order in orders] == expected


@given(data=st.data(), quote=quotes())
def test_every_order_is_paid_whole_and_money_parts_are_used_up_first(
    data: st.DataObject, quote: Quote
) -> None:
    """R5.5, R6.1: a later order gets points only where the earlier ones are covered."""
    parts = data.draw(divisions(quote))

    orders = split(quote, parts, earning_terms(earning_rate(currency=quote.currency)))

    for order in orders:
        paid = (order.points_amount, order.gift_card, order.store_credit, order.amount_due)
        assert min(paid) >= 0
        assert sum(paid) == order.order_total
        assert order.points_used >= 0
    for name in ("points_amount", "gift_card", "store_credit"):
        used = [getattr(order, name) for order in orders]
        last = max((index for index, amount in enumerate(used) if amount), default=0)
        assert all(order.amount_due == 0 for order in orders[:last])


@given(data=st.data(), quote=quotes())
def test_several_orders_earn_what_one_would_have(data: st.DataObject, quote: Quote) -> None:
    """R6.12: whatever lines earn nothing and whatever pays, basis and points of each source."""
    earning = earning_of(quote.currency)

    orders = split(quote, data.draw(divisions(quote)), earning)

    assert sum(order.earning_basis for order in orders) == quote.earning_basis
    by_source: Counter[str] = Counter()
    for order in orders:
        by_source.update({source.label: source.points for source in order.sources})
    assert by_source == {source.label: source.points for source in quote.sources}


@given(data=st.data(), quote=quotes())
def test_an_order_has_its_own_basis_before_that_of_others(
    data: st.DataObject, quote: Quote
) -> None:
    """R6.12: each its own, in their order; the rest goes to lines that earn."""
    orders = split(quote, data.draw(divisions(quote)), earning_of(quote.currency))
    assume(len(orders) > 1)

    left = exact(quote.earning_basis)
    for order in orders:
        assert order.basis_share is not None
        net = sum(exact(line.net) for line in order.lines if line.earns_by_rate)
        paid = exact(order.amount_due - order.shipping - order.tax)
        own = min(max(min(paid, net), 0), left)
        left -= own
        assert exact(order.basis_share.basis - order.basis_share.beyond) == own
        assert own <= exact(order.basis_share.basis) <= net


@given(data=st.data(), quote=quotes())
def test_an_order_that_nothing_happened_to_grants_what_it_was_placed_with(
    data: st.DataObject, quote: Quote
) -> None:
    """R6.3, R6.12: the function of the orders as they stand is the one of the quote."""
    orders = split(quote, data.draw(divisions(quote)), earning_of(quote.currency))

    for order in orders:
        lines = [LineState(line.quantity) for line in order.lines]
        untouched = Deducted(tuple(NO_UNITS for _ in lines))
        charge = charge_of(order, lines)
        assert earning_basis(charge, order, lines, untouched) == order.earning_basis
        granted = earnings_of(charge, order, lines, untouched)
        assert granted.total == order.points_to_earn


@given(data=st.data(), quote=quotes())
def test_orders_of_which_something_is_cancelled_never_earn_more(
    data: st.DataObject, quote: Quote
) -> None:
    """R6.8, R6.12."""
    orders = split(quote, data.draw(divisions(quote)), earning_of(quote.currency))

    for order in orders:
        lines = [
            LineState(line.quantity, cancelled=data.draw(up_to(line.quantity)))
            for line in order.lines
        ]
        untouched = Deducted(tuple(NO_UNITS for _ in lines))
        granted = earnings_of(charge_of(order, lines), order, lines, untouched)
        assert granted.by_purchase >= 0
        assert granted.total <= order.points_to_earn
