"""An order's life told a second time, in plain Python and whole minor units, from the rules alone.

Nothing of the service is imported.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from tests.services.orders.walks.account_model import ModelLot
from tests.services.orders.walks.cart_model import ModelCart, ModelShare
from tests.services.orders.walks.line_model import NONE, half_up, use_up


@dataclass
class ModelOrder(ModelCart):
    """An order, what it used and has, and where its points stand."""

    status: str = "pending"
    needed: bool = True
    received: bool = False
    stack: list[tuple[ModelLot, int]] = field(default_factory=list)
    earned_lots: list[ModelLot] = field(default_factory=list)
    granted: int = 0
    most: int = 0
    lost: int = 0
    never_returned: int = 0
    memo_points: int = 0
    memo_money: int = 0
    memo_gift: int = 0
    memo_cash: int = 0
    memo_shipping: int = 0
    counted_cash: int = 0
    counted_shipping: int = 0
    maturity_days: int | None = None
    placed: int = 0
    approved_before: bool = False
    matures: int | None = None

    # --- placing

    def split(
        self, parts: Sequence[Sequence[Fraction]], shippings: Sequence[int]
    ) -> list["ModelOrder"]:
        """Divide a quoted cart over orders, which use its money up one by one (R6.1)."""
        if len(parts) == 1:
            return [self]
        orders: list[ModelOrder] = []
        before = [NONE for _ in self.lines]
        points, money, gift = 0, 0, self.gift_used
        for part, shipping in zip(parts, shippings, strict=True):
            order = replace(
                self,
                lines=[
                    line.units_after(done, units)
                    for line, done, units in zip(self.lines, before, part, strict=True)
                    if units
                ],
                shipping=shipping,
                rule_points=0 if orders else self.rule_points,
                stack=[],
                earned_lots=[],
            )
            before = [done + units for done, units in zip(before, part, strict=True)]
            everything = [line.quantity for line in order.lines]
            order.points_money = min(self.points_money - money, order.payable(everything))
            money += order.points_money
            through = half_up(Fraction(self.points * money, self.points_money or 1))
            order.points, points = through - points, through
            order.gift_used = min(gift, order.total(everything) - order.points_money)
            gift -= order.gift_used
            orders.append(order)
        self._share_basis(orders)
        return orders

    def _share_basis(self, orders: list["ModelOrder"]) -> None:
        """Let orders use up the cart's basis: first what each has alone, then what it could."""
        whole = self.basis_alone()
        own = [order.basis_alone() for order in orders]
        parts = use_up(whole, own)
        nets = [sum(line.net for line in order.lines if line.by_rate) for order in orders]
        room = [net - part for net, part in zip(nets, parts, strict=True)]
        beyond = use_up(whole - sum(parts), room)
        before = 0
        for order, part, more in zip(orders, parts, beyond, strict=True):
            order.share = ModelShare(part + more, before, more)
            before += part + more

    def may_be_replaced(self) -> bool:
        return (
            self.status not in {"failed", "canceled"}
            and not any(line.invoiced for line in self.lines)
            and self.reached() != "canceled"
        )

    def lends(self) -> int:
        """Return what a cart that replaces it may use beside the balance, less what it earned."""
        return self.in_hand - min(self.granted, max(self.account.balance, 0))

    def give_way(self, new: "ModelOrder") -> bool:
        """Let a quoted order take this one's place; return whether there were points enough."""
        carried = min(self.in_hand, new.used)
        self._return(self.in_hand - carried)
        if self.granted:
            self.granted -= self.account.reverse(self.granted, self.earned_lots)
        if new.used - carried > max(self.account.balance, 0):
            return False
        new.stack = self._pop(carried)[::-1]
        for line in self.lines:
            line.cancelled = line.quantity
        self.reach("canceled")
        new.settle()
        return True

    # --- what stands

    @property
    def kept(self) -> list[Fraction]:
        return [line.quantity - line.cancelled for line in self.lines]

    def charged(self) -> tuple[int, int, int, int]:
        """Points, their money, gift card and money of what is not cancelled."""
        total = self.total(self.kept)
        money = min(self.points_money, self.payable(self.kept))
        points = self.points
        if money < self.points_money:
            group, worth = self.redeem
            points = min(math.ceil(money / worth) * group, self.points)
        points, money = max(points, self.memo_points), max(money, self.memo_money)
        gift = min(self.gift_used, max(total - money, 0))
        return points, money, gift, max(total - money, 0) - gift

    @property
    def in_force(self) -> int:
        by_product = sum(
            line.product_points
            - line.points_of(line.product_points, line.cancelled + line.refunded)
            for line in self.lines
        )
        return self.charged()[0] - self.memo_points + by_product

    @property
    def to_earn(self) -> int:
        money = self.charged()[3] - self.counted_cash
        shipping = (self.shipping if any(self.kept) else 0) - self.counted_shipping
        tax = sum(
            line.of(line.quantity - line.cancelled)[1] - line.of(line.deducted)[1]
            for line in self.lines
        )
        earning = sum(
            line.of(line.quantity - line.cancelled)[0] - line.of(line.deducted)[0]
            for line in self.lines
            if line.by_rate
        )
        basis = max(money - shipping - tax, 0)
        if self.share is not None:
            basis = min(basis + self.share.beyond, self.share.basis)
        left = [line.quantity - line.cancelled - line.deducted for line in self.lines]
        by_lines = sum(
            line.points_of(line.gives, units)
            for line, units in zip(self.lines, left, strict=True)
            if line.earns
        )
        return self.by_rate(min(basis, earning)) + by_lines + (self.rule_points if any(left) else 0)

    @property
    def taken(self) -> int:
        return sum(points for _, points in self.stack)

    # --- what happens

    def reach(self, status: str) -> None:
        self.status = status
        if status in {"failed", "canceled"}:
            self.needed = self.received = False
        elif status in {"pending", "processing"}:
            self.needed = True
        elif status in {"shipped", "complete"}:
            self.needed = self.received = True

    def follow(self, before: str) -> None:
        after = self.reached()
        if after != before:
            held = self.needed
            self.reach(after)
            if self.needed and not held and self.in_force > self.account.balance:
                self.needed = False
        self.settle()

    def reached(self) -> str:
        if all(line.cancelled == line.quantity for line in self.lines):
            return "canceled"
        if not any(line.invoiced for line in self.lines):
            return "pending"
        if any(line.quantity > line.invoiced + line.cancelled for line in self.lines):
            return "processing"
        if all(line.refunded == line.invoiced for line in self.lines):
            return "closed"
        return "complete"

    def settle(self) -> None:
        target = self.in_force if self.needed else 0
        self._return(self.in_hand - target)
        self._approve_first()
        earned = self.to_earn
        may_have = self.received and self.is_mature
        grant = min(earned, max(earned, self.most) - self.lost) if may_have else 0
        if self.granted > grant:
            self.granted -= self.account.reverse(self.granted - grant, self.earned_lots)
        if self.taken < target:
            self.stack += self.account.take(target - self.taken)
        if self.granted < grant:
            self._credit(grant - self.granted)

    def _credit(self, wanted: int) -> None:
        before = len(self.account.lots)
        given = 0 if self.account.excluded else self.account.credit(wanted)
        self.earned_lots += self.account.lots[before:]
        self.granted += given
        self.most = max(self.most, self.to_earn)
        self.lost += wanted - given

    # --- maturity (R6.13)

    def _approve_first(self) -> None:
        """Fix when the points mature, if something was bought (R6.5)."""
        is_bought = any(line.quantity > line.cancelled + line.refunded for line in self.lines)
        if self.approved_before or not self.received or (self.maturity_days and not is_bought):
            return
        self.approved_before = True
        if self.maturity_days:
            self.matures = self.account.today + self.maturity_days

    @property
    def is_mature(self) -> bool:
        if self.matures is None:
            return self.approved_before
        return self.account.today >= self.matures or self.most > 0

    @property
    def may_mature(self) -> bool:
        """Test whether a memo lowers what is earned whatever the setting says."""
        if self.matures is None:
            return bool(self.maturity_days) and not self.approved_before
        return not self.is_mature

    @property
    def pending(self) -> int:
        is_waiting = self.received and self.matures is not None and not self.is_mature
        return self.to_earn if is_waiting else 0

    def mature(self) -> None:
        """Credit what is due on this day, unless it is not approved."""
        if self.received and self.matures == self.account.today and self.most == 0 < self.to_earn:
            self._credit(self.to_earn)

    @property
    def in_hand(self) -> int:
        return self.taken - self.never_returned

    def _return(self, points: int) -> None:
        """Give points back as far as there is room; the rest never comes back."""
        if points > 0:
            fitting = min(points, self.account.room)
            self.account.put_back(self._pop(fitting))
            self.never_returned += points - fitting

    def _pop(self, points: int) -> list[tuple[ModelLot, int]]:
        back: list[tuple[ModelLot, int]] = []
        while points:
            lot, taken = self.stack.pop()
            part = min(taken, points)
            points -= part
            back.append((lot, part))
            if taken > part:
                self.stack.append((lot, taken - part))
        return back

    def refund(
        self,
        units: list[Fraction],
        shipping: int,
        *,
        wanted: int | None,
        points_first: bool,
        deduct: bool,
    ) -> tuple[int, int, int, int] | None:
        """Return what comes back: points, their money, gift card, cash; None if it may not.

        `wanted` is the number of points chosen, if any (R6.9).
        """
        worth = shipping + sum(
            sum(line.of(line.refunded + count)) - sum(line.of(line.refunded))
            for line, count in zip(self.lines, units, strict=True)
        )
        points, money, _, _ = self.charged()
        back, amount = 0, 0
        if wanted is not None:
            back, amount = wanted, self._stands_for(wanted)
            if back > points - self.memo_points or amount > worth:
                return None
        elif points_first:
            amount = min(worth, money - self.memo_money)
            while amount > self._stands_for(back) and self.memo_points + back < points:
                back += 1
        units_invoiced = [line.invoiced for line in self.lines]
        invoiced = self.total(units_invoiced)
        by_points = min(money, self.payable(units_invoiced))
        paid_gift = min(self.gift_used, invoiced - by_points)
        paid_money = invoiced - by_points - paid_gift
        by_gift = min(worth - amount, max(paid_gift - self.memo_gift, 0))
        cash = min(worth - amount - by_gift, max(paid_money - self.memo_cash, 0))
        self.memo_points += back
        self.memo_money += amount
        self.memo_gift += by_gift
        self.memo_cash += cash
        self.memo_shipping += shipping
        for line, count in zip(self.lines, units, strict=True):
            line.refunded += count
            if deduct:
                line.deducted = line.refunded
        if deduct:
            self.counted_cash, self.counted_shipping = self.memo_cash, self.memo_shipping
        return back, amount, by_gift, cash

    def _stands_for(self, points: int) -> int:
        """Return the money of the next points to come back: cumulative, half up (R6.9)."""
        used, money, _, _ = self.charged()
        if not points or self.memo_points + points > used:
            return 0
        through = half_up(Fraction(money * (self.memo_points + points), used))
        return max(through - self.memo_money, 0)
