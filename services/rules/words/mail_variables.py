"""Mail variables: a mail's content as its template may use it, in the reader's words (R11.2)."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from services.rules.basics.locales import DEFAULT_LOCALE
from services.rules.basics.money import Money
from services.rules.words.direction import Link
from services.rules.words.mail_content import BalanceUpdateContent, MailContent

Variables = dict[str, object]

_POINTS = {
    "en": {"one": "{} point", "other": "{} points"},
    "de": {"one": "{} Punkt", "other": "{} Punkte"},
    "es": {"one": "{} punto", "other": "{} puntos"},
    "sv": {"one": "{} poäng", "other": "{} poäng"},
}


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
