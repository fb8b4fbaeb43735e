"""Composing of queued mail, from the ledger, when it is sent or read (R11.1, R11.2).

Entries never change, so that a mail says the same however late it is sent; name, address and
language are the customer's of that time.
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from models.rows.merged_customers import present_id_of
from models.tables.mail import EmailRow
from models.tables.setup import CustomerRow
from services.ledger.reading.history import entries_between
from services.ledger.reading.lots import lots_warned_by
from services.ledger.reading.standing import read_standing
from services.mail.failures import Undeliverable
from services.mail.options import mail_options
from services.mail.rendering import RenderedMail, render
from services.mail.templates import find_email_template
from services.mail.unsubscribing import Subscription, unsubscribe_url
from services.programme.programme import Programme, load_recorded_programme
from services.rules.basics.enums import EmailKind
from services.rules.basics.money import Money
from services.rules.programme.conversion import points_worth
from services.rules.words.labels import reason_label
from services.rules.words.mail_content import (
    BalanceUpdateContent,
    ExpiryWarningContent,
    MailContent,
    MailEntry,
    MailLot,
)


@dataclass(frozen=True, slots=True)
class ComposedMail:
    """A mail as it goes out: from whom, to whom, and what it says."""

    sender_name: str
    sender: str
    recipient_name: str
    recipient: str
    rendered: RenderedMail
    unsubscribe_url: str


async def compose(row: EmailRow, *, now: datetime) -> ComposedMail:
    """Work out what a queued mail says.

    Raises Undeliverable if there is no longer anybody to send it to, or nothing to tell.
    """
    customer = await CustomerRow.get_or_none(id__in=present_id_of(row.customer_id))
    if customer is None or customer.email is None:
        raise Undeliverable("The customer no longer has an e-mail address.")
    programme = await load_recorded_programme(
        website_code=row.website_code, customer_id=row.customer_id
    )
    kind = EmailKind(row.kind)
    url = unsubscribe_url(Subscription(row.customer_id, kind))
    content = await _content(row, kind, _Reader(customer, programme, url), now)
    settings = programme.settings
    codes = {
        EmailKind.BALANCE_UPDATE: settings.balance_update_template,
        EmailKind.EXPIRY_WARNING: settings.expiry_warning_template,
    }
    template = await find_email_template(kind=kind, code=codes[kind], locale=customer.locale)
    return ComposedMail(
        sender_name=settings.email_sender_name or programme.website.name,
        sender=settings.email_sender_address or f"no-reply@{mail_options().host}",
        recipient_name=_name_of(customer) or "",
        recipient=customer.email,
        rendered=render(template, content),
        unsubscribe_url=url,
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    customer: CustomerRow
    programme: Programme
    unsubscribe_url: str


async def _content(row: EmailRow, kind: EmailKind, reader: _Reader, now: datetime) -> MailContent:
    if kind is EmailKind.BALANCE_UPDATE:
        return await _balance_update(row, reader)
    return await _expiry_warning(row, reader, now)


async def _balance_update(row: EmailRow, reader: _Reader) -> BalanceUpdateContent:
    assert row.first_sequence is not None, "the table demands it of a balance update"
    assert row.last_sequence is not None, "the table demands it of a balance update"
    entries = await entries_between(
        customer_id=row.customer_id,
        account_id=row.account_id,
        first=row.first_sequence,
        last=row.last_sequence,
    )
    locale = reader.customer.locale
    return BalanceUpdateContent(
        customer_name=_name_of(reader.customer),
        website_name=reader.programme.website.name,
        locale=locale,
        change=sum(entry.points for entry in entries),
        balance=entries[-1].balance,
        worth=entries[-1].amount_balance,
        entries=tuple(
            MailEntry(reason_label(entry.reason, entry.label, locale), entry.points)
            for entry in entries
        ),
        unsubscribe_url=reader.unsubscribe_url,
    )


async def _expiry_warning(row: EmailRow, reader: _Reader, now: datetime) -> ExpiryWarningContent:
    programme = reader.programme
    lots = await lots_warned_by(
        customer_id=row.customer_id, email_id=row.id, policy=programme.expiry, now=now
    )
    if not lots:
        raise Undeliverable("The points were used or expired before the mail could be sent.")
    standing = await read_standing(customer_id=row.customer_id, programme=programme, now=now)
    time_zone = ZoneInfo(programme.website.time_zone)
    currency = programme.website.base_currency
    return ExpiryWarningContent(
        customer_name=_name_of(reader.customer),
        website_name=programme.website.name,
        locale=reader.customer.locale,
        balance=standing.balance,
        worth=standing.worth,
        expiring=sum(lot.remaining for lot in lots),
        lots=tuple(
            MailLot(
                points=lot.remaining,
                worth=Money(points_worth(lot.remaining, programme.redemption), currency),
                expires_at=lot.expires_at.astimezone(time_zone),
            )
            for lot in lots
            if lot.expires_at is not None
        ),
        unsubscribe_url=reader.unsubscribe_url,
    )


def _name_of(customer: CustomerRow) -> str | None:
    return " ".join(filter(None, (customer.first_name, customer.last_name))) or None
