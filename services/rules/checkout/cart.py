"""Cart facts from the shop: the input of every quote, in the base currency (R5)."""

from dataclasses import dataclass, field
from decimal import Decimal

from services.rules.basics.money import ZERO
from services.rules.basics.quantities import Quantity


@dataclass(frozen=True, slots=True)
class CartLine:
    """A line of the cart; `discount` and `tax` are for the whole line.

    One that does not `earn` is no basis for points by the rate: a gift card, a fee (R6.12).
    """

    id: str
    sku: str
    quantity: Quantity
    unit_price: Decimal
    name: str | None = None
    discount: Decimal = ZERO
    tax: Decimal = ZERO
    earns: bool = True


@dataclass(frozen=True, slots=True)
class PaymentMethod:
    """A way to pay that the shop offers."""

    code: str
    title: str


FREE = PaymentMethod("free", "No Payment Information Required")


@dataclass(frozen=True, slots=True)
class DisplayCurrency:
    """The currency shown, and its units per unit of the base currency."""

    currency: str
    rate: Decimal


@dataclass(frozen=True, slots=True)
class CartContent:
    """Everything in a cart that its quote depends on, apart from configuration and points.

    With `prices_include_tax` unit prices, discounts and shipping are with their tax (R5).
    """

    currency: str
    lines: tuple[CartLine, ...] = ()
    shipping: Decimal = ZERO
    shipping_tax: Decimal = ZERO
    discount: Decimal = ZERO
    coupon_codes: tuple[str, ...] = ()
    gift_card: Decimal = ZERO
    store_credit: Decimal = ZERO
    payment_method: str | None = None
    payment_methods: tuple[PaymentMethod, ...] = field(default=())
    display: DisplayCurrency | None = None
    prices_include_tax: bool = False
