"""Mail content, and the variables its template may use (R11.2)."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from services.rules.basics.locales import DEFAULT_LOCALE
from services.rules.basics.money import Money
from services.rules.words.direction import Link

Variables = dict[str, object]

_POINTS = {
    "en": {"one": "{} point", "other": "{} points"},
    "de": {"one": "{} Punkt", "other": "{} Punkte"},
    "es": {"one": "{} punto", "other": "{} puntos"},
    "sv": {"one": "{} poäng", "other": "{} poäng"},
}


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


def variables_of(content: MailContent, locale: str) -> Variables:
    """Return the variables of a template, numbers and dates as `locale` (BCP 47) writes them.

    What is worth nothing has an empty worth.
    """
    words = _Words(_locale_of(locale))
    common: Variables = {
        "customer_name": content.customer_name or "",
        "website_name": content.website_name,
        "balance": words.number(content.balance),
        "balance_points": words.points(content.balance),
        "worth": words.money(content.worth),
        "unsubscribe_url": Link(content.unsubscribe_url),
    }
    if isinstance(content, BalanceUpdateContent):
        return common | {
            "change": words.signed(content.change),
            "change_points": words.points(content.change, signed=True),
            "is_gain": content.change > 0,
            "entries": [
                {"label": entry.label, "points": words.signed(entry.points)}
                for entry in content.entries
            ],
        }
    return common | {
        "expiring": words.number(content.expiring),
        "expiring_points": words.points(content.expiring),
        "expires_on": words.date(content.lots[0].expires_at),
        "lots": [
            {
                "points": words.points(lot.points),
                "worth": words.money(lot.worth),
                "expires_on": words.date(lot.expires_at),
            }
            for lot in content.lots
        ],
    }


@dataclass(frozen=True, slots=True)
class _Words:
    locale: Locale

    def number(self, number: int) -> str:
        return format_decimal(number, locale=self.locale)

    def signed(self, number: int) -> str:
        return f"+{self.number(number)}" if number > 0 else self.number(number)

    def points(self, number: int, *, signed: bool = False) -> str:
        forms = _POINTS.get(self.locale.language, _POINTS[DEFAULT_LOCALE])
        form = forms.get(self.locale.plural_form(abs(number)), forms["other"])
        return form.format(self.signed(number) if signed else self.number(number))

    def money(self, money: Money) -> str:
        if money.amount == Decimal(0):
            return ""
        return format_currency(money.amount, money.currency, locale=self.locale)

    def date(self, instant: datetime) -> str:
        return format_date(instant.date(), format="long", locale=self.locale)


def _locale_of(tag: str) -> Locale:
    """Return the locale, or its language where the two together are not known."""
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(tag.partition("-")[0])
