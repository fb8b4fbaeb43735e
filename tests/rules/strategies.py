"""What hypothesis draws: small enough that every number of groups can be tried."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from hypothesis import strategies as st

from services.rules.basics.currencies import MINOR_DIGITS
from services.rules.basics.enums import RateDirection
from services.rules.basics.quantities import Quantity, from_units_e4, to_units_e4
from services.rules.checkout.cart import CartContent, CartLine
from services.rules.checkout.redemption.funds import Funds
from services.rules.checkout.redemption.limits import Payable, RedemptionLimits
from services.rules.programme.conversion import RecordedRate

currencies = st.sampled_from(["USD", "JPY", "KWD"])


def amounts(most: int = 40) -> st.SearchStrategy[Decimal]:
    """Draw amounts as callers may send them, with 4 decimals."""
    return st.integers(min_value=0, max_value=most * 10_000).map(lambda e4: Decimal(e4).scaleb(-4))


def money(currency: str, most_units: int = 4_000) -> st.SearchStrategy[Decimal]:
    """Draw amounts that are whole minor units of `currency`."""
    units = st.integers(min_value=0, max_value=most_units)
    return units.map(lambda count: Decimal(count).scaleb(-MINOR_DIGITS[currency]))


def quantities(most: int = 6) -> st.SearchStrategy[Quantity]:
    """Draw quantities as callers may send them: pieces, and weights with 4 decimals."""
    e4 = st.one_of(
        st.integers(min_value=1, max_value=most).map(lambda units: units * 10_000),
        st.integers(min_value=1, max_value=most * 10_000),
        st.sampled_from([1, 2_500, 7_500, 3_333]),
    )
    return e4.map(from_units_e4)


def up_to(whole: Quantity) -> st.SearchStrategy[Quantity]:
    """Draw a part of a quantity: none of it, all of it, or anything between."""
    e4 = to_units_e4(whole)
    parts = st.one_of(st.sampled_from([0, e4]), st.integers(min_value=0, max_value=e4))
    return parts.map(from_units_e4)


@st.composite
def pieces(draw: st.DrawFn, whole: Quantity) -> list[Quantity]:
    """Cut a quantity into up to 4 pieces that sum to it; nothing is cut into none."""
    e4 = to_units_e4(whole)
    if e4 == 0:
        return []
    cuts = draw(st.lists(st.integers(min_value=1, max_value=e4), max_size=3))
    return [from_units_e4(end - start) for start, end in pairwise(sorted({0, e4, *cuts}))]


@st.composite
def pieces_of(draw: st.DrawFn, wholes: Sequence[Quantity]) -> list[tuple[int, Quantity]]:
    """Cut several quantities into pieces, in any order, each with the index of its whole."""
    cut = [(at, piece) for at, whole in enumerate(wholes) for piece in draw(pieces(whole))]
    return draw(st.permutations(cut))


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
        payable=st.builds(Payable, shipping=st.booleans(), tax=st.booleans()),
    )


@st.composite
def carts(draw: st.DrawFn, most_lines: int = 4) -> CartContent:
    lines = [
        CartLine(
            id=f"L{index}",
            sku=f"sku-{index}",
            quantity=draw(quantities()),
            unit_price=draw(amounts(20)),
            discount=draw(st.one_of(st.just(Decimal(0)), amounts(30))),
            tax=draw(st.one_of(st.just(Decimal(0)), amounts(9))),
            earns=draw(st.sampled_from([True, True, False])),
        )
        for index in range(draw(st.integers(min_value=1, max_value=most_lines)))
    ]
    parts = st.one_of(st.just(Decimal(0)), amounts(60))
    shipping, shipping_tax = draw(parts), draw(parts)
    prices_include_tax = draw(st.booleans())
    if prices_include_tax:
        lines = [replace(line, tax=min(line.tax, _total_of(line))) for line in lines]
        shipping_tax = min(shipping, shipping_tax)
    return CartContent(
        currency=draw(currencies),
        lines=tuple(lines),
        prices_include_tax=prices_include_tax,
        shipping=shipping,
        shipping_tax=shipping_tax,
        discount=draw(parts),
        gift_card=draw(parts),
        store_credit=draw(parts),
    )


def _total_of(line: CartLine) -> Decimal:
    return max(line.quantity * line.unit_price - line.discount, Decimal(0))
