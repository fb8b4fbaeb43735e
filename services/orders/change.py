"""Changes of an order's quantities: lock, change, settle, write."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from models.checkout import OrderLineRow, OrderRow
from services.activities.completion import note_completion, write_points
from services.command import audit
from services.command.caller import Caller
from services.ledger.account_book import AccountBook
from services.ledger.books import open_book
from services.ledger.entries import LedgerEntry
from services.orders.events import (
    EventKind,
    entries_of_event,
    find_event,
    make_event,
    message_of_event,
)
from services.orders.facts import states_of
from services.orders.lines import save_quantities
from services.orders.orders import LockedOrder, Order, order_view
from services.orders.settlement import Settlement, settle
from services.orders.status_rules import load_status_rules
from services.programme.programme import load_recorded_programme
from services.rules.basics.enums import PointsChange
from services.rules.basics.limits import check_length
from services.rules.basics.refusals import Invalid, OrderState, OutOfRange
from services.rules.orders.status import LineState, StatusRule, is_open, next_status
from services.rules.words.messages import Sentence, join_sentences, say

Quantities = tuple[tuple[str, int], ...]

UNCHANGED = StatusRule(PointsChange.UNCHANGED, PointsChange.UNCHANGED)


@dataclass(frozen=True, slots=True)
class OrderCommand:
    """What a command did to an order: the entries it wrote and what it says to the customer."""

    order: Order
    entries: list[LedgerEntry]
    message: str | None
    replayed: bool


@dataclass(frozen=True, slots=True)
class Replay:
    """A command given before: what it did, and the result that was kept."""

    command: OrderCommand
    result: Mapping[str, object]


@dataclass(slots=True)
class OrderChange:
    """A locked order and what a command needs to change it, and how it stood `before`."""

    row: OrderRow
    lines: list[OrderLineRow]
    book: AccountBook | None
    rules: Mapping[str, StatusRule]
    before: list[LineState]
    status_before: str


@dataclass(frozen=True, slots=True)
class CommandKey:
    """What makes a command the same command: its kind and id within the order, and its input."""

    order_id: str
    kind: EventKind
    id: str
    path: str
    command: Mapping[str, object]


async def replay(key: CommandKey, locked: LockedOrder) -> Replay | None:
    """Return what the command did if it was given before.

    Raises IdempotencyConflict.
    """
    row, lines = locked
    event = await find_event(
        order_id=key.order_id,
        kind=key.kind,
        event_id=key.id,
        command=key.command,
        path=key.path,
    )
    if event is None:
        return None
    entries = await entries_of_event(event, customer_id=row.customer_id)
    done = OrderCommand(order_view(row, lines), entries, message_of_event(event), replayed=True)
    return Replay(done, event.result)


async def open_order(locked: LockedOrder, *, caller: Caller, now: datetime) -> OrderChange:
    """Lock the account of a locked order for a command on its quantities.

    Raises OrderState in a status that un-approves the points used (R6.4).
    """
    row, lines = locked
    rules = await load_status_rules(row.website_code)
    if rule_of(rules, row.status).needed is PointsChange.UNAPPROVE:
        raise OrderState(
            f"The order's status is {row.status}: its quantities can't change.", path=("order_id",)
        )
    book = await open_order_book(row, caller=caller, now=now)
    return OrderChange(row, lines, book, rules, states_of(lines), row.status)


async def open_order_book(row: OrderRow, *, caller: Caller, now: datetime) -> AccountBook | None:
    """Open the account that the order moves points of; None for a guest's order."""
    if row.customer_id is None:
        return None
    programme = await load_recorded_programme(
        website_code=row.website_code, customer_id=row.customer_id
    )
    return await open_book(customer_id=row.customer_id, programme=programme, caller=caller, now=now)


def rule_of(rules: Mapping[str, StatusRule], status: str) -> StatusRule:
    """Return the rule of a status; one that is no longer known changes nothing."""
    return rules.get(status, UNCHANGED)


async def settle_quantities(change: OrderChange) -> Settlement:
    """Let the order's status and points follow its quantities (R6.3, R6.5)."""
    row = change.row
    status = next_status(row.status, change.before, states_of(change.lines))
    rule = rule_of(change.rules, status)
    reached = UNCHANGED if status == row.status else rule
    row.status = status
    return await settle(row, change.lines, change.book, reached, is_open=is_open(status, rule))


async def write_change(
    change: OrderChange,
    key: CommandKey,
    settlement: Settlement,
    *,
    action: str,
    caller: Caller,
    now: datetime,
    result: Mapping[str, object] | None = None,
) -> OrderCommand:
    """Write the order, its event, its points and the audit entry; return what was done."""
    row = change.row
    message = settlement_message(row, change.book, settlement)
    completion = await note_completion(
        row, status_before=change.status_before, caller=caller, now=now
    )
    entries = [*settlement.entries, *completion.entries]
    await row.save()
    await save_quantities(row.id, change.lines)
    await make_event(
        order_id=row.id,
        kind=key.kind,
        event_id=key.id,
        command=key.command,
        entries=entries,
        message=message,
        now=now,
        result=result or {},
    ).save(force_create=True)
    await write_points(change.book, completion)
    details = {key.path: key.id, **key.command}
    await audit.record(action=action, target=row.id, details=details, caller=caller, now=now)
    view = order_view(row, change.lines)
    return OrderCommand(view, entries, message, replayed=False)


def settlement_message(
    row: OrderRow, book: AccountBook | None, settlement: Settlement
) -> str | None:
    """Return what a command says to the customer: what was earned, and what could not be done."""
    sentences = list(settlement.notes)
    if book is not None and settlement.earned:
        earned: dict[str, int | str] = {"points": settlement.earned, "order": row.number}
        sentences.insert(0, say(Sentence.EARNED_BY_ORDER, book.programme.locale, earned))
    return join_sentences(sentences)


def checked_quantities(lines: Quantities, left: Mapping[str, int], *, verb: str) -> dict[str, int]:
    """Return the units of each line, refusing lines unknown, named twice, or beyond what is left.

    Raises Invalid, OutOfRange naming the line.
    """
    wanted: dict[str, int] = {}
    for index, (line_id, quantity) in enumerate(lines):
        if line_id not in left:
            raise Invalid(f"The order has no line {line_id}.", path=("lines", index, "line_id"))
        if line_id in wanted:
            raise Invalid(f"The line {line_id} is named twice.", path=("lines", index, "line_id"))
        if not 1 <= quantity <= left[line_id]:
            raise OutOfRange(
                f"{left[line_id]} units are left to {verb}.", path=("lines", index, "quantity")
            )
        wanted[line_id] = quantity
    return wanted


def open_units(
    rows: Sequence[OrderLineRow], lines: Quantities | None, *, verb: str
) -> dict[str, int]:
    """Return the units that a command takes of those neither invoiced nor cancelled.

    None stands for all of them. Raises Invalid, OutOfRange, OrderState where none are left.
    """
    left = {row.line_id: row.quantity - row.invoiced - row.cancelled for row in rows}
    if not any(left.values()):
        raise OrderState(f"Nothing is left to {verb}.", path=("order_id",))
    if lines is None:
        return left
    check_length(len(lines), least=1, path=("lines",))
    return checked_quantities(lines, left, verb=verb)
