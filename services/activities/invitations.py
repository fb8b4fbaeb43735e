"""Invitations: sent by a customer, accepted by somebody who registers for it (R9.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.database import execute
from models.rows.merged_customers import present_id_of
from models.tables.activities import InvitationRow
from services.awards.awards import Award, award, find_awards
from services.command import audit
from services.command.caller import Caller
from services.command.pages.cursor_page import Page, PageRequest
from services.command.pages.listing import Sorting, as_id, as_instant, given, list_page
from services.command.transaction import one_transaction
from services.customers.customers import find_customer, no_customer
from services.ledger.entries import LedgerEntry
from services.programme.known_customers import keep_from_merging, present_id
from services.programme.programme import Programme, load_programme
from services.rules.awards.awards import UNTOLD, Occasion
from services.rules.basics.codes import is_id, is_website_code, sought
from services.rules.basics.email_address import check_email_address, is_same_person
from services.rules.basics.enums import LedgerReason
from services.rules.basics.limits import check_id
from services.rules.basics.refusals import IdempotencyConflict, Invalid

_NEWEST_FIRST = Sorting({"created_at": as_instant, "id": as_id}, newest_first=True)


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation to a website; `accepted_by` is whom it made a customer.

    The address is None once the invitee or the inviter is erased.
    """

    id: str
    inviter_id: str
    website_code: str
    email: str | None
    accepted_by: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class InvitationCommand:
    """What a command did to an invitation: what it was worth, and what the customer is told."""

    invitation: Invitation
    awards: list[LedgerEntry]
    message: str | None
    replayed: bool


@one_transaction
async def create_invitation(
    *,
    invitation_id: str,
    inviter_id: str,
    website_code: str,
    email: str,
    caller: Caller,
    now: datetime,
) -> InvitationCommand:
    """Record that a customer invited somebody, and award what sending is worth; once per id.

    Nobody can invite themselves. Raises Invalid, NotFound, OutOfRange, IdempotencyConflict; the
    path of the id is ("id",).
    """
    check_id(invitation_id, path=("id",))
    check_id(inviter_id, path=("inviter_id",))
    check_email_address(email, path=("email",))
    row = await InvitationRow.get_or_none(id=invitation_id)
    if row is None:
        programme = await _check_inviter(inviter_id, website_code, email)
        if await _insert(invitation_id, programme.present_id, website_code, email, now):
            return await _sent(invitation_id, programme, caller, now)
        row = await InvitationRow.get(id=invitation_id)
    if not await _is_the_same(row, inviter_id, website_code, email):
        raise IdempotencyConflict(
            "A different invitation with this id already exists.", path=("id",)
        )
    awards = await find_awards(
        customer_id=inviter_id, reason=LedgerReason.INVITATION_SENT, reference=invitation_id
    )
    return InvitationCommand(invitation_of(row), awards, row.message, replayed=True)


async def list_invitations(
    *, inviter_id: str | None = None, website_code: str | None = None, page: PageRequest
) -> Page[Invitation]:
    """Return invitations, newest first, those that match what is given.

    Raises Invalid for an unknown cursor.
    """
    code = sought(website_code, is_website_code)
    query = InvitationRow.filter(**given({"website_code": code}))
    if (inviter_id := sought(inviter_id, is_id)) is not None:
        query = query.filter(inviter_id__in=present_id_of(inviter_id))
    return (await list_page(query, page, _NEWEST_FIRST)).map(invitation_of)


def invitation_of(row: InvitationRow) -> Invitation:
    """Read an invitation from its row."""
    return Invitation(
        id=row.id,
        inviter_id=row.inviter_id,
        website_code=row.website_code,
        email=row.email,
        accepted_by=row.accepted_by,
        created_at=row.created_at,
    )


async def _check_inviter(inviter_id: str, website_code: str, email: str) -> Programme:
    """Return the inviter's programme; refuse one who was never put, or who invites themselves."""
    programme = await load_programme(website_code=website_code, customer_id=inviter_id)
    inviter = await find_customer(inviter_id, path=("inviter_id",))
    if inviter.is_erased:
        raise no_customer(inviter_id, path=("inviter_id",))
    if inviter.email is not None and is_same_person(inviter.email, email):
        raise Invalid("This is the inviter's own address.", path=("email",))
    return programme


async def _is_the_same(row: InvitationRow, inviter_id: str, website_code: str, email: str) -> bool:
    """Test whether an invitation is the one that is sent again.

    The inviter may say an old id (R12.5). An address that was erased can't be compared.
    """
    if row.website_code != website_code or row.email not in {None, email}:
        return False
    return row.inviter_id == inviter_id or row.inviter_id == await present_id(inviter_id)


async def _insert(
    invitation_id: str, inviter_id: str, website_code: str, email: str, now: datetime
) -> bool:
    """Make the invitation unless there is one of this id, and return whether that was so."""
    await keep_from_merging(inviter_id)
    inserted = await execute(
        "INSERT INTO invitations (id, inviter_id, website_code, email, created_at)"
        " VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
        [invitation_id, inviter_id, website_code, email, now],
    )
    return inserted == 1


async def _sent(
    invitation_id: str, programme: Programme, caller: Caller, now: datetime
) -> InvitationCommand:
    """Award the inviter for an invitation just made."""
    row = await InvitationRow.get(id=invitation_id)
    settings = programme.settings
    occasion = Occasion(
        LedgerReason.INVITATION_SENT,
        settings.invitation_sent_points,
        settings.invitation_sent_limit,
        reference=row.id,
    )
    awards = await award(
        customer_id=row.inviter_id, occasions=[(programme, occasion)], caller=caller, now=now
    )
    message = _told(awards, programme)
    if message is not None:
        await InvitationRow.filter(id=row.id).update(message=message)
    await audit.record(
        action="invitationCreate",
        target=row.id,
        details={"inviterId": row.inviter_id, "websiteCode": row.website_code, "email": row.email},
        caller=caller,
        now=now,
    )
    entries = [each.entry for each in awards if each.entry is not None]
    return InvitationCommand(invitation_of(row), entries, message, replayed=False)


def _told(awards: Sequence[Award], programme: Programme) -> str | None:
    (done,) = awards
    return None if done.outcome.why_not in UNTOLD else done.message(programme.locale)
