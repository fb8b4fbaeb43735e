"""The mails that were queued, sent or given up, as an admin looks at them (R11.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tortoise.expressions import Q

from models.database import execute
from models.rows.merged_customers import all_ids_of
from models.tables.mail import EmailRow
from services.command import audit
from services.command.caller import Caller
from services.command.pages.cursor_page import Page, PageRequest
from services.command.pages.listing import NEWEST_FIRST, list_page
from services.command.transaction import one_transaction
from services.mail.composition import compose
from services.mail.failures import Undeliverable
from services.rules.basics.codes import is_id, sought
from services.rules.basics.enums import EmailKind, EmailStatus
from services.rules.basics.refusals import Invalid, NotFound

_RETRY = """
UPDATE emails SET status = 'QUEUED', attempts = 0, next_attempt_at = ?, leased_until = NULL
WHERE customer_id = ? AND id = ? AND status = 'FAILED'
"""


@dataclass(frozen=True, slots=True)
class EmailText:
    """From whom to whom a mail goes, by address, and what it says."""

    sender: str = ""
    recipient: str = ""
    subject: str = ""
    text: str = ""
    html: str = ""


@dataclass(frozen=True, slots=True)
class Email:
    """A mail of the outbox; `kept` is what was said when it was last tried."""

    id: UUID
    kind: EmailKind
    customer_id: str
    website_code: str
    status: EmailStatus
    attempts: int
    last_error: str | None
    created_at: datetime
    sent_at: datetime | None
    kept: EmailText | None


async def list_emails(
    *, status: EmailStatus | None = None, customer_id: str | None = None, page: PageRequest
) -> Page[Email]:
    """List the outbox, newest first: all, or those of a status, or to a customer.

    Raises Invalid for an unknown cursor.
    """
    wanted = Q()
    if status is not None:
        wanted &= Q(status=status.value)
    if (customer_id := sought(customer_id, is_id)) is not None:
        wanted &= Q(customer_id__in=all_ids_of(customer_id))
    return (await list_page(EmailRow.filter(wanted), page, NEWEST_FIRST)).map(_email)


async def find_email(*, email_id: str) -> Email | None:
    """Return a mail of the outbox, None if there is none of this id."""
    row = await _find(email_id)
    return None if row is None else _email(row)


@one_transaction
async def retry_email(*, email_id: str, caller: Caller, now: datetime) -> Email:
    """Put a mail that was given up back into the queue, to be tried again (R11.3).

    Raises NotFound, and Invalid for a mail that has not failed.
    """
    row = await _find(email_id)
    if row is None:
        raise NotFound(f"There is no mail {email_id}.", path=("id",))
    if not await execute(_RETRY, [now, row.customer_id, row.id]):
        raise Invalid("Only a mail that has failed can be put back.", path=("id",))
    await audit.record(action="emailRetry", target=email_id, details={}, caller=caller, now=now)
    return _email(await EmailRow.get(customer_id=row.customer_id, id=row.id))


async def texts_of_emails(emails: Sequence[Email], *, now: datetime) -> list[EmailText]:
    """Return what each mail says: as it was sent, or as it would be sent now.

    Empty if there is no longer anybody to send it to, or nothing to tell.
    """
    unsaid = [email.id for email in emails if email.kept is None]
    rows = {row.id: row for row in await EmailRow.filter(id__in=unsaid)} if unsaid else {}
    return [email.kept or await _text_now(rows[email.id], now) for email in emails]


async def _find(email_id: str) -> EmailRow | None:
    try:
        return await EmailRow.get_or_none(id=UUID(email_id))
    except ValueError:
        return None


async def _text_now(row: EmailRow, now: datetime) -> EmailText:
    try:
        mail = await compose(row, now=now)
    except Undeliverable:
        return EmailText()
    said = mail.rendered
    return EmailText(mail.sender, mail.recipient, said.subject, said.text, said.html)


def _email(row: EmailRow) -> Email:
    return Email(
        id=row.id,
        kind=EmailKind(row.kind),
        customer_id=row.customer_id,
        website_code=row.website_code,
        status=EmailStatus(row.status),
        attempts=row.attempts,
        last_error=row.last_error,
        created_at=row.created_at,
        sent_at=row.sent_at,
        kept=_kept(row),
    )


def _kept(row: EmailRow) -> EmailText | None:
    if row.subject is None:
        return None
    return EmailText(
        row.sender or "", row.recipient or "", row.subject, row.text or "", row.html or ""
    )
