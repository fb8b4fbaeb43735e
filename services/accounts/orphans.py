"""Orphan points, whose website was deleted: an admin moves or deletes them (R1.5)."""

from datetime import datetime
from typing import cast
from uuid import UUID

from services.accounts.adjustments import Adjustment
from services.command import audit, idempotency
from services.command.caller import Caller
from services.command.transaction import one_transaction
from services.ledger.books import open_book, open_books, write_books
from services.ledger.entries import EntryNote, LedgerEntry
from services.ledger.history import entries_by_id
from services.programme.programme import Programme, load_programme, load_recorded_programme
from services.rules.basics.enums import LedgerReason
from services.rules.basics.refusals import Invalid

_MOVE = "orphanPointsMove"
_DELETE = "orphanPointsDelete"
_NOTHING = "There are no orphan points on this website."


@one_transaction
async def move_orphan_points(
    *,
    customer_id: str,
    from_website_code: str,
    to_website_code: str,
    idempotency_key: str,
    caller: Caller,
    now: datetime,
) -> Adjustment:
    """Move all points of a deleted website to another one; they keep their dates, none is cut.

    The entry answered is the one on the other website. Raises NotFound, Invalid, OutOfRange,
    IdempotencyConflict.
    """
    command = {"customer_id": customer_id, "from": from_website_code, "to": to_website_code}
    done = await idempotency.claim_key(
        caller=caller, mutation=_MOVE, key=idempotency_key, command=command, now=now
    )
    if done is not None:
        return await _replayed(customer_id, to_website_code, done)
    source = await _orphaned(customer_id, from_website_code)
    target = await load_programme(
        website_code=to_website_code, customer_id=customer_id, path=("to_website_code",)
    )
    books = await open_books({customer_id: [source, target]}, caller=caller, now=now)
    entry = None
    origin = books[customer_id, from_website_code]
    if origin.state.remaining:
        note = EntryNote(LedgerReason.ORPHAN_MOVED)
        _, lots = origin.move_out(note)
        entry = books[customer_id, to_website_code].move_in(lots, note)
    await write_books(books.values())
    return await _done(_MOVE, idempotency_key, customer_id, to_website_code, entry, caller, now)


@one_transaction
async def delete_orphan_points(
    *,
    customer_id: str,
    from_website_code: str,
    idempotency_key: str,
    caller: Caller,
    now: datetime,
) -> Adjustment:
    """Write all points of a deleted website off; the history stays.

    Raises NotFound, Invalid, IdempotencyConflict.
    """
    command = {"customer_id": customer_id, "from": from_website_code}
    done = await idempotency.claim_key(
        caller=caller, mutation=_DELETE, key=idempotency_key, command=command, now=now
    )
    if done is not None:
        return await _replayed(customer_id, from_website_code, done)
    source = await _orphaned(customer_id, from_website_code)
    book = await open_book(customer_id=customer_id, programme=source, caller=caller, now=now)
    entry = None
    if book.state.remaining:
        entry = book.debit(book.state.remaining, EntryNote(LedgerReason.ORPHAN_DELETED))
    await write_books([book])
    return await _done(_DELETE, idempotency_key, customer_id, from_website_code, entry, caller, now)


async def _orphaned(customer_id: str, website_code: str) -> Programme:
    programme = await load_recorded_programme(
        website_code=website_code, customer_id=customer_id, path=("from_website_code",)
    )
    if not programme.website.is_deleted:
        raise Invalid(
            f"The website {website_code} is not deleted: its points are no orphans.",
            path=("from_website_code",),
        )
    return programme


async def _done(
    mutation: str,
    key: str,
    customer_id: str,
    website_code: str,
    entry: LedgerEntry | None,
    caller: Caller,
    now: datetime,
) -> Adjustment:
    message = None if entry else _NOTHING
    result = {"entry": str(entry.id) if entry else None, "message": message}
    await idempotency.keep_result(caller=caller, mutation=mutation, key=key, result=result)
    await audit.record(
        action=mutation,
        target=customer_id,
        details={"websiteCode": website_code, "points": entry.points if entry else 0},
        caller=caller,
        now=now,
    )
    return Adjustment(customer_id, website_code, entry, message, replayed=False)


async def _replayed(customer_id: str, website_code: str, done: dict[str, object]) -> Adjustment:
    entry_id = cast("str | None", done["entry"])
    entries = await entries_by_id([UUID(entry_id)], customer_id=customer_id) if entry_id else []
    entry = entries[0] if entries else None
    message = cast("str | None", done["message"])
    return Adjustment(customer_id, website_code, entry, message, replayed=True)
