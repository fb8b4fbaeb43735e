"""Mail content: what each kind of mail tells its customer (R11.2)."""

from dataclasses import dataclass
from datetime import datetime

from services.rules.basics.money import Money


@dataclass(frozen=True, slots=True)
class MailEntry:
    """A change of the balance, with its reason in the customer's language."""

    label: str
    points: int


@dataclass(frozen=True, slots=True)
class MailLot:
    """Points that expire together, at an instant in the website's time zone."""

    points: int
    worth: Money
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class BalanceUpdateContent:
    """What a mail about a changed balance tells: by how much, why, and what it is now."""

    customer_name: str | None
    website_name: str
    locale: str
    change: int
    balance: int
    worth: Money
    entries: tuple[MailEntry, ...]
    unsubscribe_url: str


@dataclass(frozen=True, slots=True)
class ExpiryWarningContent:
    """What a warning tells: how many points expire, which and when, and what the balance is."""

    customer_name: str | None
    website_name: str
    locale: str
    balance: int
    worth: Money
    expiring: int
    lots: tuple[MailLot, ...]
    unsubscribe_url: str


MailContent = BalanceUpdateContent | ExpiryWarningContent
