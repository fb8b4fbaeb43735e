"""Rate priority: which exchange rate wins for a website and a customer group (R2.2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from services.rules.basics.enums import RateDirection
from services.rules.programme.conversion import RecordedRate


@dataclass(frozen=True, slots=True)
class ExchangeRate:
    """A rate as the shop set it up: `points` for `currency_amount`, in the website's currency.

    Without a website it holds for all of them, without a group for all groups (R2.1).
    """

    id: str
    website_code: str | None
    customer_group_code: str | None
    direction: RateDirection
    points: int
    currency_amount: Decimal


@dataclass(frozen=True, slots=True)
class EffectiveExchangeRate:
    """The rate that wins, and on which of the four levels it was found."""

    rate: ExchangeRate
    priority: int

    def record(self, currency: str) -> RecordedRate:
        """Return the rate as it is kept with a transaction in `currency` (R2.6)."""
        return RecordedRate(
            points=self.rate.points,
            currency_amount=self.rate.currency_amount,
            currency=currency,
            direction=self.rate.direction,
            priority=self.priority,
        )


def priority(rate: ExchangeRate) -> int:
    """Return the level of a rate, 1 to 4: the group counts more than the website (R2.2)."""
    return 1 + (rate.website_code is None) + 2 * (rate.customer_group_code is None)


def effective_rate(
    rates: Iterable[ExchangeRate],
    direction: RateDirection,
    *,
    website_code: str | None,
    customer_group_code: str | None,
) -> EffectiveExchangeRate | None:
    """Return the rate of `direction` that wins, None when none matches (R2.2).

    Asked for all websites or all groups (None), only rates for all of them match.
    """
    matching = [
        rate
        for rate in rates
        if rate.direction is direction
        and rate.website_code in {website_code, None}
        and rate.customer_group_code in {customer_group_code, None}
    ]
    if not matching:
        return None
    winner = min(matching, key=priority)
    return EffectiveExchangeRate(winner, priority(winner))
