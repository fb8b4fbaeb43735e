"""Points added or taken by hand (R4.1, R4.5)."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from services.command.caller import Caller
from services.command.idempotency import callers_key
from services.command.once import Command, Done, once
from services.command.transaction import unlocked_first
from services.ledger.entries import EntryNote, LedgerEntry
from services.ledger.reading.history import entries_by_id
from services.ledger.writing.account_book import AccountBook, Credited
from services.ledger.writing.books import open_book, write_books
from services.ledger.writing.looking_ahead import look_ahead_to_book
from services.programme.known_customers import check_customer_known
from services.programme.programme import load_programme
from services.rules.basics.enums import LedgerReason
from services.rules.basics.limits import POINTS_LIMIT, check_comment, check_future
from services.rules.basics.refusals import Invalid, OutOfRange
from services.rules.checkout.redemption.choice import check_available
from services.rules.words.messages import cut_message

_MUTATION = "pointsAdjust"


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What moving points wrote; without an entry, `message` says why."""

    customer_id: str
    website_code: str
    entry: LedgerEntry | None
    message: str | None
    replayed: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """The entry that a command wrote, what it says, and what the audit log shows of it.

    `is_replay` says that it wrote nothing: the entry was there.
    """

    entry: LedgerEntry | None
    message: str | None
    details: Mapping[str, object]
    is_replay: bool = False


@unlocked_first
async def adjust_points(
    *,
    idempotency_key: str,
    customer_id: str,
    website_code: str,
    points: int,
    comment: str | None = None,
    expires_at: datetime | None = None,
    caller: Caller,
    now: datetime,
) -> Adjustment:
    """Add `points` to the customer's balance, or take them when below 0.

    What is added is cut by the cap and expires at `expires_at`, if given (R10.1); what is taken
    must be available, held points are not. Raises OutOfRange, Invalid, NotFound,
    InsufficientPoints, IdempotencyConflict.
    """
    check_adjustment(points, comment)
    given: dict[str, object] = {
        "customer_id": customer_id,
        "website_code": website_code,
        "points": points,
        "comment": comment,
    }
    if expires_at is not None:  # so that a key of before there was a date is still the same
        given["expires_at"] = expires_at
    key = callers_key(caller, _MUTATION, idempotency_key, given, now)

    async def move() -> Moved:
        _check_expiry(points, expires_at, now)
        await look_ahead_to_book(
            customer_id=customer_id, website_code=website_code, now=now, adds_only=points > 0
        )
        programme = await load_programme(website_code=website_code, customer_id=customer_id)
        check_customer_known(programme, customer_id)
        book = await open_book(
            customer_id=programme.present_id,
            programme=programme,
            caller=caller,
            now=now,
            adds_only=points > 0,
        )
        note = EntryNote(LedgerReason.ADMIN_ADJUSTMENT, comment)
        adjusted = _adjust(book, points, note, expires_at)
        await write_books([book])
        message = cut_message(adjusted.cut, programme.locale, cap=programme.settings.balance_cap)
        return Moved(adjusted.entry, message, given)

    command = Command(_MUTATION, customer_id, [key], caller, now)
    return await move_once(command, website_code, move)


async def move_once(
    command: Command, website_code: str, move: Callable[[], Awaitable[Moved]]
) -> Adjustment:
    """Do a command that moves points of the customer it is about, once.

    Raises IdempotencyConflict and what `move` raises.
    """
    customer_id = command.target

    async def do() -> Done[Adjustment]:
        moved = await move()
        entry, message = moved.entry, moved.message
        kept = {"entry": str(entry.id) if entry else None, "message": message}
        done = Adjustment(customer_id, website_code, entry, message, replayed=moved.is_replay)
        return Done(done, kept, moved.details)

    async def replay(kept: Mapping[str, object]) -> Adjustment:
        return await replay_moved(kept, customer_id, website_code)

    return await once(command, do, replay=replay)


async def replay_moved(
    kept: Mapping[str, object], customer_id: str, website_code: str
) -> Adjustment:
    """Answer a command from what was kept of it; the entry may be under an old id (R12.5)."""
    ids = [UUID(str(kept["entry"]))] if kept["entry"] else []
    entries = await entries_by_id(ids, customer_id=customer_id) if ids else []
    entry = entries[0] if entries else None
    message = cast("str | None", kept["message"])
    return Adjustment(customer_id, website_code, entry, message, replayed=True)


def check_adjustment(points: int, comment: str | None) -> None:
    """Refuse a change of 0 points or beyond the limits.

    Raises OutOfRange, Invalid.
    """
    if points == 0 or abs(points) > POINTS_LIMIT:
        raise OutOfRange(
            f"Must be from 1 to {POINTS_LIMIT:,} points, added or taken.", path=("points",)
        )
    check_comment(comment, path=("comment",))


def _check_expiry(points: int, expires_at: datetime | None, now: datetime) -> None:
    """Refuse a date on points that are taken, or one that is over.

    A replay is not checked: its date may be over by now. Raises Invalid.
    """
    if expires_at is not None and points < 0:
        raise Invalid("Only added points can have a date.", path=("expires_at",))
    check_future(expires_at, now=now, path=("expires_at",))


def _adjust(
    book: AccountBook, points: int, note: EntryNote, expires_at: datetime | None
) -> Credited:
    if points > 0:
        if book.programme.settings.balance_cap is None:
            book.check_room(points, path=("points",))
        return book.credit(points, note, is_capped=True, expires_at=expires_at)
    check_available(-points, book.funds())
    return Credited(book.debit(-points, note), cut=0)
