"""Acceptance of invitations: an invitee has registered and the inviter is rewarded (R9.3).

An invitation converts one customer, and a customer converts one invitation: both are locked, so
that of several at once one does.
"""

from datetime import datetime

from models.rows.merged_customers import all_ids_of
from models.tables.activities import InvitationRow
from models.tables.setup import CustomerRow
from services.activities.invitations import InvitationCommand, invitation_of
from services.awards.awards import award, find_awards
from services.command import audit
from services.command.caller import Caller
from services.command.transaction import one_transaction
from services.customers.customers import find_customer, lock_customer, no_customer
from services.ledger.entries import LedgerEntry
from services.programme.known_customers import present_id
from services.programme.programme import load_recorded_programme
from services.rules.awards.awards import Occasion
from services.rules.basics.codes import is_id
from services.rules.basics.email_address import is_same_person
from services.rules.basics.enums import LedgerReason
from services.rules.basics.refusals import IdempotencyConflict, Invalid, NotFound
from services.rules.words.messages import Sentence, say


@one_transaction
async def accept_invitation(
    *, invitation_id: str, customer_id: str, caller: Caller, now: datetime
) -> InvitationCommand:
    """Make the invitation the customer's, and award the inviter, once.

    A customer who registered before the invitation, or accepted another, doesn't count: the
    message says so. Raises NotFound, Invalid, IdempotencyConflict; the path of the id
    is ("id",).
    """
    row = await _lock_invitation(invitation_id)
    if row.accepted_by == customer_id:
        return await _accepted_before(row)
    invitee = await _lock_invitee(customer_id)
    if row.accepted_by is not None and await present_id(row.accepted_by) == invitee.id:
        return await _accepted_before(row)
    await _check_somebody_else(row, invitee)
    if row.accepted_by is not None:
        raise IdempotencyConflict("Somebody else has accepted the invitation.", path=("id",))
    refusal = await _why_not(row, invitee)
    entries = [] if refusal else await _convert(row, invitee, caller, now)
    await audit.record(
        action="invitationAccept",
        target=row.id,
        details={"customerId": customer_id},
        caller=caller,
        now=now,
    )
    message = say(refusal, invitee.locale) if refusal else None
    return InvitationCommand(invitation_of(row), entries, message, replayed=False)


async def _accepted_before(row: InvitationRow) -> InvitationCommand:
    """Answer an acceptance that was given before, by whichever id of the customer's (R12.5)."""
    awards = await find_awards(
        customer_id=row.inviter_id,
        reason=LedgerReason.INVITATION_CUSTOMER,
        reference=row.id,
    )
    return InvitationCommand(invitation_of(row), awards, None, replayed=True)


async def _lock_invitation(invitation_id: str) -> InvitationRow:
    found = InvitationRow.select_for_update().get_or_none(id=invitation_id)
    row = await found if is_id(invitation_id) else None
    if row is None:
        raise NotFound(f"There is no invitation {invitation_id}.", path=("id",))
    return row


async def _lock_invitee(customer_id: str) -> CustomerRow:
    row = await lock_customer(customer_id)
    if row is None or row.erased_at is not None:
        raise no_customer(customer_id, path=("customer_id",))
    return row


async def _check_somebody_else(row: InvitationRow, invitee: CustomerRow) -> None:
    """Refuse an inviter who accepts their own invitation, by id or by address (R9.3)."""
    inviter = await find_customer(row.inviter_id)
    is_inviter = invitee.id == inviter.id or (
        invitee.email is not None
        and inviter.email is not None
        and is_same_person(invitee.email, inviter.email)
    )
    if is_inviter:
        raise Invalid("Nobody can accept their own invitation.", path=("customer_id",))


async def _why_not(row: InvitationRow, invitee: CustomerRow) -> Sentence | None:
    """Return why the customer does not convert the invitation, None if they do.

    What one of their ids accepted of another, before they were merged, converted nobody.
    """
    if invitee.created_at < row.created_at:
        return Sentence.REGISTERED_BEFORE
    of_others = InvitationRow.exclude(inviter_id=invitee.id)
    if await of_others.filter(accepted_by__in=all_ids_of(invitee.id)).exists():
        return Sentence.INVITED_ALREADY
    return None


async def _convert(
    row: InvitationRow, invitee: CustomerRow, caller: Caller, now: datetime
) -> list[LedgerEntry]:
    """Make the invitation the invitee's; return what that was worth to the inviter."""
    row.accepted_by, row.accepted_at = invitee.id, now
    await row.save()
    programme = await load_recorded_programme(
        website_code=row.website_code, customer_id=row.inviter_id
    )
    settings = programme.settings
    occasion = Occasion(
        LedgerReason.INVITATION_CUSTOMER,
        settings.invitation_customer_points,
        settings.invitation_customer_limit,
        reference=row.id,
    )
    awards = await award(
        customer_id=programme.present_id,
        occasions=[(programme, occasion)],
        caller=caller,
        now=now,
    )
    return [each.entry for each in awards if each.entry is not None]
