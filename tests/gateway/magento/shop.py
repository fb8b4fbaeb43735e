"""What the stand-in sells and keeps: customers, carts and orders, in memory, without any points."""

import base64
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

Json = dict[str, Any]
PRICES = {"MUG": 10.0, "TEA": 9.0, "LAMP": 49.5}
SHIPPING = 5.0
_ORDER_NUMBERS = count(1)  # of all shops: one Guerdon hears of their orders
CUSTOMERS = {
    "7": {"email": "ada@shop.example", "firstname": "Ada", "lastname": "Lovelace"},
    "8": {"email": "bob@shop.example", "firstname": "Bob", "lastname": "Boole"},
}


@dataclass
class CartRow:
    """A quote, by the masked id that a storefront knows."""

    id: str
    customer: str | None
    items: dict[str, tuple[str, float]] = field(default_factory=dict)
    coupon: str | None = None
    email: str | None = None
    is_shipped: bool = False
    payment: str | None = None
    is_active: bool = True


@dataclass
class OrderRow:
    number: str
    customer: str | None
    cart: CartRow


@dataclass
class Shop:
    """All that there is; `tell` hears of each changed cart and each order, as observers do."""

    tell: Callable[[CartRow | OrderRow], None]
    carts: dict[str, CartRow] = field(default_factory=dict)
    orders: list[OrderRow] = field(default_factory=list)
    tokens: dict[str, str] = field(default_factory=dict)
    _item_numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def open_cart(self, customer: str | None, *skus: str) -> CartRow:
        """Make a cart with one of each, and tell of it unless it is empty."""
        cart = CartRow(id=secrets.token_urlsafe(24), customer=customer)
        self.carts[cart.id] = cart
        for sku in skus:
            self.put(cart, sku, 1)
        if skus:
            self.tell(cart)
        return cart

    def put(self, cart: CartRow, sku: str, quantity: float) -> None:
        number = str(next(self._item_numbers))
        cart.items[base64.b64encode(number.encode()).decode()] = (sku, quantity)

    def place(self, cart: CartRow) -> OrderRow:
        order = OrderRow(f"{next(_ORDER_NUMBERS):09}", cart.customer, cart)
        self.tell(order)
        cart.is_active = False
        self.orders.insert(0, order)
        return order


def usd(value: float) -> Json:
    return {"value": round(value, 2), "currency": "USD"}


def subtotal(cart: CartRow) -> float:
    return sum(PRICES[sku] * quantity for sku, quantity in cart.items.values())


def total(cart: CartRow) -> float:
    """Return what is due without any points, of which this shop knows nothing."""
    off = subtotal(cart) * 0.1 if cart.coupon else 0
    return subtotal(cart) - off + (SHIPPING if cart.is_shipped else 0)
