"""Cart input: a cart as the shop sends it (R5)."""

from decimal import Decimal

import strawberry

from services.checkout import cart_input
from services.checkout.cart_input import LeftOut
from services.rules.basics.quantities import Quantity
from services.rules.checkout.cart import CartContent, CartLine, PaymentMethod


@strawberry.input(
    description=(
        "A line of a cart. `discountAmount` and `taxAmount` are for the whole line, not per unit."
    )
)
class CartLineInput:
    id: strawberry.ID = strawberry.field(description="Your own id of the line.")
    sku: str = strawberry.field(description="The product's SKU.")
    name: str | None = strawberry.field(default=None, description="The product's name.")
    quantity: Quantity = strawberry.field(
        description="The number of units, more than 0: 3, or 0.75 of a kilo."
    )
    unit_price: Decimal = strawberry.field(
        description="The price of one unit, with its tax if `pricesIncludeTax`."
    )
    discount_amount: Decimal | None = strawberry.field(
        default=0,
        description="A discount on the whole line, with its tax if `pricesIncludeTax`.",
    )
    tax_amount: Decimal | None = strawberry.field(
        default=0,
        description="The tax on the whole line; part of its total if `pricesIncludeTax`.",
    )
    earns: bool | None = strawberry.field(
        default=True,
        description=(
            "Whether the line earns points by the exchange rate: false for gift cards, fees and"
            " deposits. Null: true."
        ),
    )


@strawberry.input(description="A payment method the shop offers.")
class PaymentMethodInput:
    code: str = strawberry.field(description="The payment method's code.")
    title: str = strawberry.field(description="The name shown to customers.")


@strawberry.input(
    description=(
        "A complete cart; it replaces the previous one. Amounts are in the website's base "
        "currency, below 10,000,000,000 and with at most 4 decimals."
    )
)
class CartInput:
    id: strawberry.ID = strawberry.field(description="Your own id of the cart.")
    website_code: str = strawberry.field(description="The code of the cart's website.")
    customer_id: strawberry.ID | None = strawberry.field(
        default=None, description="The customer's id; null for a guest's cart."
    )
    email: str | None = strawberry.field(
        default=None, description="The e-mail address given with the cart."
    )
    lines: list[CartLineInput] = strawberry.field(description="The cart's lines, at most 100.")
    prices_include_tax: bool | None = strawberry.field(
        default=False,
        description=(
            "Whether unit prices, discounts and shipping include their tax. `taxAmount` is then the"
            " part of a line's total, after its discount, that is tax. Null: false."
        ),
    )
    shipping_amount: Decimal | None = strawberry.field(
        default=0, description="The shipping cost, with its tax if `pricesIncludeTax`."
    )
    shipping_tax_amount: Decimal | None = strawberry.field(
        default=0,
        description=(
            "The tax on shipping; part of `shippingAmount` if `pricesIncludeTax`. Each line has its"
            " own tax."
        ),
    )
    discount_amount: Decimal | None = strawberry.field(
        default=0,
        description=(
            "A discount on the whole cart, calculated by you, with its tax if `pricesIncludeTax`."
        ),
    )
    coupon_codes: list[str] | None = strawberry.field(
        default_factory=list, description="The coupon codes the customer entered."
    )
    gift_card_amount: Decimal | None = strawberry.field(
        default=0, description="The amount the customer wants to pay with gift cards."
    )
    store_credit_amount: Decimal | None = strawberry.field(
        default=0, description="The amount the customer wants to pay with store credit."
    )
    payment_method: str | None = strawberry.field(
        default=None, description="The code of the chosen payment method."
    )
    available_payment_methods: list[PaymentMethodInput] | None = strawberry.field(
        default_factory=list,
        description=(
            "The payment methods the shop offers. The storefront returns them as "
            "`available_payment_methods` unless nothing is due."
        ),
    )
    display_currency: str | None = strawberry.field(
        default=None, description="The currency the storefront shows, ISO 4217."
    )
    display_rate: Decimal | None = strawberry.field(
        default=None,
        description="Display currency units per unit of base currency, for example 1.08.",
    )
    replaces_order_id: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET,
        description=(
            "The id of the order that this cart replaces, for an order that is edited. It must be "
            "of the same website and customer (or both a guest's), with nothing invoiced. Its "
            "points count as available to this cart, and placing the cart cancels it. If omitted, "
            "it stays as it was; null: none."
        ),
    )


def cart_of(cart: CartInput) -> cart_input.CartInput:
    """Return the cart as the service takes it."""
    return cart_input.CartInput(
        id=cart.id,
        website_code=cart.website_code,
        customer_id=cart.customer_id,
        email=cart.email,
        content=_content(cart),
        display_currency=cart.display_currency,
        display_rate=cart.display_rate,
        replaces_order_id=(
            LeftOut.STAYS if cart.replaces_order_id is strawberry.UNSET else cart.replaces_order_id
        ),
    )


def _content(cart: CartInput) -> CartContent:
    return CartContent(
        currency="",
        lines=tuple(_line(line) for line in cart.lines),
        prices_include_tax=bool(cart.prices_include_tax),
        shipping=_amount(cart.shipping_amount),
        shipping_tax=_amount(cart.shipping_tax_amount),
        discount=_amount(cart.discount_amount),
        coupon_codes=tuple(cart.coupon_codes or ()),
        gift_card=_amount(cart.gift_card_amount),
        store_credit=_amount(cart.store_credit_amount),
        payment_method=cart.payment_method,
        payment_methods=tuple(
            PaymentMethod(method.code, method.title)
            for method in cart.available_payment_methods or ()
        ),
    )


def _line(line: CartLineInput) -> CartLine:
    return CartLine(
        id=line.id,
        sku=line.sku,
        quantity=line.quantity,
        unit_price=line.unit_price,
        name=line.name,
        discount=_amount(line.discount_amount),
        tax=_amount(line.tax_amount),
        earns=line.earns is not False,
    )


def _amount(given: Decimal | None) -> Decimal:
    """Return the amount given, 0 for null. A default arrives as a whole number."""
    return Decimal(given or 0)
