"""Completion of customers' orders: told as an event, and the inviter is rewarded (R9.3, R16.1).

Every command on an order ends up here once its status stands. Only an order that is complete for
the first time as a customer's asks who invited them, so no other command costs an extra statement.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from models.tables.activities import InvitationRow
from models.tables.checkout import OrderRow
from services.awards.awards import Award, credit_award, refusal_of, write_awards
from services.command.caller import Caller
from services.events.outbox import Event, is_wanted, tell
from services.ledger.accounts import count_other_change
from services.ledger.entries import LedgerEntry
from services.ledger.lock_order import keep_order
from services.ledger.writing.account_book import AccountBook
from services.ledger.writing.books import open_book, write_books
from services.programme.programme import Programme, load_recorded_programme
from services.rules.awards.awards import Occasion
from services.rules.basics.enums import InvitationOrderFrequency, LedgerReason
from services.rules.events import payloads
from services.rules.events.event_types import EventType
from services.rules.events.shown import shown
from services.rules.orders.status import COMPLETE, LineState, is_completed


@dataclass(frozen=True, slots=True)
class Completion:
    """What an order's becoming complete was worth to the inviter: not yet written."""

    book: AccountBook | None = None
    award: Award | None = None

    @property
    def entries(self) -> list[LedgerEntry]:
        """The inviter's entry, if there is one."""
        return [self.award.entry] if self.award is not None and self.award.entry else []


_NOTHING = Completion()


async def note_completion(
    row: OrderRow,
    lines: Iterable[LineState],
    *,
    status_before: str,
    caller: Caller,
    now: datetime,
) -> Completion:
    """Note that a customer's order has become complete, and credit whoever invited them.

    Once per order, and only if something was bought (R6.5): the order remembers, and is yet to be
    saved. The inviter keeps the points whatever becomes of the order.
    """
    becomes_complete = status_before != COMPLETE and is_completed(row.status, lines)
    if not becomes_complete or row.customer_id is None or row.completed_at is not None:
        return _NOTHING
    row.completed_at = now
    if await is_wanted(EventType.ORDER_COMPLETED, row.website_code):
        await tell([_event(row, row.customer_id, now)])
        await count_other_change(customer_id=row.customer_id, website_code=row.website_code)
    invitation = await InvitationRow.get_or_none(accepted_by=row.customer_id)
    if invitation is None:
        return _NOTHING
    programme = await load_recorded_programme(
        website_code=invitation.website_code, customer_id=invitation.inviter_id
    )
    occasion = _occasion(row, programme)
    if refusal_of(programme, occasion) is not None:
        return _NOTHING
    await keep_order((programme.present_id, programme.website.code), locked=row.customer_id)
    book = await open_book(
        customer_id=programme.present_id,
        programme=programme,
        caller=caller,
        now=now,
        adds_only=True,
    )
    if _first_only(programme) and await _has_completed_another(row):
        return Completion(book)
    return Completion(book, await credit_award(book, occasion))


def _event(row: OrderRow, customer_id: str, now: datetime) -> Event:
    data = payloads.CompletedOrder(
        orderId=row.id,
        number=row.number,
        customerId=customer_id,
        websiteCode=row.website_code,
        createdAt=shown(now),
    )
    return Event(EventType.ORDER_COMPLETED, customer_id, row.website_code, data, now)


async def write_points(book: AccountBook | None, completion: Completion) -> None:
    """Write what a command has decided, for the buyer and for who invited them, at once."""
    books = [each for each in (book, completion.book) if each is not None]
    await write_books(books)
    if completion.award is not None:
        await write_awards([completion.award])


def _occasion(row: OrderRow, programme: Programme) -> Occasion:
    settings = programme.settings
    return Occasion(
        LedgerReason.INVITATION_ORDER,
        settings.invitation_order_points,
        settings.invitation_order_limit,
        reference=row.id,
        order_id=row.id,
    )


def _first_only(programme: Programme) -> bool:
    return programme.settings.invitation_order_frequency is InvitationOrderFrequency.FIRST


async def _has_completed_another(row: OrderRow) -> bool:
    """Test whether another order of the customer was complete before, rewarded or not.

    Asked with the inviter's account locked: of two orders at once the second sees the first.
    """
    return await OrderRow.exists(customer_id=row.customer_id, completed_at__isnull=False)
