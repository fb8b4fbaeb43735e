"""Quote fields, with amounts in the quote's currency (R5.8)."""

from dataclasses import dataclass, replace

import strawberry

from services.rules.basics.limits import shown_points
from services.rules.basics.money import Money
from services.rules.checkout.earning import QuoteSource
from services.rules.checkout.quote import Quote


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of a quote."""

    id: str
    row_total: Money
    product_points: int
    product_points_amount: Money
    points_to_earn: int


@dataclass(frozen=True, slots=True)
class ShownStep:
    """How much more spent earns how many points more."""

    spend_more: Money
    earn_more: int


@dataclass(frozen=True, slots=True)
class ShownRule:
    """What a cart rule gave."""

    rule_id: str
    name: str
    points: int
    discount: Money


def lines(quote: strawberry.Parent[Quote]) -> list[ShownLine]:
    return [
        ShownLine(
            id=line.id,
            row_total=Money(line.row_total, quote.currency),
            product_points=line.product_points,
            product_points_amount=Money(line.product_points_amount, quote.currency),
            points_to_earn=shown_points(line.points_to_earn),
        )
        for line in quote.lines
    ]


def sources(quote: strawberry.Parent[Quote]) -> list[QuoteSource]:
    return [replace(source, points=shown_points(source.points)) for source in quote.sources]


def next_step(quote: strawberry.Parent[Quote]) -> ShownStep | None:
    """Return what more would earn more; None where spending earns nothing."""
    step = quote.next_step
    return ShownStep(Money(step.spend_more, quote.currency), step.earn_more) if step else None


def applied_rules(quote: strawberry.Parent[Quote]) -> list[ShownRule]:
    return [
        ShownRule(rule.rule_id, rule.name, rule.points, Money(rule.discount, quote.currency))
        for rule in quote.applied_rules
    ]
