"""Builders for what happens to an order after it is placed."""

from datetime import datetime
from decimal import Decimal

from services.accounts.accounts import read_account
from services.checkout.redemption import apply_points
from services.ledger.reading.standing import AccountStanding
from services.orders.cancelling import cancel_order
from services.orders.change import OrderCommand
from services.orders.refunding import CreditMemoInput, Refunded, refund_order
from services.orders.status import StatusChange, set_order_status
from services.rules.basics.enums import PointsChange
from tests.clock import NOW
from tests.services.shop import ADA, ADMIN, fill_cart, line, place, quantities_of

_keys = iter(range(1_000_000))


async def standing(customer_id: str = "ada", *, now: datetime = NOW) -> AccountStanding:
    return await read_account(customer_id=customer_id, website_code="us", now=now)


async def balance(customer_id: str = "ada", *, now: datetime = NOW) -> int:
    return (await standing(customer_id, now=now)).balance


async def place_with_points(
    points: int | None = None, *, quantity: int | str = 4, price: str = "10.00", **cart: object
) -> None:
    """Place o1: so many units of l1, paid with points as far as wished."""
    await fill_cart(line(price, quantity), **cart)  # type: ignore[arg-type]
    if points != 0:
        await apply_points(cart_id="c1", points=points, caller=ADA, now=NOW)
    await place()


async def cancel(
    *lines: tuple[str, int | str],
    order_id: str = "o1",
    cancellation_id: str | None = None,
    now: datetime = NOW,
) -> OrderCommand:
    return await cancel_order(
        order_id=order_id,
        cancellation_id=cancellation_id or f"x{next(_keys)}",
        lines=quantities_of(*lines) or None,
        caller=ADMIN,
        now=now,
    )


def memo(
    *lines: tuple[str, int | str],
    memo_id: str | None = None,
    points: int | None = None,
    shipping: str | None = None,
    refund: str = "0",
    fee: str = "0",
    order_id: str = "o1",
    only_adjustments: bool = False,
) -> CreditMemoInput:
    return CreditMemoInput(
        order_id=order_id,
        credit_memo_id=memo_id or f"m{next(_keys)}",
        lines=() if only_adjustments else quantities_of(*lines) or None,
        shipping_amount=None if shipping is None else Decimal(shipping),
        adjustment_refund=Decimal(refund),
        adjustment_fee=Decimal(fee),
        refund_points=points,
    )


async def refund(wanted: CreditMemoInput, *, now: datetime = NOW) -> Refunded:
    return await refund_order(memo=wanted, caller=ADMIN, now=now)


async def set_status(
    status: str,
    *,
    order_id: str = "o1",
    key: str | None = None,
    expected: str | None = None,
    needed: PointsChange | None = None,
    received: PointsChange | None = None,
    now: datetime = NOW,
) -> OrderCommand:
    change = StatusChange(
        order_id=order_id,
        status=status,
        idempotency_key=key or f"s{next(_keys)}",
        expected_status=expected,
        needed=needed,
        received=received,
    )
    return await set_order_status(change=change, caller=ADMIN, now=now)
