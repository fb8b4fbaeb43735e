"""Earning: the points of a cart or an order, and their sources (R2.3, R6.6, R6.12, R7.4, R8)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from services.rules.basics.enums import EarningSource
from services.rules.basics.limits import POINTS_LIMIT
from services.rules.basics.money import ZERO, total, up
from services.rules.checkout.cart_rules import AppliedRule
from services.rules.checkout.quote_line import QuoteLine
from services.rules.programme.conversion import RecordedRate, points_earned


@dataclass(frozen=True, slots=True)
class EarningTerms:
    """What an order earns by; `on_purchase` off stops the rate only (R6.7).

    `allowed` is off for guests and where the feature is off.
    """

    rate: RecordedRate | None
    allowed: bool
    on_purchase: bool


@dataclass(frozen=True, slots=True)
class QuoteSource:
    """Points the order will earn, and what for."""

    source: EarningSource
    label: str
    points: int


@dataclass(frozen=True, slots=True)
class NextStep:
    """An amount to spend, and the points it earns."""

    spend_more: Decimal
    earn_more: int


def paid_for_what_earns(paid: Decimal, lines: Iterable[QuoteLine]) -> Decimal:
    """Return what of the money `paid` for goods earns: at most the lines that earn (R6.12).

    `paid` is without shipping and tax; it is below 0 where points paid some of these (R6.6).
    """
    return min(paid, total(line.net for line in lines if line.earns_by_rate))


def earning_sources(
    basis: Decimal,
    terms: EarningTerms,
    lines: Iterable[QuoteLine] = (),
    rules: Iterable[AppliedRule] = (),
) -> tuple[QuoteSource, ...]:
    """Return the points that an order of `basis` earns, by source, without sources of 0."""
    if not terms.allowed:
        return ()
    by_product = sum(line.points_to_earn for line in lines)
    sources = [
        QuoteSource(EarningSource.RATE, "Making purchases", _points_by_rate(basis, terms)),
        QuoteSource(EarningSource.PRODUCT, "Products", by_product),
        *(QuoteSource(EarningSource.CART_RULE, rule.name, rule.points) for rule in rules),
    ]
    return tuple(source for source in sources if source.points)


def next_step(basis: Decimal, terms: EarningTerms) -> NextStep | None:
    """Return how much more must be spent to earn one step more, None where nothing is earned."""
    rate = terms.rate
    if rate is None or not (terms.allowed and terms.on_purchase):
        return None
    steps = max(basis, ZERO) // rate.currency_amount + 1
    spend_more = up(steps * rate.currency_amount - basis, rate.currency)
    earn_more = points_earned(basis + spend_more, rate) - points_earned(basis, rate)
    return NextStep(spend_more, min(earn_more, POINTS_LIMIT))


def _points_by_rate(basis: Decimal, terms: EarningTerms) -> int:
    if terms.rate is None or not terms.on_purchase:
        return 0
    return points_earned(basis, terms.rate)
