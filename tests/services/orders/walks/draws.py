"""Draws of an order's beginning: its goods, its customer's points and the shop's settings."""

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from hypothesis import strategies as st

from services.rules.basics.quantities import Quantity, from_units_e4
from tests.rules.strategies import quantities, up_to
from tests.services.orders.walks.cart_model import ALL, Wishes

DIGITS = {"USD": 2, "JPY": 0, "KWD": 3}
UNITS = quantities(4).map(Fraction)
_wish = st.one_of(st.sampled_from([0, ALL]), st.integers(min_value=1, max_value=400))
WISHES = st.tuples(_wish, _wish)


def exactly(units: Fraction) -> Quantity:
    return from_units_e4(int(units * 10_000))


def parts_of(wholes: list[Fraction]) -> st.SearchStrategy[list[Fraction]]:
    """Draw a part of each quantity: none of it, all of it, or anything between."""
    return st.tuples(*(up_to(exactly(whole)) for whole in wholes)).map(
        lambda parts: [Fraction(part) for part in parts]
    )


@st.composite
def divisions(draw: st.DrawFn, wholes: list[Fraction], most: int) -> list[list[Fraction]]:
    """Divide quantities over so many orders at most, each with something."""
    parts, left = [], wholes
    for _ in range(most - 1):
        part = draw(parts_of(left))
        left = [whole - units for whole, units in zip(left, part, strict=True)]
        parts.append(part)
    return [part for part in [*parts, left] if any(part)]


@st.composite
def cuts(draw: st.DrawFn, amount: int, pieces: int) -> list[int]:
    """Cut an amount into pieces, which may be 0."""
    ends = sorted(draw(st.integers(min_value=0, max_value=amount)) for _ in range(pieces - 1))
    return [end - start for start, end in pairwise([0, *ends, amount])]


@dataclass(frozen=True)
class Goods:
    """A line's quantity, price, discount, tax, product points, and what takes it out of earning.

    Price and discount include the tax where the cart's do.
    """

    quantity: Fraction
    price: int
    discount: int
    tax: int
    needed: int
    received: int
    taken_out_by: str

    def total(self, units: Fraction) -> int:
        """Return what so many units come to, in minor units, rounded once."""
        return max(math.floor(units * self.price - self.discount + Fraction(1, 2)), 0)

    def tax_of(self, units: Fraction, *, included: bool) -> int:
        return min(self.tax, self.total(units)) if included else self.tax


@dataclass(frozen=True)
class Rule:
    """A cart rule: points, a discount in percent or in minor units, a factor; 0 or None is none."""

    priority: int
    points: int
    percent: int
    fixed: int
    factor: Decimal | None
    subtotal_from: int
    stops: bool

    @property
    def gives(self) -> bool:
        return bool(self.points or self.percent or self.fixed or self.factor is not None)


@dataclass(frozen=True)
class What:
    """What rules add to what an order earns, and whether the rate gives anything (R6.12, R8.1)."""

    rules: tuple[Rule, ...]
    has_coupon: bool
    earns_with_coupons: bool

    def coupon_factor(self) -> Fraction:
        """Return what a coupon leaves of the rate's points: nothing where it earns nothing."""
        return Fraction(int(self.earns_with_coupons or not self.has_coupon))


@dataclass(frozen=True)
class Shop:
    """A website's rates and settings; a rate is points and ten-thousandths of a minor unit."""

    currency: str
    earn: tuple[int, int]
    redeem: tuple[int, int]
    owes: bool
    points_first: bool
    deducts: bool
    on_shipping: bool
    on_tax: bool
    expiry_days: int | None
    grace_days: int
    cap: int | None
    includes_tax: bool
    maturity_days: int | None

    @property
    def digits(self) -> int:
        return DIGITS[self.currency]

    def fitting(self, rate: tuple[int, int]) -> tuple[int, int]:
        """Return a rate whose amount has at most 4 decimals in the currency."""
        step = 10**self.digits
        return rate[0], max(rate[1] // step, 1) * step


@dataclass(frozen=True)
class Beginning:
    """A shop, a customer with points, and a cart that becomes an order."""

    shop: Shop
    given: int
    goods: list[Goods]
    discount: int
    shipping: int  # with its tax
    shipping_tax: int
    gift_card: int
    wishes: Wishes
    what: What


@st.composite
def rates(draw: st.DrawFn) -> tuple[int, int]:
    """Draw points and ten-thousandths of a minor unit.

    The thinnest promise a cart more points than an account can hold (R3.7).
    """
    thin = st.integers(min_value=1, max_value=9_999)
    whole = st.integers(min_value=1, max_value=300).map(lambda units: units * 10_000)
    return draw(st.integers(min_value=1, max_value=40)), draw(st.one_of(whole, whole, thin))


def shops() -> st.SearchStrategy[Shop]:
    return st.builds(
        Shop,
        currency=st.sampled_from(["USD", "JPY", "KWD"]),
        earn=rates(),
        redeem=rates(),
        owes=st.booleans(),
        points_first=st.booleans(),
        deducts=st.booleans(),
        on_shipping=st.booleans(),
        on_tax=st.booleans(),
        expiry_days=st.sampled_from([None, 30]),
        grace_days=st.sampled_from([0, 14]),
        cap=st.sampled_from([None, None, 2_000]),
        includes_tax=st.booleans(),
        maturity_days=st.sampled_from([None, None, 5, 12]),
    )


def goods() -> st.SearchStrategy[Goods]:
    return st.builds(
        Goods,
        quantity=UNITS,
        price=st.integers(min_value=0, max_value=900),
        discount=st.sampled_from([0, 0, 7, 300]),
        tax=st.integers(min_value=0, max_value=90),
        needed=st.integers(min_value=0, max_value=40),
        received=st.integers(min_value=0, max_value=9),
        taken_out_by=st.sampled_from(["", "", "", "line", "product"]),
    )


def rules() -> st.SearchStrategy[Rule]:
    return st.builds(
        Rule,
        priority=st.integers(min_value=0, max_value=2),
        points=st.sampled_from([0, 0, 5, 40]),
        percent=st.sampled_from([0, 0, 0, 10, 33, 100]),
        fixed=st.sampled_from([0, 0, 1, 130]),
        factor=st.one_of(st.none(), _factors),
        subtotal_from=st.sampled_from([0, 0, 600]),
        stops=st.sampled_from([False, False, True]),
    ).filter(lambda rule: rule.gives)


_factors = st.integers(min_value=0, max_value=300).map(lambda e2: Decimal(e2).scaleb(-2))


def beginnings() -> st.SearchStrategy[Beginning]:
    return st.builds(
        Beginning,
        shop=shops(),
        given=st.integers(min_value=0, max_value=3_000),
        goods=st.lists(goods(), min_size=1, max_size=3),
        discount=st.sampled_from([0, 0, 11, 500]),
        shipping=st.integers(min_value=30, max_value=200),
        shipping_tax=st.integers(min_value=0, max_value=30),
        gift_card=st.sampled_from([0, 0, 150, 2_000]),
        wishes=WISHES,
        what=st.builds(
            What,
            rules=st.lists(rules(), max_size=3).map(tuple),
            has_coupon=st.booleans(),
            earns_with_coupons=st.sampled_from([True, True, False]),
        ),
    )
