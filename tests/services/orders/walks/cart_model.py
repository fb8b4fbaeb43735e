"""Cart told a second time in whole minor units, from the rules alone: what is charged and used.

Nothing of the service is imported. Money is an int of minor units, rates are fractions of them.
"""

import math
from dataclasses import dataclass, field
from fractions import Fraction

from tests.services.orders.walks.account_model import MOST, ModelAccount
from tests.services.orders.walks.line_model import ModelLine, half_up, spread

# Points to pay lines with, and to use as money: 0 for no wish, ALL for as many as are useful.
Wishes = tuple[int, int]
ALL = MOST


def _at_most(wish: int, there: int) -> int:
    return wish if wish in {0, ALL} else min(wish, there) or ALL


@dataclass(frozen=True)
class ModelRule:
    """A cart rule: what it gives, to carts whose lines come to so much (R8.1)."""

    points: int
    percent: Fraction
    fixed: int
    factor: Fraction | None
    subtotal_from: int
    stops: bool

    def discount(self, left: int) -> int:
        return min(self.fixed or half_up(left * self.percent / 100), left)


@dataclass(frozen=True)
class ModelShare:
    """What of its cart's basis an order has, after what those before it have (R6.12).

    `beyond` is more than it had alone: one order's points pay first for what earns nothing.
    """

    basis: int
    before: int
    beyond: int


@dataclass
class ModelCart:
    """What a customer buys, what pays it and what it may earn."""

    account: ModelAccount
    earn: tuple[int, Fraction]
    redeem: tuple[int, Fraction]
    lines: list[ModelLine]
    shipping: int
    gift_card: int
    discount: int = 0
    on_shipping: bool = True
    on_tax: bool = True
    rules: list[ModelRule] = field(default_factory=list)  # in the order in which they apply
    factors: list[Fraction] = field(default_factory=list)
    rule_points: int = 0
    share: ModelShare | None = None
    points: int = 0
    points_money: int = 0
    gift_used: int = 0

    def quote(self, wishes: Wishes, *, lent: int = 0) -> Wishes:
        """Work out what is used; the order to be replaced lends its points.

        Return what can be wished: a number above what is there would be refused (R4.3).
        """
        there = left = min(max(self.account.balance + lent, 0), MOST)
        for_lines = min(wishes[0], there)
        for line in self.lines if for_lines else []:
            taken = line.pay(for_lines)
            for_lines -= taken
            left -= taken
        subtotal = sum(line.total for line in self.lines)
        self._take_off(self.discount)
        self._apply_rules(subtotal)
        everything = [line.quantity for line in self.lines]
        total = self.total(everything)
        if wishes[1]:
            group, worth = self.redeem
            groups = min(wishes[1], left) // group
            amount = min(math.floor(groups * worth), self.payable(everything))
            self.points = math.ceil(amount / worth) * group
            self.points_money = amount
        self.gift_used = min(self.gift_card, total - self.points_money)
        return _at_most(wishes[0], there), _at_most(wishes[1], left)

    def basis_alone(self) -> int:
        """Return what it earns by as quoted, were it the only order of its cart."""
        goods = sum(line.net for line in self.lines)
        earning = sum(line.net for line in self.lines if line.by_rate)
        return max(min(goods - self.points_money - self.gift_used, earning), 0)

    def _apply_rules(self, subtotal: int) -> None:
        """Let the rules give what they give to lines that came to `subtotal` (R8.1, R8.2)."""
        for rule in self.rules:
            if subtotal < rule.subtotal_from:
                continue
            self._take_off(rule.discount(sum(line.total for line in self.lines)))
            self.rule_points += rule.points
            self.factors += [] if rule.factor is None else [rule.factor]
            if rule.stops:
                return

    def _take_off(self, amount: int) -> None:
        """Spread a discount over the lines' totals (R5.2)."""
        totals = [line.total for line in self.lines]
        parts = spread(min(amount, sum(totals)), totals)
        for line, total, part in zip(self.lines, totals, parts, strict=True):
            line.reduce(total - part)

    @property
    def used(self) -> int:
        return self.points + sum(line.product_points for line in self.lines)

    def total(self, units: list[Fraction]) -> int:
        goods = sum(sum(line.of(count)) for line, count in zip(self.lines, units, strict=True))
        return goods + (self.shipping if any(units) else 0)

    def payable(self, units: list[Fraction]) -> int:
        """Return what points may pay of these units (R5.4)."""
        tax = sum(line.of(count)[1] for line, count in zip(self.lines, units, strict=True))
        shipping = self.shipping if any(units) else 0
        return (
            self.total(units) - (0 if self.on_tax else tax) - (0 if self.on_shipping else shipping)
        )

    def by_rate(self, basis: int) -> int:
        """Return what a basis earns on top of what the orders before it have of the cart's."""
        before = self.share.before if self.share else 0
        points, amount = self.earn
        earned, already = (
            math.floor(math.floor(each / amount) * points * math.prod(self.factors))
            for each in (before + basis, before)
        )
        return earned - already
