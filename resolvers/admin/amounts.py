"""Amounts of money as the admin API shows them: exact, with the currency's decimals (R13)."""

from decimal import Decimal

import strawberry

from services.rules.basics.currencies import MINOR_DIGITS
from services.rules.basics.money import Money, padded
from services.rules.programme.conversion import RecordedRate
from services.rules.programme.rate_priority import ExchangeRate

USUAL_DIGITS = 2


def money_amount(money: strawberry.Parent[Money]) -> Decimal:
    """Return the amount with all decimals of its currency."""
    return padded(money.amount, MINOR_DIGITS[money.currency])


def recorded_rate_amount(rate: strawberry.Parent[RecordedRate]) -> Decimal:
    """Return the rate's amount with all decimals of its currency."""
    return padded(rate.currency_amount, MINOR_DIGITS[rate.currency])


def exchange_rate_amount(rate: strawberry.Parent[ExchangeRate]) -> Decimal:
    """Return the rate's amount; for all websites it is in no one currency."""
    return padded(rate.currency_amount, USUAL_DIGITS)
