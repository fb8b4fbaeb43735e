"""Valid defaults for what the rules take; a test names only the values it is about."""

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from services.rules.basics import quantities
from services.rules.basics.enums import RateDirection
from services.rules.basics.quantities import Quantity
from services.rules.checkout.cart import CartContent, CartLine
from services.rules.checkout.earning import EarningTerms
from services.rules.checkout.quote_terms import PointsWish, QuoteTerms, RedemptionTerms
from services.rules.checkout.redemption.funds import Funds
from services.rules.checkout.redemption.limits import RedemptionLimits
from services.rules.ledger.lots import Lot
from services.rules.orders.status import LineState
from services.rules.programme.conversion import RecordedRate
from tests.clock import NOW

ALL_USEFUL = PointsWish()
NO_LIMITS = RedemptionLimits()


def redemption_rate(points: int = 10, amount: str = "2.00", currency: str = "USD") -> RecordedRate:
    return RecordedRate(points, Decimal(amount), currency, RateDirection.POINTS_TO_CURRENCY, 4)


def earning_rate(points: int = 10, amount: str = "2.00", currency: str = "USD") -> RecordedRate:
    return RecordedRate(points, Decimal(amount), currency, RateDirection.CURRENCY_TO_POINTS, 4)


def funds(balance: int, held: int = 0) -> Funds:
    return Funds(balance=balance, available=max(balance - held, 0))


def earning_terms(
    rate: RecordedRate | None = None, *, allowed: bool = True, on_purchase: bool = True
) -> EarningTerms:
    return EarningTerms(rate or earning_rate(), allowed=allowed, on_purchase=on_purchase)


def terms(
    balance: int = 0,
    wish: PointsWish | None = None,
    *,
    rate: RecordedRate | None = None,
    limits: RedemptionLimits = NO_LIMITS,
    held: int = 0,
    earning: EarningTerms | None = None,
) -> QuoteTerms:
    redemption = RedemptionTerms(rate or redemption_rate(), limits, funds(balance, held), wish)
    return QuoteTerms(redemption, earning or earning_terms())


def line(
    line_id: str = "A",
    price: str = "10.00",
    quantity: int | str = 1,
    *,
    discount: str = "0",
    tax: str = "0",
) -> CartLine:
    return CartLine(
        id=line_id,
        sku=f"sku-{line_id}",
        quantity=quantities.quantity(quantity),
        unit_price=Decimal(price),
        discount=Decimal(discount),
        tax=Decimal(tax),
    )


def cart(
    *lines: CartLine,
    currency: str = "USD",
    shipping: str = "0",
    shipping_tax: str = "0",
    discount: str = "0",
    gift_card: str = "0",
    store_credit: str = "0",
) -> CartContent:
    return CartContent(
        currency=currency,
        lines=lines or (line(),),
        shipping=Decimal(shipping),
        shipping_tax=Decimal(shipping_tax),
        discount=Decimal(discount),
        gift_card=Decimal(gift_card),
        store_credit=Decimal(store_credit),
    )


def lot(
    number: int = 1,
    points: int = 100,
    *,
    remaining: int | None = None,
    expires: timedelta | None = None,
    created: datetime = NOW,
) -> Lot:
    """Return the lot whose id is `number`; it expires `expires` from NOW, None for never."""
    return Lot(
        id=UUID(int=number),
        points=points,
        remaining=points if remaining is None else remaining,
        created_at=created,
        expires_at=None if expires is None else NOW + expires,
    )


def units(*numbers: int | str) -> tuple[Quantity, ...]:
    """Return quantities, one for each line."""
    return tuple(quantities.quantity(number) for number in numbers)


def state(
    ordered: int | str,
    invoiced: int | str = 0,
    cancelled: int | str = 0,
    refunded: int | str = 0,
) -> LineState:
    """Return the quantities of an order's line."""
    return LineState(*units(ordered, invoiced, cancelled, refunded))


def decimals(*amounts: str | int) -> tuple[Decimal, ...]:
    """Return the numbers that a row of results is compared with."""
    return tuple(Decimal(amount) for amount in amounts)
