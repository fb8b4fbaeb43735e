"""Points quote of a cart, as the customer reads it (R5.8)."""

from dataclasses import dataclass
from decimal import Decimal

from services.rules.basics.enums import EarningSource, LedgerReason
from services.rules.basics.limits import shown_points
from services.rules.basics.money import Money
from services.rules.checkout.cart import CartContent
from services.rules.checkout.earning import QuoteSource
from services.rules.checkout.quote import Quote
from services.rules.programme.conversion import RecordedRate, points_worth
from services.rules.storefront.display import converted
from services.rules.storefront.points_amounts import PointsAmount, spendable
from services.rules.words.labels import reason_label


@dataclass(frozen=True, slots=True)
class ShownRate:
    """Points for an amount of money in the shown currency, exact, not rounded."""

    points: int
    currency_amount: Decimal


@dataclass(frozen=True, slots=True)
class ShownSource:
    """Points that the order will earn, and what for, in the customer's language."""

    reason: str
    points: int


@dataclass(frozen=True, slots=True)
class ShownNextStep:
    """An amount to spend, and the points it earns."""

    spend_more: Money
    earn_more: int


@dataclass(frozen=True, slots=True)
class PointsQuote:
    """What points can do for a cart and what its order will earn."""

    points_to_earn: int
    points_to_earn_if_registered: int | None
    sources: tuple[ShownSource, ...]
    next_step: ShownNextStep | None
    available: PointsAmount
    maximum_applicable: PointsAmount
    applicable_steps: ShownRate | None
    earning_rate: ShownRate | None
    rate_priority: int | None
    remainder: int
    limited_by: tuple[str, ...]
    warnings: tuple[str, ...]


def points_quote(
    quote: Quote, cart: CartContent, *, threshold: int | None, locale: str
) -> PointsQuote:
    """Explain `quote` in the shown currency and the customer's `locale`.

    `threshold` is the balance in points below which nothing can be spent (R4.2).
    """
    explained = quote.redemption
    available = spendable(explained.available, balance=explained.balance, threshold=threshold)
    worth = points_worth(available, explained.rate)
    return PointsQuote(
        points_to_earn=quote.points_to_earn,
        points_to_earn_if_registered=quote.points_to_earn_if_registered,
        sources=tuple(_shown_source(source, locale) for source in quote.sources),
        next_step=_shown_next_step(quote, cart),
        available=PointsAmount(available, converted(worth, cart)),
        maximum_applicable=PointsAmount(
            explained.maximum_points, converted(explained.maximum_amount, cart)
        ),
        applicable_steps=shown_rate(explained.rate, cart),
        earning_rate=shown_rate(quote.earning_rate, cart),
        rate_priority=explained.rate.priority if explained.rate else None,
        remainder=explained.remainder,
        limited_by=explained.limited_by,
        warnings=quote.warnings,
    )


def shown_rate(rate: RecordedRate | None, cart: CartContent) -> ShownRate | None:
    """Return `rate` for the shown currency.

    It is not rounded: a rate of 1 point for 0.005 would otherwise be 1 for nothing.
    """
    if rate is None:
        return None
    factor = cart.display.rate if cart.display else Decimal(1)
    return ShownRate(rate.points, rate.currency_amount * factor)


def _shown_source(source: QuoteSource, locale: str) -> ShownSource:
    is_rate = source.source is EarningSource.RATE
    reason = reason_label(LedgerReason.PURCHASE, None, locale) if is_rate else source.label
    return ShownSource(reason, shown_points(source.points))


def _shown_next_step(quote: Quote, cart: CartContent) -> ShownNextStep | None:
    step = quote.next_step
    if step is None:
        return None
    return ShownNextStep(converted(step.spend_more, cart), step.earn_more)
