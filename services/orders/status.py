"""Setting an order's status by hand, as the shop's own states go (R6.2 to R6.4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from services.command.caller import Caller
from services.command.idempotency import callers_key
from services.command.once import Command, Done, once
from services.command.transaction import one_transaction
from services.orders.change import (
    OrderCommand,
    answer_again,
    open_change,
    order_programme,
    to_keep,
    write_change,
)
from services.orders.orders import lock_order
from services.orders.settlement.settlement import settle
from services.rules.basics.enums import PointsChange
from services.rules.basics.limits import check_comment, check_id
from services.rules.basics.refusals import Invalid, OrderState
from services.rules.orders.status import StatusRule, is_open

_MUTATION = "orderSetStatus"


@dataclass(frozen=True, slots=True)
class StatusChange:
    """A status to set; `needed` and `received` override its rule for this one change.

    With `expected_status`, only on an order that stands there.
    """

    order_id: str
    status: str
    idempotency_key: str
    expected_status: str | None = None
    needed: PointsChange | None = None
    received: PointsChange | None = None
    comment: str | None = None


@one_transaction
async def set_order_status(*, change: StatusChange, caller: Caller, now: datetime) -> OrderCommand:
    """Set the status, and let the order's points follow its rule.

    Raises NotFound, Invalid, OrderState where the order does not stand as expected (R6.16),
    InsufficientPoints where the points used would have to be taken and are not there,
    IdempotencyConflict.
    """
    check_comment(change.comment, path=("comment",))
    if change.expected_status is not None:
        check_id(change.expected_status, path=("expected_status",))
    given = _command(change)
    key = callers_key(caller, _MUTATION, change.idempotency_key, given, now)

    async def do() -> Done[OrderCommand]:
        return to_keep(await _set(change, caller, now), given)

    async def replay(kept: Mapping[str, object]) -> OrderCommand:
        return await answer_again(await lock_order(change.order_id), kept)

    command = Command(_MUTATION, change.order_id, [key], caller, now)
    return await once(command, do, replay=replay)


async def _set(change: StatusChange, caller: Caller, now: datetime) -> OrderCommand:
    locked = await lock_order(change.order_id)
    row, lines = locked
    _check_expected(change, row.status)
    programme = await order_programme(row)
    rules = programme.status_rules
    if change.status not in rules:
        raise Invalid(f"There is no status {change.status}.", path=("status",))
    rule = rules[change.status]
    opened = await open_change(locked, programme, caller=caller, now=now)
    row.status = change.status
    settlement = await settle(
        row,
        lines,
        opened.book,
        StatusRule(change.needed or rule.needed, change.received or rule.received),
        now=now,
        is_open=is_open(change.status, rule),
        refuse_at=("status",),
        comment=change.comment,
    )
    return await write_change(opened, settlement, caller=caller, now=now)


def _check_expected(change: StatusChange, status: str) -> None:
    """Refuse a change that comes too late, or twice: the order has gone on meanwhile (R6.16)."""
    if change.expected_status not in {None, status}:
        raise OrderState(
            f"The order's status is {status}, not {change.expected_status}.",
            path=("expected_status",),
        )


def _command(change: StatusChange) -> dict[str, object]:
    command: dict[str, object] = {
        "orderId": change.order_id,
        "status": change.status,
        "needed": change.needed,
        "received": change.received,
        "comment": change.comment,
    }
    # Keys kept before there was an expectation are of commands without one.
    if change.expected_status is not None:
        command["expectedStatus"] = change.expected_status
    return command
