"""Events of the sample shop: its past, lived through oldest first by the commands a shop gives.

So each history reads as it happened, and no row is written by hand.
"""

import calendar
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from sample.past import (
    ACTIVITIES,
    ADJUSTMENTS,
    CATALOGUE,
    INVITATIONS,
    ORDERS,
    PEOPLE,
    SHIPPING,
    SHOWN_CART,
    SHOWN_CUSTOMER,
    TAX_RATE,
    UNTAXED,
    WEEKEND_ORDER,
    PastAdjustment,
    PastCustomer,
    PastInvitation,
    PastOrder,
)
from sample.set_up import SHOP, double_weekend, set_up
from services.accounts.adjustments import adjust_points
from services.accounts.imports import ImportRow, import_points
from services.activities.acceptance import accept_invitation
from services.activities.activities import record_activity
from services.activities.activity_input import Activity
from services.activities.invitations import create_invitation
from services.checkout.cart_input import CartInput
from services.checkout.putting import put_cart
from services.checkout.redemption import apply_points, hold_points
from services.customers.putting import put_customer
from services.customers.subscriptions import update_subscriptions
from services.orders.cancelling import cancel_order
from services.orders.invoicing import invoice_order
from services.orders.lines import Quantities
from services.orders.placement import place_orders
from services.orders.placement_checks import NewOrder, Placement
from services.orders.refunding import CreditMemoInput, refund_order
from services.orders.status import StatusChange, set_order_status
from services.rules.basics.money import half_up
from services.rules.basics.quantities import Quantity, quantity
from services.rules.checkout.cart import CartContent, CartLine, PaymentMethod
from services.rules.checkout.splitting import OrderPart
from services.setup.settings import update_settings

_MAIL_SINCE = 3  # days ago
_MATURITY_SINCE = 2

Event = Callable[[datetime], Awaitable[None]]

_METHODS = (
    PaymentMethod("checkmo", "Check / Money order"),
    PaymentMethod("card", "Credit card"),
    PaymentMethod("cashondelivery", "Cash on delivery"),
)


async def live_through_the_past(*, now: datetime) -> None:
    """Set the shop up, let happen what happened to it until `now`, and leave carts open."""
    await set_up(now - timedelta(days=430))
    past: list[tuple[int, Event]] = [
        *((person.days_ago, partial(_let_in, person)) for person in PEOPLE),
        *((invitation.days_ago, partial(_invite, invitation)) for invitation in INVITATIONS),
        *(_acceptance(invitation) for invitation in INVITATIONS if invitation.has_accepted),
        *((days_ago, partial(_record, activity)) for days_ago, activity in ACTIVITIES),
        *((order.days_ago, partial(_sell, order)) for order in ORDERS),
        *((adjustment.days_ago, partial(_adjust, adjustment)) for adjustment in ADJUSTMENTS),
        (_days_since_saturday(now), double_weekend),
        (_days_since_saturday(now), partial(_sell, WEEKEND_ORDER)),
        (299, _bring_old_balances),
        (_MAIL_SINCE, _begin_to_mail),
        (_MATURITY_SINCE, _begin_to_mature),
    ]
    for days_ago, event in sorted(past, key=lambda dated: -dated[0]):
        await event(now - timedelta(days=days_ago))
    await _fill_open_carts(now)


def _days_since_saturday(now: datetime) -> int:
    """Return how long ago the Saturday before the last seven days was."""
    return 7 + (now.weekday() - calendar.SATURDAY) % 7


async def _begin_to_mature(now: datetime) -> None:
    """Let points in Europe mature, for as long as goods may be returned there (R6.13)."""
    await update_settings(website_code="eu", changes={"maturity_days": 14}, caller=SHOP, now=now)


async def _begin_to_mail(now: datetime) -> None:
    """Subscribe everybody, and warn two weeks ahead: of what was before nobody is told now."""
    mail = {"subscribe_by_default": True, "expiry_warning_days": 14}
    await update_settings(website_code=None, changes=mail, caller=SHOP, now=now)
    for person in PEOPLE:
        await update_subscriptions(
            customer_id=person.id,
            balance_updates=True,
            expiration_notifications=True,
            caller=SHOP,
            now=now,
        )


async def _let_in(person: PastCustomer, now: datetime) -> None:
    await put_customer(
        customer_id=person.id,
        website_code=person.website_code,
        email=f"{person.id}@example.com",
        first_name=person.first_name,
        last_name=person.last_name,
        locale=person.locale,
        customer_group_code=person.group_code,
        caller=SHOP,
        now=now,
    )


async def _invite(invitation: PastInvitation, now: datetime) -> None:
    await create_invitation(
        invitation_id=invitation.id,
        inviter_id=invitation.inviter_id,
        website_code=invitation.website_code,
        email=f"{invitation.invitee_id}@example.com",
        caller=SHOP,
        now=now,
    )


def _acceptance(invitation: PastInvitation) -> tuple[int, Event]:
    """Return when the invitee registered, and that they accept the invitation then."""
    registered = {person.id: person.days_ago for person in PEOPLE}
    return registered[invitation.invitee_id], partial(_accept, invitation)


async def _accept(invitation: PastInvitation, now: datetime) -> None:
    await accept_invitation(
        invitation_id=invitation.id, customer_id=invitation.invitee_id, caller=SHOP, now=now
    )


async def _record(activity: Activity, now: datetime) -> None:
    key = f"{activity.customer_id}-{activity.type}"
    await record_activity(activity=activity, idempotency_key=key, caller=SHOP, now=now)


async def _bring_old_balances(now: datetime) -> None:
    """Bring what three customers had in the shop's former system, with its own dates."""
    year = timedelta(days=320)
    rows = [
        ImportRow("ben", "us", 340, now - timedelta(days=80), None, "Former loyalty card"),
        ImportRow("dmitri", "us", 1_200, None, now + year, "Former loyalty card"),
        ImportRow("hana", "eu", 275, None, now + year + year / 16, "Former loyalty card"),
    ]
    await import_points(
        idempotency_key="former-system", dry_run=False, rows=rows, caller=SHOP, now=now
    )


async def _sell(order: PastOrder, now: datetime) -> None:
    cart_id = f"cart-{order.id}"
    await _fill_cart(cart_id, order.customer_id, order.basket, now, replaces=order.replaces)
    if order.points != 0:
        await apply_points(cart_id=cart_id, points=order.points, caller=SHOP, now=now)
    new_order = NewOrder(order.id, f"{order.id:0>9}", OrderPart())
    placement = Placement(cart_id, (new_order,), payment_method="card")
    await place_orders(placement=placement, caller=SHOP, now=now)
    await _go_on(order, now + timedelta(hours=20))


async def _go_on(order: PastOrder, now: datetime) -> None:
    """Let happen to an order what happened to it after it was placed."""
    name = f"{order.id}-1"
    if order.cancelled:
        lines = _quantities(order.cancelled)
        await cancel_order(
            order_id=order.id, cancellation_id=name, lines=lines, caller=SHOP, now=now
        )
    if order.invoiced != ():
        lines = _quantities({sku: order.basket[sku] for sku in order.invoiced or order.basket})
        await invoice_order(order_id=order.id, invoice_id=name, lines=lines, caller=SHOP, now=now)
    if order.refunded:
        memo = CreditMemoInput(order.id, name, _quantities(order.refunded))
        await refund_order(memo=memo, caller=SHOP, now=now + timedelta(days=2))
    if order.status:
        change = StatusChange(order.id, order.status, name)
        await set_order_status(change=change, caller=SHOP, now=now)


async def _adjust(adjustment: PastAdjustment, now: datetime) -> None:
    await adjust_points(
        idempotency_key=f"{adjustment.customer_id}-{adjustment.days_ago}",
        customer_id=adjustment.customer_id,
        website_code=adjustment.website_code,
        points=adjustment.points,
        comment=adjustment.comment,
        caller=SHOP,
        now=now,
    )


async def _fill_open_carts(now: datetime) -> None:
    """Leave carts open: one to try points on, one with points applied, one with points held."""
    await _fill_cart(SHOWN_CART, SHOWN_CUSTOMER, {"TEAPOT": 1, "OOLONG": 1}, now)
    await _fill_cart("cart-ben", "ben", {"CUP": 2}, now)
    await apply_points(cart_id="cart-ben", caller=SHOP, now=now)
    await _fill_cart("cart-hana", "hana", {"SENCHA": 2}, now)
    await apply_points(cart_id="cart-hana", points=200, caller=SHOP, now=now)
    await hold_points(cart_id="cart-hana", ttl_seconds=86_400, caller=SHOP, now=now)
    await _fill_cart("cart-guest", None, {"CUP": 1}, now)


async def _fill_cart(
    cart_id: str,
    customer_id: str | None,
    basket: Mapping[str, int | str],
    now: datetime,
    *,
    replaces: str | None = None,
) -> None:
    homes = {person.id: person.website_code for person in PEOPLE}
    content = CartContent(
        currency="",
        lines=tuple(_line(sku, units) for sku, units in _quantities(basket)),
        shipping=SHIPPING,
        payment_methods=_METHODS,
    )
    website_code = homes[customer_id] if customer_id else "us"
    email = None if customer_id else "guest@example.com"
    cart = CartInput(cart_id, website_code, customer_id, email, content, replaces_order_id=replaces)
    await put_cart(cart=cart, caller=SHOP, now=now)


def _quantities(basket: Mapping[str, int | str]) -> Quantities:
    return tuple((sku, quantity(units)) for sku, units in basket.items())


def _line(sku: str, units: Quantity) -> CartLine:
    name, price = CATALOGUE[sku]
    unit_price = Decimal(price)
    rate = Decimal(0) if sku in UNTAXED else TAX_RATE
    tax = half_up(unit_price * units * rate, "USD")
    return CartLine(sku, sku, units, unit_price, name, tax=tax)
