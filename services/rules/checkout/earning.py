"""Earning: the points of a cart or an order, and their sources (R2.3, R6.6, R6.12, R7.4, R8)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from services.rules.basics.enums import EarningSource
from services.rules.basics.limits import promised, shown_points
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


def net_that_earns(lines: Iterable[QuoteLine]) -> Decimal:
    """Return the net of the lines that earn by the rate (R6.12)."""
    return total(line.net for line in lines if line.earns_by_rate)


def paid_for_what_earns(paid: Decimal, lines: Iterable[QuoteLine]) -> Decimal:
    """Return what of the money `paid` for goods earns: at most the lines that earn (R6.12).

    `paid` is without shipping and tax; it is below 0 where points paid some of these (R6.6).
    """
    return min(paid, net_that_earns(lines))


def points_by_rate(basis: Decimal, rate: RecordedRate | None, *, before: Decimal = ZERO) -> int:
    """Return what `basis` earns on top of `before`: cumulative, so that orders sum (R6.12)."""
    through = before + max(basis, ZERO)
    return promised(points_earned(through, rate) - points_earned(before, rate))


def earning_sources(
    basis: Decimal,
    terms: EarningTerms,
    lines: Iterable[QuoteLine] = (),
    rules: Iterable[AppliedRule] = (),
    *,
    before: Decimal = ZERO,
) -> tuple[QuoteSource, ...]:
    """Return the points that an order of `basis` earns, by source, without sources of 0.

    `before` is what earlier orders of its cart use of their basis (R6.12).
    """
    if not terms.allowed:
        return ()
    rate = terms.rate if terms.on_purchase else None
    by_product = promised(sum(line.points_to_earn for line in lines))
    sources = [
        QuoteSource(
            EarningSource.RATE, "Making purchases", points_by_rate(basis, rate, before=before)
        ),
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
    return NextStep(spend_more, shown_points(earn_more))
