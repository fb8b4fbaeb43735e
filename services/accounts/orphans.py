"""Orphan points, whose website was deleted: an admin moves or deletes them (R1.5)."""

from datetime import datetime

from services.accounts.adjustments import Adjustment, Moved, move_once
from services.command.caller import Caller
from services.command.idempotency import callers_key
from services.command.once import Command
from services.command.transaction import one_transaction
from services.ledger.entries import EntryNote, LedgerEntry
from services.ledger.writing.books import open_book, open_books, write_books
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
    notify: bool = False,
    caller: Caller,
    now: datetime,
) -> Adjustment:
    """Move all points of a deleted website to another one; they keep their dates, none is cut.

    The customer gets mail about it only with `notify` (R11.1). The entry answered is the one on the
    other website. Raises NotFound, Invalid, OutOfRange, IdempotencyConflict.
    """
    given: dict[str, object] = {
        "customer_id": customer_id,
        "from": from_website_code,
        "to": to_website_code,
    }
    if notify:  # so that a key of before there was a choice is still the same
        given["notify"] = notify
    key = callers_key(caller, _MOVE, idempotency_key, given, now)

    async def move() -> Moved:
        source = await _orphaned(customer_id, from_website_code)
        target = await load_programme(
            website_code=to_website_code, customer_id=customer_id, path=("to_website_code",)
        )
        present_id = source.present_id
        books = await open_books({present_id: [source, target]}, caller=caller, now=now)
        entry = None
        origin = books[present_id, from_website_code]
        if origin.state.remaining:
            note = EntryNote(LedgerReason.ORPHAN_MOVED)
            there = books[present_id, to_website_code]
            there.check_room(origin.state.remaining, path=("to_website_code",))
            _, lots = origin.move_out(note)
            entry = there.move_in(lots, note)
        for book in books.values():
            book.is_quiet = not notify
        await write_books(books.values())
        return _moved(entry, to_website_code)

    return await move_once(Command(_MOVE, customer_id, [key], caller, now), to_website_code, move)


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
    given = {"customer_id": customer_id, "from": from_website_code}
    key = callers_key(caller, _DELETE, idempotency_key, given, now)

    async def delete() -> Moved:
        source = await _orphaned(customer_id, from_website_code)
        book = await open_book(
            customer_id=source.present_id, programme=source, caller=caller, now=now
        )
        entry = None
        if book.state.remaining:
            entry = book.debit(book.state.remaining, EntryNote(LedgerReason.ORPHAN_DELETED))
        await write_books([book])
        return _moved(entry, from_website_code)

    command = Command(_DELETE, customer_id, [key], caller, now)
    return await move_once(command, from_website_code, delete)


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


def _moved(entry: LedgerEntry | None, website_code: str) -> Moved:
    details = {"websiteCode": website_code, "points": entry.points if entry else 0}
    return Moved(entry, None if entry else _NOTHING, details)
