"""The variables of mail: numbers, money and dates as the customer writes them (R11.2)."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from services.rules.basics.money import Money
from services.rules.words.mail_content import (
    BalanceUpdateContent,
    ExpiryWarningContent,
    MailEntry,
    MailLot,
)
from services.rules.words.mail_variables import variables_of


def update(change: int = 1, balance: int = 1_250, worth: str = "1234.5") -> BalanceUpdateContent:
    return BalanceUpdateContent(
        customer_name="Ada",
        website_name="Shop",
        locale="en",
        change=change,
        balance=balance,
        worth=Money(Decimal(worth), "EUR"),
        entries=(MailEntry("Expired", -1_000), MailEntry("Making purchases", 1_001)),
        unsubscribe_url="https://example.com/u",
    )


@pytest.mark.parametrize(
    ("locale", "balance", "worth", "change"),
    [
        ("en", "1,250 points", "€1,234.50", "+1 point"),
        ("de", "1.250 Punkte", "1.234,50\xa0€", "+1 Punkt"),
        ("de-CH", "1\u2019250 Punkte", "EUR\xa01\u2019234.50", "+1 Punkt"),
        ("es", "1.250 puntos", "1.234,50\xa0€", "+1 punto"),
        ("sv", "1\xa0250 poäng", "1\xa0234,50\xa0€", "+1 poäng"),
    ],
)
def test_numbers_are_as_the_locale_writes_them(
    locale: str, balance: str, worth: str, change: str
) -> None:
    """R11.2."""
    found = variables_of(update(), locale)

    assert (found["balance_points"], found["worth"]) == (balance, worth)
    assert found["change_points"] == change


@pytest.mark.parametrize(
    ("change", "shown"), [(1_000, "+1,000"), (-1_000, "-1,000"), (0, "0"), (-1, "-1")]
)
def test_a_change_has_its_sign(change: int, shown: str) -> None:
    found = variables_of(update(change), "en")

    assert found["change"] == shown
    assert found["is_gain"] is (change > 0)


def test_each_entry_is_there_with_its_label_and_points() -> None:
    """R11.1."""
    assert variables_of(update(), "en")["entries"] == [
        {"label": "Expired", "points": "-1,000"},
        {"label": "Making purchases", "points": "+1,001"},
    ]


def test_points_without_worth_say_nothing_of_worth() -> None:
    """R2.5."""
    assert variables_of(update(worth="0"), "en")["worth"] == ""


@pytest.mark.parametrize(
    ("locale", "day"),
    [
        ("en", "December 31, 2026"),
        ("de-AT", "31. Dezember 2026"),
        ("es", "31 de diciembre de 2026"),
        ("sv-NO", "31 december 2026"),
    ],
)
def test_a_warning_says_the_day_in_the_customer_s_language(locale: str, day: str) -> None:
    """R10.4."""
    ends = datetime(2026, 12, 31, 23, 59, tzinfo=UTC)
    worth = Money(Decimal(12), "JPY")
    warning = ExpiryWarningContent(
        None, "Shop", locale, 40, worth, 40, (MailLot(40, worth, ends),), "https://example.com/u"
    )

    found = variables_of(warning, locale)

    assert found["expires_on"] == day
    assert found["customer_name"] == ""
    assert isinstance(found["lots"], list)
    assert found["lots"][0]["expires_on"] == day
