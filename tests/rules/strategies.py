"""What hypothesis draws: small enough that every number of groups can be tried."""

from decimal import Decimal

from hypothesis import strategies as st

from services.rules.basics.currencies import MINOR_DIGITS
from services.rules.basics.enums import RateDirection
from services.rules.checkout.cart import CartContent, CartLine
from services.rules.checkout.redemption import Funds, RedemptionLimits
from services.rules.programme.conversion import RecordedRate

currencies = st.sampled_from(["USD", "JPY", "KWD"])


def amounts(most: int = 40) -> st.SearchStrategy[Decimal]:
    """Draw amounts as callers may send them, with 4 decimals."""
    return st.integers(min_value=0, max_value=most * 10_000).map(lambda e4: Decimal(e4).scaleb(-4))


def money(currency: str, most_units: int = 4_000) -> st.SearchStrategy[Decimal]:
    """Draw amounts that are whole minor units of `currency`."""
    units = st.integers(min_value=0, max_value=most_units)
    return units.map(lambda count: Decimal(count).scaleb(-MINOR_DIGITS[currency]))


def rate_amounts() -> st.SearchStrategy[Decimal]:
    """Draw rates' amounts: hair-thin ones, odd ones, round ones."""
    e4 = st.one_of(
        st.integers(min_value=1, max_value=200),
        st.integers(min_value=1, max_value=60_000),
        st.sampled_from([10_000, 20_000, 3_300, 50, 1]),
    )
    return e4.map(lambda value: Decimal(value).scaleb(-4))


@st.composite
def redemption_rates(draw: st.DrawFn) -> RecordedRate:
    return RecordedRate(
        points=draw(st.integers(min_value=1, max_value=12)),
        currency_amount=draw(rate_amounts()),
        currency=draw(currencies),
        direction=RateDirection.POINTS_TO_CURRENCY,
        priority=4,
    )


@st.composite
def funds(draw: st.DrawFn, most: int = 600) -> Funds:
    balance = draw(st.integers(min_value=-20, max_value=most))
    held = draw(st.one_of(st.just(0), st.integers(min_value=0, max_value=most)))
    return Funds(balance=balance, available=max(balance - held, 0))


def limits() -> st.SearchStrategy[RedemptionLimits]:
    points = st.one_of(st.none(), st.integers(min_value=0, max_value=300))
    percents = st.integers(min_value=0, max_value=1_000_000).map(lambda e4: Decimal(e4).scaleb(-4))
    return st.builds(
        RedemptionLimits,
        threshold=points,
        min_points=points,
        max_points=points,
        max_percent=st.one_of(st.none(), percents, st.just(Decimal(100))),
    )


@st.composite
def carts(draw: st.DrawFn, most_lines: int = 4) -> CartContent:
    lines = [
        CartLine(
            id=f"L{index}",
            sku=f"sku-{index}",
            quantity=draw(st.integers(min_value=1, max_value=6)),
            unit_price=draw(amounts(20)),
            discount=draw(st.one_of(st.just(Decimal(0)), amounts(30))),
            tax=draw(st.one_of(st.just(Decimal(0)), amounts(9))),
            earns=draw(st.sampled_from([True, True, False])),
        )
        for index in range(draw(st.integers(min_value=1, max_value=most_lines)))
    ]
    parts = st.one_of(st.just(Decimal(0)), amounts(60))
    return CartContent(
        currency=draw(currencies),
        lines=tuple(lines),
        shipping=draw(parts),
        shipping_tax=draw(parts),
        discount=draw(parts),
        gift_card=draw(parts),
        store_credit=draw(parts),
    )
