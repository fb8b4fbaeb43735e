"""Builders: a small shop made through the services; a test names what it is about."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from models.database import fetch
from services.accounts.adjustments import Adjustment, adjust_points
from services.checkout.answers import Cart
from services.checkout.cart_input import CartInput, LeftOut
from services.checkout.putting import put_cart
from services.command.caller import Caller, CallerKind
from services.customers.putting import put_customer
from services.orders.change import OrderCommand
from services.orders.invoicing import invoice_order
from services.orders.lines import Quantities
from services.orders.placement import Placed, place_orders
from services.orders.placement_checks import NewOrder, Placement
from services.rules.basics import quantities
from services.rules.basics.enums import RateDirection
from services.rules.checkout.cart import CartContent, CartLine
from services.rules.checkout.splitting import OrderPart
from services.setup.exchange_rates import create_exchange_rate
from services.setup.settings import update_settings
from services.setup.websites import put_website
from tests.clock import NOW

ADMIN = Caller(subject="backend", kind=CallerKind.ADMIN)
ADA = Caller(subject="ada", kind=CallerKind.CUSTOMER)
BOB = Caller(subject="bob", kind=CallerKind.CUSTOMER)


async def open_shop(
    *,
    website_code: str = "us",
    currency: str = "USD",
    redemption: tuple[int, str] | None = (10, "2.00"),
    earning: tuple[int, str] | None = (10, "2.00"),
    settings: Mapping[str, object] | None = None,
    now: datetime = NOW,
) -> None:
    """Make a website with Ada in it; rates are (points, money)."""
    await put_website(code=website_code, base_currency=currency, caller=ADMIN, now=now)
    await set_rate(RateDirection.POINTS_TO_CURRENCY, redemption, website_code=website_code, now=now)
    await set_rate(RateDirection.CURRENCY_TO_POINTS, earning, website_code=website_code, now=now)
    if settings:
        await update_settings(website_code=website_code, changes=settings, caller=ADMIN, now=now)
    await add_customer("ada", website_code=website_code, now=now)


async def set_rate(
    direction: RateDirection,
    rate: tuple[int, str] | None,
    *,
    website_code: str | None = None,
    group_code: str | None = None,
    now: datetime = NOW,
) -> None:
    if rate is None:
        return
    await create_exchange_rate(
        website_code=website_code,
        customer_group_code=group_code,
        direction=direction,
        points=rate[0],
        currency_amount=Decimal(rate[1]),
        caller=ADMIN,
        now=now,
    )


async def add_customer(customer_id: str, *, website_code: str = "us", now: datetime = NOW) -> None:
    await put_customer(
        customer_id=customer_id,
        website_code=website_code,
        email=f"{customer_id}@example.com",
        caller=ADMIN,
        now=now,
    )


_keys = iter(range(1_000_000))


async def give(
    points: int,
    *,
    customer_id: str = "ada",
    website_code: str = "us",
    expires_at: datetime | None = None,
    key: str | None = None,
    now: datetime = NOW,
) -> Adjustment:
    return await adjust_points(
        idempotency_key=key or f"give-{next(_keys)}",
        customer_id=customer_id,
        website_code=website_code,
        points=points,
        expires_at=expires_at,
        caller=ADMIN,
        now=now,
    )


def line(price: str, quantity: int | str = 1, *, line_id: str = "l1", tax: str = "0") -> CartLine:
    return CartLine(
        id=line_id,
        sku=f"sku-{line_id}",
        quantity=quantities.quantity(quantity),
        unit_price=Decimal(price),
        tax=Decimal(tax),
    )


async def fill_cart(
    *lines: CartLine,
    cart_id: str = "c1",
    customer_id: str | None = "ada",
    website_code: str = "us",
    shipping: str = "0",
    replaces: str | LeftOut | None = LeftOut.STAYS,
    now: datetime = NOW,
    **content: object,
) -> Cart:
    values = CartContent(currency="", lines=lines, shipping=Decimal(shipping), **content)  # type: ignore[arg-type]
    cart = CartInput(cart_id, website_code, customer_id, None, values, replaces_order_id=replaces)
    return await put_cart(cart=cart, caller=ADMIN, now=now)


async def place(
    *order_ids: str,
    cart_id: str = "c1",
    payment_method: str | None = None,
    expected: str | None = None,
    now: datetime = NOW,
) -> Placed:
    orders = tuple(NewOrder(order_id, None, OrderPart()) for order_id in order_ids or ("o1",))
    due = None if expected is None else Decimal(expected)
    placement = Placement(cart_id, orders, payment_method, due)
    return await place_orders(placement=placement, caller=ADMIN, now=now)


async def invoice(
    order_id: str = "o1",
    *lines: tuple[str, int | str],
    invoice_id: str = "i1",
    now: datetime = NOW,
) -> OrderCommand:
    return await invoice_order(
        order_id=order_id,
        invoice_id=invoice_id,
        lines=quantities_of(*lines) or None,
        caller=ADMIN,
        now=now,
    )


def quantities_of(*lines: tuple[str, int | str]) -> Quantities:
    return tuple((line_id, quantities.quantity(units)) for line_id, units in lines)


async def count_rows(table: str) -> int:
    (found,) = await fetch(f"SELECT COUNT(*) AS rows FROM {table}")  # noqa: S608 - our own names
    return int(str(found["rows"]))
