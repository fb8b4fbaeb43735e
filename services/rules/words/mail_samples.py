"""Mail samples, to try templates before saving and for previews (R11.2)."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from services.rules.basics.enums import EmailKind
from services.rules.basics.money import Money
from services.rules.words.mail_content import (
    BalanceUpdateContent,
    ExpiryWarningContent,
    MailContent,
    MailEntry,
    MailLot,
)

_NAME = "Ada Byron"
_SHOP = "Leaf & Kettle"
_WORTH = Money(Decimal("12.50"), "EUR")
_LINK = "https://example.com/unsubscribe/sample"


def sample_content(kind: EmailKind, locale: str) -> MailContent:
    """Return what a mail of this kind may tell, the same each time."""
    if kind is EmailKind.BALANCE_UPDATE:
        entries = (MailEntry("Making purchases", 90), MailEntry("Expired", -40))
        return BalanceUpdateContent(
            _NAME, _SHOP, locale, 50, 1_250, _WORTH, entries, unsubscribe_url=_LINK
        )
    lots = (
        MailLot(100, Money(Decimal("1.00"), "EUR"), datetime(2026, 12, 24, tzinfo=UTC)),
        MailLot(1, Money(Decimal(0), "EUR"), datetime(2026, 12, 31, tzinfo=UTC)),
    )
    return ExpiryWarningContent(
        _NAME, _SHOP, locale, 1_250, _WORTH, 101, lots, unsubscribe_url=_LINK
    )


def sample_contents(kind: EmailKind, locale: str) -> tuple[MailContent, ...]:
    """Return the sample, and what differs from it: a loss, no name, points worth nothing."""
    usual = sample_content(kind, locale)
    bare = replace(usual, customer_name=None, worth=Money(Decimal(0), "EUR"))
    if isinstance(bare, BalanceUpdateContent):
        bare = replace(bare, change=-50, entries=(MailEntry("Expired", -50),))
    return usual, bare
