"""Values in payloads of events, written as the admin API writes them (R16.2)."""

from datetime import UTC, datetime
from decimal import Decimal

from services.rules.basics.currencies import MINOR_DIGITS
from services.rules.basics.money import padded
from services.rules.events import payloads


def shown(at: datetime) -> str:
    """Write an instant in UTC: 2027-01-31T09:30:00Z."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def shown_money(amount: Decimal, currency: str) -> payloads.Money:
    """Write an amount with at least its currency's decimals: 4.50."""
    return {"amount": f"{padded(amount, MINOR_DIGITS[currency]):f}", "currency": currency}
