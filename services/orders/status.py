"""Setting an order's status by hand, as the shop's own states go (R6.2 to R6.4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from services.activities.completion import note_completion, write_points
from services.command.caller import Caller
from services.command.idempotency import callers_key
from services.command.once import Command, Done, once
from services.command.transaction import one_transaction
from services.orders.change import OrderCommand, open_order_book, rule_of, settlement_message
from services.orders.events import entries_to_keep, kept_entries
from services.orders.orders import lock_order, order_view
from services.orders.settlement import settle
from services.orders.status_rules import load_status_rules
from services.rules.basics.enums import PointsChange
from services.rules.basics.limits import check_comment
from services.rules.basics.refusals import Invalid
from services.rules.orders.status import StatusRule, is_open

_MUTATION = "orderSetStatus"


@dataclass(frozen=True, slots=True)
class StatusChange:
    """A status to set; `needed` and `received` override its rule for this one change."""

    order_id: str
    status: str
    idempotency_key: str
    needed: PointsChange | None = None
    received: PointsChange | None = None
    comment: str | None = None


@one_transaction
async def set_order_status(*, change: StatusChange, caller: Caller, now: datetime) -> OrderCommand:
    """Set the status, and let the order's points follow its rule.

    Raises NotFound, Invalid, InsufficientPoints where the points used would have to be taken and
    are not there, IdempotencyConflict.
    """
    check_comment(change.comment, path=("comment",))
    given = _command(change)
    key = callers_key(caller, _MUTATION, change.idempotency_key, given, now)

    async def do() -> Done[OrderCommand]:
        done = await _set(change, caller, now)
        kept = {"entries": entries_to_keep(done.entries), "message": done.message}
        return Done(done, kept, given)

    async def replay(kept: Mapping[str, object]) -> OrderCommand:
        row, lines = await lock_order(change.order_id)
        entries = await kept_entries(kept, customer_id=row.customer_id)
        message = cast("str | None", kept["message"])
        return OrderCommand(order_view(row, lines), entries, message, replayed=True)

    command = Command(_MUTATION, change.order_id, [key], caller, now)
    return await once(command, do, replay=replay)


async def _set(change: StatusChange, caller: Caller, now: datetime) -> OrderCommand:
    row, lines = await lock_order(change.order_id)
    rules = await load_status_rules(row.website_code)
    if change.status not in rules:
        raise Invalid(f"There is no status {change.status}.", path=("status",))
    rule = rule_of(rules, change.status)
    book = await open_order_book(row, caller=caller, now=now)
    status_before, row.status = row.status, change.status
    settlement = await settle(
        row,
        lines,
        book,
        StatusRule(change.needed or rule.needed, change.received or rule.received),
        is_open=is_open(change.status, rule),
        refuse_at=("status",),
        comment=change.comment,
    )
    message = settlement_message(row, book, settlement)
    completion = await note_completion(row, status_before=status_before, caller=caller, now=now)
    await row.save()
    await write_points(book, completion)
    entries = [*settlement.entries, *completion.entries]
    return OrderCommand(order_view(row, lines), entries, message, replayed=False)


def _command(change: StatusChange) -> dict[str, object]:
    return {
        "orderId": change.order_id,
        "status": change.status,
        "needed": change.needed,
        "received": change.received,
        "comment": change.comment,
    }
