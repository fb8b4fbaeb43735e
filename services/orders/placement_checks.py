"""Placement checks: the command as sent, and the quote it was sent for (R5.7, R6.1)."""

from dataclasses import dataclass
from decimal import Decimal

from models.tables.checkout import CartRow
from services.checkout.carts import check_cart_id
from services.checkout.quoting import OpenCart
from services.command.amounts import from_e4
from services.programme.programme import Programme
from services.rules.basics.limits import check_id, check_length, check_money, check_optional_name
from services.rules.basics.money import half_up
from services.rules.basics.refusals import (
    InsufficientPoints,
    Invalid,
    PaymentMethodBlocked,
    StaleVersion,
)
from services.rules.checkout.cart import CartContent
from services.rules.checkout.payment_methods import selected_payment_method
from services.rules.checkout.quote import Quote
from services.rules.checkout.splitting import OrderPart


@dataclass(frozen=True, slots=True)
class NewOrder:
    """An order to place: its id, the number shown (the id if not given), and its part."""

    id: str
    number: str | None
    part: OrderPart


@dataclass(frozen=True, slots=True)
class Placement:
    """A cart to place, as one order or several.

    `expected_amount_due`, in the website's base currency, refuses a quote that says another.
    """

    cart_id: str
    orders: tuple[NewOrder, ...]
    payment_method: str | None = None
    expected_amount_due: Decimal | None = None


def check_placement(placement: Placement) -> None:
    """Refuse a command that can't be carried out for any cart.

    Raises Invalid, OutOfRange.
    """
    check_cart_id(placement.cart_id)
    check_length(len(placement.orders), least=1, path=("orders",))
    if placement.payment_method is not None:
        check_id(placement.payment_method, path=("payment_method",))
    if placement.expected_amount_due is not None:
        check_money(placement.expected_amount_due, path=("expected_amount_due",))
    seen: set[str] = set()
    for index, order in enumerate(placement.orders):
        check_id(order.id, path=("orders", index, "id"))
        check_optional_name(order.number, path=("orders", index, "number"))
        _check_part(order.part, index)
        if order.id in seen:
            raise Invalid(f"The order {order.id} is listed twice.", path=("orders", index, "id"))
        seen.add(order.id)


def _check_part(part: OrderPart, index: int) -> None:
    check_length(len(part.lines or ()), path=("orders", index, "lines"))
    amounts = {"shipping_amount": part.shipping, "shipping_tax_amount": part.shipping_tax}
    for name, amount in amounts.items():
        if amount is not None:
            check_money(amount, path=("orders", index, name))


def check_quote(cart: OpenCart, placement: Placement, quote: Quote, programme: Programme) -> None:
    """Refuse a quote that differs from what was answered or expected, or is not allowed.

    Raises Invalid, InsufficientPoints, StaleVersion, PaymentMethodBlocked.
    """
    if not quote.lines:
        raise Invalid("The cart is empty.", path=("cart_id",))
    _check_answered(cart.row, quote)
    expected = placement.expected_amount_due
    if expected is not None and expected != quote.amount_due:
        raise StaleVersion(
            f"The amount due is {quote.amount_due}, not {expected}.", path=("expected_amount_due",)
        )
    _check_payment_method(cart.content, placement, quote, programme)


def _check_answered(cart: CartRow, quote: Quote) -> None:
    """Refuse to take more points or more money than the cart last answered (R5.7).

    Points that are no longer there are one reason; rates, groups, rules, product points and
    settings are the others. Fewer points are accepted if they cost no more money.
    """
    points = quote.all_points_used
    more_money = _more_money(cart, quote)
    if points <= cart.quoted_points and more_money is None:
        return
    amounts = more_money or _Amounts(cart.quoted_due_e4, quote.amount_due, "due")
    told = (
        f"The quote was {amounts.quoted(quote.currency)} {amounts.what} and {cart.quoted_points}"
        f" points; now it is {amounts.now} and {points} points."
    )
    available = quote.redemption.available
    if available < cart.quoted_points:
        raise InsufficientPoints(
            f"{told} Only {available} points are available.",
            path=("cart_id",),
            missing_points=cart.quoted_points - available,
        )
    raise StaleVersion(told, path=("cart_id",))


@dataclass(frozen=True, slots=True)
class _Amounts:
    """An amount of the last quote, None where it was not kept, and what it is `now`."""

    quoted_e4: int | None
    now: Decimal
    what: str

    @property
    def is_more(self) -> bool:
        return self.quoted_e4 is not None and self.now > from_e4(self.quoted_e4)

    def quoted(self, currency: str) -> Decimal:
        return half_up(from_e4(self.quoted_e4 or 0), currency)


def _more_money(cart: CartRow, quote: Quote) -> _Amounts | None:
    """Return what the customer would pay more of, None for nothing.

    With no more due, gift card and store credit may pay more; they are the customer's money too.
    """
    amounts = (
        _Amounts(cart.quoted_due_e4, quote.amount_due, "due"),
        _Amounts(cart.quoted_money_e4, quote.money, "to pay, gift card and store credit included,"),
    )
    return next((each for each in amounts if each.is_more), None)


def _check_payment_method(
    content: CartContent, placement: Placement, quote: Quote, programme: Programme
) -> None:
    """Refuse a method that may not go together with points (R5.9); `free` always may."""
    if quote.amount_due == 0 or quote.all_points_used == 0:
        return
    selected = selected_payment_method(quote, content)
    method = placement.payment_method or (selected.code if selected else None)
    if method in programme.settings.blocked_payment_methods:
        raise PaymentMethodBlocked(
            f"The payment method {method} can't be used together with points.",
            path=("payment_method",),
        )
