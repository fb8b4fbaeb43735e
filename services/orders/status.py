"""Setting an order's status by hand, as the shop's own states go (R6.2 to R6.4)."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from services.activities.completion import note_completion, write_points
from services.command import audit, idempotency
from services.command.caller import Caller
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
    done = await idempotency.claim_key(
        caller=caller,
        mutation=_MUTATION,
        key=change.idempotency_key,
        command=_command(change),
        now=now,
    )
    row, lines = await lock_order(change.order_id)
    if done is not None:
        entries = await kept_entries(done, customer_id=row.customer_id)
        message = cast("str | None", done["message"])
        return OrderCommand(order_view(row, lines), entries, message, replayed=True)
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
    entries = [*settlement.entries, *completion.entries]
    await row.save()
    await write_points(book, completion)
    result = {"entries": entries_to_keep(entries), "message": message}
    await idempotency.keep_result(
        caller=caller, mutation=_MUTATION, key=change.idempotency_key, result=result
    )
    details = _command(change)
    await audit.record(action=_MUTATION, target=row.id, details=details, caller=caller, now=now)
    return OrderCommand(order_view(row, lines), entries, message, replayed=False)


def _command(change: StatusChange) -> dict[str, object]:
    return {
        "orderId": change.order_id,
        "status": change.status,
        "needed": change.needed,
        "received": change.received,
        "comment": change.comment,
    }
