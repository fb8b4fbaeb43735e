"""Points added or taken by hand (R4.1, R4.5)."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from services.command import audit, idempotency
from services.command.caller import Caller
from services.command.transaction import one_transaction
from services.ledger.account_book import AccountBook, Credited
from services.ledger.books import open_book, write_books
from services.ledger.entries import EntryNote, LedgerEntry
from services.ledger.history import entries_by_id
from services.programme.known_customers import check_customer_known
from services.programme.programme import load_programme
from services.rules.basics.enums import LedgerReason
from services.rules.basics.limits import POINTS_LIMIT, check_comment
from services.rules.basics.refusals import OutOfRange
from services.rules.checkout.redemption import check_available
from services.rules.words.messages import cap_message

_MUTATION = "pointsAdjust"


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What moving points wrote; without an entry, `message` says why."""

    customer_id: str
    website_code: str
    entry: LedgerEntry | None
    message: str | None
    replayed: bool


@one_transaction
async def adjust_points(
    *,
    idempotency_key: str,
    customer_id: str,
    website_code: str,
    points: int,
    comment: str | None = None,
    caller: Caller,
    now: datetime,
) -> Adjustment:
    """Add `points` to the customer's balance, or take them when below 0.

    What is added is cut by the cap; what is taken must be available, held points are not. Raises
    OutOfRange, Invalid, NotFound, InsufficientPoints, IdempotencyConflict.
    """
    check_adjustment(points, comment)
    command = {
        "customer_id": customer_id,
        "website_code": website_code,
        "points": points,
        "comment": comment,
    }
    done = await idempotency.claim_key(
        caller=caller, mutation=_MUTATION, key=idempotency_key, command=command, now=now
    )
    if done is not None:
        return await _replayed(customer_id, website_code, done)
    programme = await load_programme(website_code=website_code, customer_id=customer_id)
    check_customer_known(programme, customer_id)
    book = await open_book(customer_id=customer_id, programme=programme, caller=caller, now=now)
    adjusted = _adjust(book, points, EntryNote(LedgerReason.ADMIN_ADJUSTMENT, comment))
    await write_books([book])
    message = cap_message(adjusted.cut, programme.locale)
    result = {"entry": str(adjusted.entry.id) if adjusted.entry else None, "message": message}
    await idempotency.keep_result(
        caller=caller, mutation=_MUTATION, key=idempotency_key, result=result
    )
    await audit.record(
        action=_MUTATION, target=customer_id, details=command, caller=caller, now=now
    )
    return Adjustment(customer_id, website_code, adjusted.entry, message, replayed=False)


def check_adjustment(points: int, comment: str | None) -> None:
    """Refuse a change of 0 points or beyond the limits.

    Raises OutOfRange, Invalid.
    """
    if points == 0 or abs(points) > POINTS_LIMIT:
        raise OutOfRange(
            f"Must be from 1 to {POINTS_LIMIT:,} points, added or taken.", path=("points",)
        )
    check_comment(comment, path=("comment",))


def _adjust(book: AccountBook, points: int, note: EntryNote) -> Credited:
    if points > 0:
        return book.credit(points, note, is_capped=True)
    check_available(-points, book.funds())
    return Credited(book.debit(-points, note), cut=0)


async def _replayed(customer_id: str, website_code: str, done: dict[str, object]) -> Adjustment:
    entry_id = cast("str | None", done["entry"])
    entries = await entries_by_id([UUID(entry_id)], customer_id=customer_id) if entry_id else []
    return Adjustment(
        customer_id,
        website_code,
        entries[0] if entries else None,
        cast("str | None", done["message"]),
        replayed=True,
    )
