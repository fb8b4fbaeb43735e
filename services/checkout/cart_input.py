"""Cart checks: what a shop sends, checked before anything is done with it (R5, R14.3)."""

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum

from services.rules.basics.currencies import MINOR_DIGITS
from services.rules.basics.email_address import check_email_address
from services.rules.basics.limits import (
    MONEY_LIMIT,
    check_id,
    check_length,
    check_money,
    check_name,
    check_optional_name,
)
from services.rules.basics.money import ZERO, half_up, total
from services.rules.basics.quantities import check_quantity
from services.rules.basics.refusals import Invalid, OutOfRange, Path
from services.rules.checkout.cart import CartContent, CartLine, DisplayCurrency

_DISPLAY_RATE_LIMIT = Decimal(1_000_000_000)
_DISPLAY_RATE_DECIMALS = 12


class LeftOut(Enum):
    """A value that was left out, as older clients do, stays as it is (R1.3a)."""

    STAYS = "stays"


@dataclass(frozen=True, slots=True)
class CartInput:
    """A cart as the shop puts it; the currency of `content` is the website's, set later.

    `customer_id` is None for a guest. `display_currency` and `display_rate` come together.
    `replaces_order_id` is the order that the cart replaces, None for none (R6.14).
    """

    id: str
    website_code: str
    customer_id: str | None
    email: str | None
    content: CartContent
    display_currency: str | None = None
    display_rate: Decimal | None = None
    replaces_order_id: str | LeftOut | None = LeftOut.STAYS


def checked_content(cart: CartInput, base_currency: str) -> CartContent:
    """Return the cart's content in `base_currency`, refusing impossible values.

    Raises Invalid, OutOfRange naming the field.
    """
    _check_identity(cart)
    _check_lines(cart.content.lines)
    _check_amounts(cart.content)
    _check_codes(cart.content)
    content = replace(cart.content, currency=base_currency, display=_display(cart, base_currency))
    if content.prices_include_tax:
        _check_taxes(content)
    _check_sum(content)
    return content


def _check_identity(cart: CartInput) -> None:
    check_id(cart.id, path=("id",))
    if cart.customer_id is not None:
        check_id(cart.customer_id, path=("customer_id",))
    if cart.email:
        check_email_address(cart.email, path=("email",))
    if isinstance(cart.replaces_order_id, str):
        check_id(cart.replaces_order_id, path=("replaces_order_id",))


def _check_lines(lines: tuple[CartLine, ...]) -> None:
    check_length(len(lines), path=("lines",))
    seen: set[str] = set()
    for index, line in enumerate(lines):
        path: Path = ("lines", index)
        _check_line(line, path)
        if line.id in seen:
            raise Invalid(f"The line {line.id} is listed twice.", path=(*path, "id"))
        seen.add(line.id)


def _check_line(line: CartLine, path: Path) -> None:
    check_id(line.id, path=(*path, "id"))
    check_name(line.sku, path=(*path, "sku"))
    check_optional_name(line.name, path=(*path, "name"))
    check_quantity(line.quantity, path=(*path, "quantity"))
    check_money(line.unit_price, path=(*path, "unit_price"))
    check_money(line.discount, path=(*path, "discount_amount"))
    check_money(line.tax, path=(*path, "tax_amount"))
    if line.quantity * line.unit_price > MONEY_LIMIT:
        raise OutOfRange(f"The line's total must be at most {MONEY_LIMIT:,}.", path=path)


def _check_taxes(content: CartContent) -> None:
    """Refuse tax of more than the total that includes it (R5)."""
    for index, line in enumerate(content.lines):
        priced = max(line.quantity * line.unit_price - line.discount, ZERO)
        _check_tax(line.tax, priced, content.currency, ("lines", index, "tax_amount"))
    path: Path = ("shipping_tax_amount",)
    _check_tax(content.shipping_tax, content.shipping, content.currency, path)


def _check_tax(tax: Decimal, whole: Decimal, currency: str, path: Path) -> None:
    most = half_up(whole, currency)
    if half_up(tax, currency) > most:
        raise OutOfRange(f"Must be at most {most}, the total that includes it.", path=path)


def _check_amounts(content: CartContent) -> None:
    amounts = {
        "shipping_amount": content.shipping,
        "shipping_tax_amount": content.shipping_tax,
        "discount_amount": content.discount,
        "gift_card_amount": content.gift_card,
        "store_credit_amount": content.store_credit,
    }
    for name, amount in amounts.items():
        check_money(amount, path=(name,))


def _check_codes(content: CartContent) -> None:
    check_length(len(content.coupon_codes), path=("coupon_codes",))
    for index, code in enumerate(content.coupon_codes):
        check_id(code, path=("coupon_codes", index))
    if content.payment_method is not None:
        check_id(content.payment_method, path=("payment_method",))
    check_length(len(content.payment_methods), path=("available_payment_methods",))
    for index, method in enumerate(content.payment_methods):
        check_id(method.code, path=("available_payment_methods", index, "code"))
        check_name(method.title, path=("available_payment_methods", index, "title"))


def _check_sum(content: CartContent) -> None:
    """Refuse a cart whose total is larger than an amount can be."""
    parts = [content.shipping, *(line.quantity * line.unit_price for line in content.lines)]
    if not content.prices_include_tax:
        parts += [content.shipping_tax, *(line.tax for line in content.lines)]
    if total(half_up(part, content.currency) for part in parts) > MONEY_LIMIT:
        raise OutOfRange(f"The cart's total must be at most {MONEY_LIMIT:,}.", path=("lines",))


def _display(cart: CartInput, base_currency: str) -> DisplayCurrency | None:
    currency, rate = cart.display_currency, cart.display_rate
    if currency is None:
        if rate is not None:
            raise Invalid("A display rate needs a display currency.", path=("display_currency",))
        return None
    if currency not in MINOR_DIGITS:
        raise Invalid("Must be a currency code of ISO 4217.", path=("display_currency",))
    if currency == base_currency and rate in {None, Decimal(1)}:
        return None
    if rate is None:
        raise Invalid("A display currency needs a display rate.", path=("display_rate",))
    _check_display_rate(rate)
    return DisplayCurrency(currency, rate)


def _check_display_rate(rate: Decimal) -> None:
    if not rate.is_finite() or rate != round(rate, _DISPLAY_RATE_DECIMALS):
        raise Invalid(
            f"Must be a number of at most {_DISPLAY_RATE_DECIMALS} decimals.",
            path=("display_rate",),
        )
    if not 0 < rate <= _DISPLAY_RATE_LIMIT:
        raise OutOfRange(
            f"Must be more than 0 and at most {_DISPLAY_RATE_LIMIT:,}.", path=("display_rate",)
        )
