"""Splits of a cart into several orders, whose sums are those of the cart's quote (R6.1, R6.12)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from services.rules.basics.money import ZERO, half_up, total
from services.rules.basics.quantities import (
    NO_UNITS,
    Quantity,
    check_quantity,
    said,
    units_in_all,
)
from services.rules.basics.refusals import Invalid, OutOfRange, Path
from services.rules.basics.shares import points_with_money
from services.rules.checkout.basis_shares import BasisShare, share_basis
from services.rules.checkout.cart_rules import on_every_order
from services.rules.checkout.earning import (
    EarningTerms,
    earning_sources,
    net_that_earns,
    paid_for_what_earns,
)
from services.rules.checkout.line_share import line_share
from services.rules.checkout.quote import Quote, pay_rest
from services.rules.checkout.quote_line import QuoteLine


@dataclass(frozen=True, slots=True)
class OrderPart:
    """What one order takes of the cart: line quantities and its share of the shipping.

    None stands for all: every line, all the shipping.
    """

    lines: tuple[tuple[str, Quantity], ...] | None = None
    shipping: Decimal | None = None
    shipping_tax: Decimal | None = None


def split(quote: Quote, parts: Sequence[OrderPart], earning: EarningTerms) -> tuple[Quote, ...]:
    """Divide `quote` over the orders `parts`, in their order (R6.1).

    Points, gift card and store credit are used up order by order, and so is the basis for earning;
    points go with their money, cumulatively and half up. Raises Invalid, OutOfRange naming the part
    at fault.
    """
    quantities = [_quantities(quote, part, index, len(parts)) for index, part in enumerate(parts)]
    _check_all_lines_taken(quote, quantities)
    shippings = _shippings(quote, parts)
    if len(parts) == 1:  # which has been checked to take all there is
        return (replace(quote, next_step=None, points_to_earn_if_registered=None),)
    rest = _Rest(quote)
    taken: dict[str, Quantity] = {}
    orders: list[Quote] = []
    for wanted, (shipping, shipping_tax) in zip(quantities, shippings, strict=True):
        lines = _line_shares(quote, wanted, taken)
        for line_id, units in wanted.items():
            taken[line_id] = Quantity(taken.get(line_id, NO_UNITS) + units)
        order = _order(quote, lines, shipping, shipping_tax)
        if orders:  # what rules gave counts once, for the cart: it stands with the first order
            order = replace(order, applied_rules=on_every_order(quote.applied_rules))
        orders.append(rest.pay(order))
    return _with_earnings(orders, quote, earning)


class _Rest:
    """What of the quote's money parts the orders so far have left."""

    def __init__(self, quote: Quote) -> None:
        self.quote = quote
        self.points_amount = ZERO
        self.points = 0
        self.gift_card = quote.gift_card
        self.store_credit = quote.store_credit

    def pay(self, order: Quote) -> Quote:
        """Pay `order` from what is left: points first, then gift card, then store credit."""
        payable = order.redemption.payable.within(
            order.order_total,
            shipping=order.shipping + order.shipping_tax,
            tax=order.tax - order.shipping_tax,
        )
        points, amount = self._take_points(payable)
        payment = pay_rest(order.order_total - amount, self.gift_card, self.store_credit)
        self.gift_card -= payment.gift_card
        self.store_credit -= payment.store_credit
        return replace(
            order,
            points_used=points,
            points_amount=amount,
            gift_card=payment.gift_card,
            store_credit=payment.store_credit,
            amount_due=payment.due,
        )

    def _take_points(self, payable: Decimal) -> tuple[int, Decimal]:
        amount = min(self.quote.points_amount - self.points_amount, payable)
        self.points_amount += amount
        through = points_with_money(
            self.quote.points_used, self.points_amount, self.quote.points_amount
        )
        points = through - self.points
        self.points = through
        return points, amount


def _with_earnings(
    orders: Sequence[Quote], quote: Quote, earning: EarningTerms
) -> tuple[Quote, ...]:
    """Let the orders use up the cart's basis, and earn by what each has of it (R6.12)."""
    own = [
        paid_for_what_earns(order.amount_due - order.shipping - order.tax, order.lines)
        for order in orders
    ]
    shares = share_basis(
        quote.earning_basis,
        [max(basis, ZERO) for basis in own],
        [net_that_earns(order.lines) for order in orders],
    )
    return tuple(_earning(order, each, earning) for order, each in zip(orders, shares, strict=True))


def _earning(order: Quote, part: BasisShare, earning: EarningTerms) -> Quote:
    return replace(
        order,
        earning_basis=part.basis,
        basis_share=part,
        sources=earning_sources(
            part.basis, earning, order.lines, order.applied_rules, before=part.before
        ),
        next_step=None,
    )


def _order(
    quote: Quote, lines: tuple[QuoteLine, ...], shipping: Decimal, shipping_tax: Decimal
) -> Quote:
    tax = total(line.tax for line in lines) + shipping_tax
    return replace(
        quote,
        lines=lines,
        subtotal=total(line.row_total for line in lines),
        discount=total(line.discount for line in lines),
        shipping=shipping,
        shipping_tax=shipping_tax,
        tax=tax,
        order_total=total(line.net for line in lines) + shipping + tax,
        product_points_used=sum(line.product_points for line in lines),
        product_points_amount=total(line.product_points_amount for line in lines),
        points_to_earn_if_registered=None,
    )


def _line_shares(
    quote: Quote, wanted: Mapping[str, Quantity], taken: Mapping[str, Quantity]
) -> tuple[QuoteLine, ...]:
    return tuple(
        line_share(line, taken.get(line.id, NO_UNITS), wanted[line.id], quote.currency)
        for line in quote.lines
        if line.id in wanted
    )


def _quantities(quote: Quote, part: OrderPart, index: int, orders: int) -> dict[str, Quantity]:
    path: Path = ("orders", index, "lines")
    if part.lines is None:
        if orders > 1:
            raise Invalid("Each of several orders must name its line quantities.", path=path)
        return {line.id: line.quantity for line in quote.lines}
    if not part.lines:
        raise Invalid("An order must have at least one line.", path=path)
    known = {line.id for line in quote.lines}
    quantities: dict[str, Quantity] = {}
    for position, (line_id, quantity) in enumerate(part.lines):
        _check_line(line_id, quantity, known, quantities, (*path, position))
        quantities[line_id] = quantity
    return quantities


def _check_line(
    line_id: str, quantity: Quantity, known: set[str], named: Mapping[str, Quantity], path: Path
) -> None:
    if line_id not in known:
        raise Invalid(f"The cart has no line {line_id}.", path=(*path, "line_id"))
    if line_id in named:
        raise Invalid(f"The line {line_id} is named twice in one order.", path=(*path, "line_id"))
    check_quantity(quantity, path=(*path, "quantity"))


def _check_all_lines_taken(quote: Quote, quantities: Sequence[Mapping[str, Quantity]]) -> None:
    for line in quote.lines:
        taken = units_in_all(wanted.get(line.id, NO_UNITS) for wanted in quantities)
        if taken != line.quantity:
            raise Invalid(
                f"The orders take {said(taken)} of the {said(line.quantity)} units of line"
                f" {line.id}.",
                path=("orders",),
            )


def _shippings(quote: Quote, parts: Sequence[OrderPart]) -> list[tuple[Decimal, Decimal]]:
    """Return the shipping of each order without its tax, and that tax."""
    included = quote.shipping_tax if quote.prices_include_tax else ZERO
    whole = quote.shipping + included if len(parts) == 1 else ZERO
    whole_tax = quote.shipping_tax if len(parts) == 1 else ZERO
    shares = [
        (
            half_up(whole if part.shipping is None else part.shipping, quote.currency),
            half_up(whole_tax if part.shipping_tax is None else part.shipping_tax, quote.currency),
        )
        for part in parts
    ]
    _check_sum(total(shipping for shipping, _ in shares), quote.shipping + included, "shipping")
    _check_sum(total(tax for _, tax in shares), quote.shipping_tax, "tax on shipping")
    if not quote.prices_include_tax:
        return shares
    return [_without_its_tax(*each, index) for index, each in enumerate(shares)]


def _without_its_tax(shipping: Decimal, tax: Decimal, index: int) -> tuple[Decimal, Decimal]:
    if tax > shipping:
        raise OutOfRange(
            f"Must be at most the shipping of {shipping}, which includes it.",
            path=("orders", index, "shipping_tax_amount"),
        )
    return shipping - tax, tax


def _check_sum(given: Decimal, expected: Decimal, name: str) -> None:
    if given != expected:
        raise Invalid(
            f"The orders' {name} sums to {given}, the cart's is {expected}.", path=("orders",)
        )
