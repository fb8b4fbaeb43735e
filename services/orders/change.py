"""Changes of an order by commands done once: lock, change, settle, write, answer (R3.5, R6.3)."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType

from models.rows.updates import save_row
from models.tables.checkout import OrderLineRow, OrderRow
from services.activities.completion import note_completion, write_points
from services.command.caller import Caller
from services.command.once import Command, Done, once
from services.ledger.entries import LedgerEntry
from services.ledger.lock_order import lock_what_goes_first
from services.ledger.writing.account_book import AccountBook
from services.ledger.writing.books import open_book
from services.orders.commands_given import EventKey, answer_to_keep, kept_entries, kept_message
from services.orders.facts import note_matured, states_of
from services.orders.lines import Quantities, open_units, save_quantities, taken_units
from services.orders.orders import LockedOrder, Order, lock_order, order_view
from services.orders.settlement.booking import Settlement
from services.orders.settlement.settlement import settle
from services.programme.programme import Programme, load_recorded_programme
from services.rules.basics.enums import PointsChange
from services.rules.basics.limits import check_id, check_length
from services.rules.basics.quantities import NO_UNITS, Quantity
from services.rules.basics.refusals import OrderState
from services.rules.orders.status import (
    UNCHANGED,
    LineState,
    is_open,
    next_status,
    rule_of,
)
from services.rules.words.messages import Sentence, join_sentences, say


@dataclass(frozen=True, slots=True)
class OrderCommand:
    """What a command did to an order: the entries it wrote and what it says to the customer.

    `result` is what its kind keeps beside them.
    """

    order: Order
    entries: list[LedgerEntry]
    message: str | None
    replayed: bool
    result: Mapping[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class OrderChange:
    """A locked order and what a command needs to change it, and how it stood `before`."""

    row: OrderRow
    lines: list[OrderLineRow]
    book: AccountBook | None
    programme: Programme
    before: list[LineState]
    status_before: str
    now: datetime


async def order_once(
    key: EventKey,
    locked: LockedOrder,
    do: Callable[[], Awaitable[OrderCommand]],
    *,
    action: str,
    caller: Caller,
) -> OrderCommand:
    """Do a locked order's command, or answer it from its event if it was given before (R3.5).

    Raises IdempotencyConflict and what `do` raises.
    """

    async def done() -> Done[OrderCommand]:
        return to_keep(await do(), {key.field: key.id, **key.command})

    async def replay(kept: Mapping[str, object]) -> OrderCommand:
        return await answer_again(locked, kept)

    command = Command(action, key.order_id, [key], caller, key.now)
    return await once(command, done, replay=replay)


def to_keep(done: OrderCommand, details: Mapping[str, object]) -> Done[OrderCommand]:
    """Return a command that was done with what a replay is answered from."""
    kept = {**answer_to_keep(done.entries, done.message), **done.result}
    return Done(done, kept, details)


async def answer_again(locked: LockedOrder, kept: Mapping[str, object]) -> OrderCommand:
    """Return what a command first answered, with the order as it is now."""
    row, lines = locked
    entries = await kept_entries(kept, customer_id=row.customer_id)
    view = order_view(row, lines)
    return OrderCommand(view, entries, kept_message(kept), replayed=True, result=kept)


async def take_open_units(
    key: EventKey,
    lines: Quantities | None,
    take: Callable[[OrderLineRow, Quantity], None],
    *,
    action: str,
    caller: Caller,
) -> OrderCommand:
    """Let `take` count the units of each line that are named, or all that are open; once.

    Raises NotFound, Invalid, OutOfRange, OrderState, IdempotencyConflict.
    """
    check_id(key.id, path=(key.field,))
    check_length(len(lines or ()), path=("lines",))
    locked = await lock_order(key.order_id)

    async def do() -> OrderCommand:
        change = await open_order(locked, caller=caller, now=key.now)
        units = open_units(change.lines, lines, verb=key.kind.lower())
        for line in change.lines:
            take(line, units.get(line.line_id, NO_UNITS))
        settlement = await settle_quantities(change)
        kept = taken_units(units, change.before)
        return await write_quantities(change, settlement, caller=caller, now=key.now, result=kept)

    return await order_once(key, locked, do, action=action, caller=caller)


async def open_order(locked: LockedOrder, *, caller: Caller, now: datetime) -> OrderChange:
    """Lock the account of a locked order for a command on its quantities.

    Raises OrderState in a status that un-approves the points used (R6.4).
    """
    row, _ = locked
    programme = await order_programme(row)
    if rule_of(programme.status_rules, row.status).needed is PointsChange.UNAPPROVE:
        raise OrderState(
            f"The order's status is {row.status}: its quantities can't change.", path=("order_id",)
        )
    return await open_change(locked, programme, caller=caller, now=now)


async def order_programme(row: OrderRow) -> Programme:
    """Return the programme that an order's commands go by."""
    return await load_recorded_programme(website_code=row.website_code, customer_id=row.customer_id)


async def open_change(
    locked: LockedOrder, programme: Programme, *, caller: Caller, now: datetime
) -> OrderChange:
    """Lock the account that a locked order moves points of; a guest's order has none."""
    row, lines = locked
    book = None
    if row.customer_id is not None:
        await lock_what_goes_first(row.customer_id, now=now)
        book = await open_book(
            customer_id=row.customer_id, programme=programme, caller=caller, now=now
        )
        take_over_matured(row, book)
    return OrderChange(row, lines, book, programme, states_of(lines), row.status, now)


def take_over_matured(row: OrderRow, book: AccountBook) -> None:
    """Let a locked order know what opening its account has credited for it (R6.13).

    From then on its command writes the order.
    """
    ledger = book.matured.pop(row.id, None)
    if ledger is not None:
        note_matured(row, ledger)


async def settle_quantities(change: OrderChange) -> Settlement:
    """Let the order's status and points follow its quantities (R6.3, R6.5)."""
    row = change.row
    status = next_status(row.status, change.before, states_of(change.lines))
    rule = rule_of(change.programme.status_rules, status)
    reached = UNCHANGED if status == row.status else rule
    row.status = status
    return await settle(
        row, change.lines, change.book, reached, now=change.now, is_open=is_open(status, rule)
    )


async def write_quantities(
    change: OrderChange,
    settlement: Settlement,
    *,
    caller: Caller,
    now: datetime,
    result: Mapping[str, object] = MappingProxyType({}),
) -> OrderCommand:
    """Write the quantities of the lines, and all that `write_change` does."""
    await save_quantities(change.row.id, change.lines)
    done = await write_change(change, settlement, caller=caller, now=now)
    return replace(done, result=result)


async def write_change(
    change: OrderChange, settlement: Settlement, *, caller: Caller, now: datetime
) -> OrderCommand:
    """Write the order and its points, the inviter's too; return what was done."""
    row = change.row
    completion = await note_completion(
        row,
        states_of(change.lines),
        status_before=change.status_before,
        caller=caller,
        now=now,
    )
    await save_row(row)
    await write_points(change.book, completion)
    entries = [*settlement.entries, *completion.entries]
    message = settlement_message(row, change.book, settlement)
    return OrderCommand(order_view(row, change.lines), entries, message, replayed=False)


def settlement_message(
    row: OrderRow, book: AccountBook | None, settlement: Settlement
) -> str | None:
    """Return what a command says to the customer: what was earned, and what could not be done."""
    sentences = list(settlement.notes)
    if book is not None and settlement.earned:
        earned: dict[str, int | str] = {"points": settlement.earned, "order": row.number}
        sentences.insert(0, say(Sentence.EARNED_BY_ORDER, book.programme.locale, earned))
    return join_sentences(sentences)
