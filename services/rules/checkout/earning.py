"""Earning: the points of a cart or an order, and their sources (R2.3, R6.6, R6.12, R7.4, R8)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor, prod

from services.rules.basics.enums import EarningSource
from services.rules.basics.limits import promised, shown_points
from services.rules.basics.money import ZERO, total, up
from services.rules.checkout.cart_rules import AppliedRule, factors_of
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


def points_by_rate(
    basis: Decimal,
    rate: RecordedRate | None,
    factors: Sequence[Decimal] = (),
    *,
    before: Decimal = ZERO,
) -> int:
    """Return what `basis` earns on top of `before`: cumulative, so that orders sum (R6.12).

    It is the rate's points times all `factors`, exactly, rounded down once.
    """
    return promised(_points(basis, rate, factors, before))


def earning_sources(
    basis: Decimal,
    terms: EarningTerms,
    lines: Iterable[QuoteLine] = (),
    rules: Sequence[AppliedRule] = (),
    *,
    before: Decimal = ZERO,
) -> tuple[QuoteSource, ...]:
    """Return the points that an order of `basis` earns, by source, without sources of 0.

    The rate's points are told without factors; what each factor makes of them, less too, is a
    source of its rule (R5.8). `before` is what earlier orders of its cart use of their basis.
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
        *_by_factors(basis, rate, rules, before),
    ]
    return tuple(source for source in sources if source.points)


def next_step(
    basis: Decimal, terms: EarningTerms, rules: Iterable[AppliedRule] = ()
) -> NextStep | None:
    """Return how much more must be spent to earn more, None where nothing is earned."""
    rate, factors = terms.rate, factors_of(rules)
    if rate is None or not (terms.allowed and terms.on_purchase):
        return None
    each = _product(factors) * rate.points
    if not each:
        return None
    # With a factor below 1 one more step of the rate may not make a whole point.
    earned = _points(basis, rate, factors)
    steps = ceil((earned + 1) / each)
    spend_more = up(steps * rate.currency_amount - basis, rate.currency)
    earn_more = _points(basis + spend_more, rate, factors) - earned
    return NextStep(spend_more, shown_points(earn_more))


def _points(
    basis: Decimal,
    rate: RecordedRate | None,
    factors: Sequence[Decimal] = (),
    before: Decimal = ZERO,
) -> int:
    through = points_earned(before + max(basis, ZERO), rate)
    if not factors:
        return through - points_earned(before, rate)
    factor = _product(factors)
    return floor(through * factor) - floor(points_earned(before, rate) * factor)


def _by_factors(
    basis: Decimal, rate: RecordedRate | None, rules: Iterable[AppliedRule], before: Decimal
) -> Iterator[QuoteSource]:
    """Yield what each factor adds to what the ones before it left of the rate's points."""
    through = points_by_rate(basis, rate, before=before)
    factors: list[Decimal] = []
    for rule in rules:
        if rule.earning_factor is not None:
            factors.append(rule.earning_factor)
            reached = points_by_rate(basis, rate, factors, before=before)
            yield QuoteSource(EarningSource.CART_RULE, rule.name, reached - through)
            through = reached


def _product(factors: Iterable[Decimal]) -> Fraction:
    return prod(map(Fraction, factors), start=Fraction(1))
