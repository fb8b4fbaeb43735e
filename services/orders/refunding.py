"""Credit memos: what comes back in points and money, previewed and done alike (R6.9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from models.tables.checkout import OrderLineRow
from services.command.caller import Caller
from services.command.json_values import to_document
from services.command.transaction import one_transaction, rolled_back
from services.orders.change import (
    OrderChange,
    OrderCommand,
    open_order,
    order_once,
    settle_quantities,
    write_quantities,
)
from services.orders.commands_given import EventKey, EventKind
from services.orders.credit_memos import RefundOutcome, kept_outcome
from services.orders.facts import OrderFacts, facts_of, note_given
from services.orders.lines import Quantities, as_sent, checked_quantities
from services.orders.orders import find_order, lock_order
from services.orders.settlement.booking import Settlement
from services.rules.basics.limits import check_id, check_length, check_money
from services.rules.basics.money import ZERO, half_up
from services.rules.basics.quantities import NO_UNITS, Quantity, to_units_e4
from services.rules.basics.refusals import NotFound, OrderState, OverRefund, RewardsError
from services.rules.orders.refund import Memo, Refund, after_refund, refund_of, shipping_left


@dataclass(frozen=True, slots=True)
class CreditMemoInput:
    """A credit memo: (line id, quantity) of each line, None for all that is left with its shipping.

    Amounts are in the website's base currency; `refund_points` None leaves it to the shop's
    setting.
    """

    order_id: str
    credit_memo_id: str
    lines: Quantities | None = None
    shipping_amount: Decimal | None = None
    adjustment_refund: Decimal = ZERO
    adjustment_fee: Decimal = ZERO
    refund_points: int | None = None


@dataclass(frozen=True, slots=True)
class Refunded:
    """What a refund did."""

    command: OrderCommand
    outcome: RefundOutcome


@dataclass(frozen=True, slots=True)
class PreviewedRefund:
    """What a credit memo would do, or why it would be refused."""

    outcome: RefundOutcome
    refusal: RewardsError | None = None


_NOTHING = Refund(0, ZERO, 0, ZERO, ZERO, ZERO, ZERO, 0)


@one_transaction
async def refund_order(*, memo: CreditMemoInput, caller: Caller, now: datetime) -> Refunded:
    """Give back what the memo says; never refused for points that can't be taken back.

    Once per credit memo id within the order. Raises NotFound, Invalid, OutOfRange, OrderState,
    OverRefund, IdempotencyConflict.
    """
    return await _refund(memo, caller, now)


async def preview_refund(
    *, memo: CreditMemoInput, caller: Caller, now: datetime
) -> PreviewedRefund:
    """Say what the memo would do, or why it would be refused; nothing is written.

    Raises NotFound.
    """
    try:
        return PreviewedRefund((await _try_refund(memo, caller, now)).outcome)
    except NotFound:
        raise
    except RewardsError as refusal:
        order = await find_order(order_id=memo.order_id)
        return PreviewedRefund(RefundOutcome(order.currency, _NOTHING, 0, 0), refusal)


async def _refund(memo: CreditMemoInput, caller: Caller, now: datetime) -> Refunded:
    _check(memo)
    locked = await lock_order(memo.order_id)
    key = EventKey(
        memo.order_id,
        EventKind.REFUND,
        "credit_memo_id",
        memo.credit_memo_id,
        _command(memo),
        now,
    )

    async def do() -> OrderCommand:
        change = await open_order(locked, caller=caller, now=now)
        return await _give_back(change, memo, caller, now)

    command = await order_once(key, locked, do, action="orderRefund", caller=caller)
    return Refunded(command, kept_outcome(command.result))


async def _give_back(
    change: OrderChange, memo: CreditMemoInput, caller: Caller, now: datetime
) -> OrderCommand:
    facts = facts_of(change.row, change.lines)
    wanted = _memo(memo, facts, change.lines)
    refund = refund_of(
        facts.quote, facts.lines, facts.given, wanted, points_first=_points_first(change)
    )
    _note(change, facts, wanted, refund)
    settlement = await settle_quantities(change)
    lines = tuple(
        (line.line_id, units)
        for line, units in zip(change.lines, wanted.units, strict=True)
        if units
    )
    result = {"outcome": to_document(_outcome(facts, refund, settlement)), "lines": as_sent(lines)}
    return await write_quantities(change, settlement, caller=caller, now=now, result=result)


_try_refund = rolled_back(_refund)


def _check(memo: CreditMemoInput) -> None:
    check_id(memo.credit_memo_id, path=("credit_memo_id",))
    check_length(len(memo.lines or ()), path=("lines",))
    amounts = {
        "shipping_amount": memo.shipping_amount,
        "adjustment_refund": memo.adjustment_refund,
        "adjustment_fee": memo.adjustment_fee,
    }
    for name, amount in amounts.items():
        if amount is not None:
            check_money(amount, path=(name,))


def _memo(memo: CreditMemoInput, facts: OrderFacts, rows: Sequence[OrderLineRow]) -> Memo:
    left = {
        row.line_id: Quantity(line.invoiced - line.refunded)
        for row, line in zip(rows, facts.lines, strict=True)
    }
    if memo.lines is None and not any(left.values()) and not _is_shipping_left(facts):
        raise OrderState("Nothing is left to refund.", path=("order_id",))
    wanted = left if memo.lines is None else checked_quantities(memo.lines, left, verb="refund")
    return Memo(
        units=tuple(wanted.get(row.line_id, NO_UNITS) for row in rows),
        shipping=_shipping(memo, facts),
        adjustment_refund=memo.adjustment_refund,
        adjustment_fee=memo.adjustment_fee,
        points=memo.refund_points,
    )


def _is_shipping_left(facts: OrderFacts) -> bool:
    """Ask whether shipping that the first invoice carried hasn't come back (R6.6)."""
    invoiced = any(line.invoiced for line in facts.lines)
    return invoiced and shipping_left(facts.charge, facts.given) > ZERO


def _shipping(memo: CreditMemoInput, facts: OrderFacts) -> Decimal:
    left = shipping_left(facts.charge, facts.given)
    if memo.shipping_amount is None:
        return left if memo.lines is None else ZERO
    shipping = half_up(memo.shipping_amount, facts.quote.currency)
    if shipping > left:
        raise OverRefund(
            f"{half_up(left, facts.quote.currency)} of the shipping is left to refund.",
            path=("shipping_amount",),
        )
    return shipping


def _points_first(change: OrderChange) -> bool:
    return change.programme.settings.refund_points_automatically


def _note(change: OrderChange, facts: OrderFacts, memo: Memo, refund: Refund) -> None:
    """Count what is given back, and let it lower what is earned, where it does (R6.10)."""
    row = change.row
    for line, units in zip(change.lines, memo.units, strict=True):
        line.refunded_e4 += to_units_e4(units)
    note_given(row, after_refund(facts.given, refund, memo))
    if _deducts(change, facts):
        for line in change.lines:
            line.deducted_e4 = line.refunded_e4
        row.cash_deducted_e4 = row.cash_given_e4
        row.shipping_deducted_e4 = row.shipping_given_e4


def _deducts(change: OrderChange, facts: OrderFacts) -> bool:
    """Test whether memos lower what is earned: the setting is about points credited (R6.13).

    A guest's order may be a customer's before it is complete (R6.7).
    """
    settings = change.programme.settings
    return settings.deduct_earned_points_on_refund or facts.points.may_mature(
        change.now, settings.maturity_days
    )


def _outcome(facts: OrderFacts, refund: Refund, settlement: Settlement) -> RefundOutcome:
    return RefundOutcome(
        currency=facts.quote.currency,
        refund=refund,
        points_reversed=settlement.reversed,
        points_shortfall=settlement.shortfall,
    )


def _command(memo: CreditMemoInput) -> dict[str, object]:
    return {
        "lines": as_sent(memo.lines),
        "shippingAmount": memo.shipping_amount,
        "adjustmentRefund": memo.adjustment_refund,
        "adjustmentFee": memo.adjustment_fee,
        "refundPoints": memo.refund_points,
    }
