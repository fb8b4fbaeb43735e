"""An order's life told a second time, in plain Python and whole minor units, from the rules alone.

Nothing of the service is imported. Money is an int of minor units, rates are fractions of them.
"""

import math
from dataclasses import dataclass, field
from fractions import Fraction

HALF = Fraction(1, 2)
NONE = Fraction(0)
MOST = 2**31 - 1


def half_up(value: Fraction) -> int:
    return math.floor(value + HALF)


@dataclass
class ModelLine:
    """A line with what it carries: `net` and `tax` after product points; units may be parts.

    `earns` is about the product's points, `by_rate` about the money's.
    """

    quantity: Fraction
    net: int
    tax: int
    needed: int = 0
    received: int = 0
    product_points: int = 0
    earns: bool = True
    by_rate: bool = True
    invoiced: Fraction = NONE
    cancelled: Fraction = NONE
    refunded: Fraction = NONE
    deducted: Fraction = NONE

    def share(self, amount: int, units: Fraction) -> int:
        return half_up(amount * units / self.quantity)

    def pay(self, points: int) -> int:
        """Pay with points; return the fewest that leave as little to pay (R7.2)."""
        need = math.ceil(self.quantity * self.needed)
        left = [
            tuple(half_up(Fraction(part * (need - taken), need)) for part in (self.net, self.tax))
            for taken in range(min(points, need) + 1)
            if need
        ]
        if left:
            self.product_points = min(range(len(left)), key=lambda taken: (sum(left[taken]), taken))
            self.net, self.tax = left[self.product_points]
        self.earns = self.product_points == 0 or self.net + self.tax > 0
        return self.product_points

    def points_of(self, points: int, units: Fraction) -> int:
        return math.floor(points * units / self.quantity)


@dataclass
class ModelLot:
    points: int
    left: int
    expires: int | None
    number: int


@dataclass
class ModelAccount:
    """Lots of points; days are whole numbers."""

    expiry_days: int | None
    grace_days: int
    cap: int | None
    owes: bool
    lots: list[ModelLot] = field(default_factory=list)
    debt: int = 0
    today: int = 0

    @property
    def balance(self) -> int:
        return sum(lot.left for lot in self.lots) - self.debt

    @property
    def room(self) -> int:
        return min(max(MOST - self.balance, 0), MOST)

    def expire(self) -> None:
        for lot in self.lots:
            if lot.expires is not None and lot.expires <= self.today:
                lot.left = 0

    def credit(self, points: int, *, capped: bool = True, days: int | None = None) -> int:
        """Add points; return how many were let in."""
        points = min(points, self.room)
        if capped and self.cap is not None:
            points = min(points, max(self.cap - self.balance, 0))
        if points == 0:
            return 0
        life = self.expiry_days if days is None else days
        expires = None if life is None else self.today + life
        repaid = min(self.debt, points)
        self.debt -= repaid
        self.lots.append(ModelLot(points, points - repaid, expires, len(self.lots)))
        return points

    def by_expiry(self) -> list[ModelLot]:
        return sorted(
            self.lots,
            key=lambda lot: (lot.expires is None, lot.expires or 0, lot.number),
        )

    def take(self, points: int) -> list[tuple[ModelLot, int]]:
        taken: list[tuple[ModelLot, int]] = []
        for lot in self.by_expiry():
            part = min(lot.left, points)
            if part:
                lot.left -= part
                points -= part
                taken.append((lot, part))
        assert points == 0
        return taken

    def put_back(self, slices: list[tuple[ModelLot, int]]) -> None:
        """Refill the lots; what has expired lives for the grace days; a debt is repaid first."""
        debt, self.debt = self.debt, 0
        late = 0
        for lot, points in slices:
            if lot.expires is not None and lot.expires <= self.today:
                late += points
            else:
                lot.left += points
        if late:
            self.credit(late, capped=False, days=self.grace_days)
        repaid = min(debt, sum(points for _, points in slices))
        self.take(repaid)
        self.debt = debt - repaid
        self.expire()

    def reverse(self, points: int, first: list[ModelLot]) -> int:
        """Take an earning back, from its own lots first; return how many were taken."""
        there = sum(lot.left for lot in self.lots)
        taken = min(points, there)
        left = taken
        for lot in reversed(first):
            part = min(lot.left, left)
            lot.left -= part
            left -= part
        self.take(left)
        if self.owes:
            owed = min(points - taken, MOST - self.debt)
            self.debt += owed
            return taken + owed
        return taken


@dataclass
class ModelOrder:
    """An order, what it used and has, and where its points stand."""

    account: ModelAccount
    earn: tuple[int, Fraction]
    redeem: tuple[int, Fraction]
    lines: list[ModelLine]
    shipping: int
    gift_card: int
    on_shipping: bool = True
    on_tax: bool = True
    factors: list[Fraction] = field(default_factory=list)
    points: int = 0
    points_money: int = 0
    gift_used: int = 0
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

    # --- placing

    def place(self, *, pay_lines: bool, pay_money: bool) -> None:
        self.quote(pay_lines=pay_lines, pay_money=pay_money)
        self.settle()

    def quote(self, *, pay_lines: bool, pay_money: bool, lent: int = 0) -> None:
        """Work out what is used; the order to be replaced lends its points."""
        left = min(max(self.account.balance + lent, 0), MOST)
        for line in self.lines if pay_lines else []:
            left -= line.pay(left)
        everything = [line.quantity for line in self.lines]
        total = self.total(everything)
        if pay_money:
            group, worth = self.redeem
            amount = min(math.floor(left // group * worth), self.payable(everything))
            self.points = math.ceil(amount / worth) * group
            self.points_money = amount
        self.gift_used = min(self.gift_card, total - self.points_money)

    @property
    def used(self) -> int:
        return self.points + sum(line.product_points for line in self.lines)

    def may_be_replaced(self) -> bool:
        return (
            self.status not in {"failed", "canceled"}
            and not any(line.invoiced for line in self.lines)
            and self.reached() != "canceled"
        )

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

    def total(self, units: list[Fraction]) -> int:
        goods = sum(
            line.share(line.net, count) + line.share(line.tax, count)
            for line, count in zip(self.lines, units, strict=True)
        )
        return goods + (self.shipping if any(units) else 0)

    def payable(self, units: list[Fraction]) -> int:
        """Return what points may pay of these units (R5.4)."""
        tax = sum(line.share(line.tax, n) for line, n in zip(self.lines, units, strict=True))
        shipping = self.shipping if any(units) else 0
        return (
            self.total(units) - (0 if self.on_tax else tax) - (0 if self.on_shipping else shipping)
        )

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
            line.share(line.tax, line.quantity - line.cancelled)
            - line.share(line.tax, line.deducted)
            for line in self.lines
        )
        points, amount = self.earn
        earning = sum(
            line.share(line.net, line.quantity - line.cancelled)
            - line.share(line.net, line.deducted)
            for line in self.lines
            if line.by_rate
        )
        basis = max(min(money - shipping - tax, earning), 0)
        by_money = math.floor(math.floor(basis / amount) * points * math.prod(self.factors))
        return by_money + sum(
            line.points_of(
                math.floor(line.quantity * line.received),
                line.quantity - line.cancelled - line.deducted,
            )
            for line in self.lines
            if line.earns
        )

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
        earned = self.to_earn
        grant = min(earned, max(earned, self.most) - self.lost) if self.received else 0
        if self.granted > grant:
            self.granted -= self.account.reverse(self.granted - grant, self.earned_lots)
        if self.taken < target:
            self.stack += self.account.take(target - self.taken)
        if self.granted < grant:
            before = len(self.account.lots)
            wanted = grant - self.granted
            given = self.account.credit(wanted)
            self.earned_lots += self.account.lots[before:]
            self.granted += given
            self.most = max(self.most, earned)
            self.lost += wanted - given

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
        self, units: list[Fraction], shipping: int, *, points_first: bool, deduct: bool
    ) -> tuple[int, int, int, int]:
        """Return what comes back: points, their money, gift card, cash."""
        worth = shipping + sum(
            line.share(amount, line.refunded + count) - line.share(amount, line.refunded)
            for line, count in zip(self.lines, units, strict=True)
            for amount in (line.net, line.tax)
        )
        points, money, _, _ = self.charged()
        amount = min(worth, money - self.memo_money) if points_first else 0
        back = 0
        while amount and self._money(points, money, self.memo_points + back) < (
            amount + self.memo_money
        ):
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

    @staticmethod
    def _money(points: int, money: int, part: int) -> int:
        return half_up(Fraction(money * part, points)) if points else 0
