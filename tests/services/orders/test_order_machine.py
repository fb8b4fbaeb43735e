"""Orders placed, invoiced, cancelled, refunded, set and replayed at random, against a plain model.

`GUERDON_WALKS=N` walks N times further than the usual run.
"""

import asyncio
import contextlib
import copy
import itertools
import os
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from models.database import close_database, open_database
from services.accounts.accounts import read_account
from services.accounts.adjustments import adjust_points
from services.accounts.verification import check_ledger
from services.checkout.carts import delete_cart
from services.checkout.redemption import apply_points, apply_product_points, hold_points
from services.orders.cancelling import cancel_order
from services.orders.change import OrderCommand
from services.orders.invoicing import invoice_order
from services.orders.lines import Quantities
from services.orders.orders import find_order
from services.orders.refunding import CreditMemoInput, refund_order
from services.orders.status import StatusChange, set_order_status
from services.promotions.cart_rules import create_cart_rule, delete_cart_rule
from services.promotions.product_points import ProductPoints, put_product_points
from services.rules.basics.quantities import Quantity, from_units_e4
from services.rules.basics.refusals import InsufficientPoints, Invalid, OrderState
from services.rules.checkout.cart import CartLine
from services.rules.checkout.cart_rules import CartRule
from tests.clock import NOW
from tests.rules.strategies import quantities, up_to
from tests.services.orders.order_model import ModelAccount, ModelLine, ModelOrder, half_up
from tests.services.shop import ADMIN, add_customer, fill_cart, open_shop, place

T = TypeVar("T")

UNITS = quantities(4).map(Fraction)

_runs = itertools.count(1)
_digits = {"USD": 2, "JPY": 0, "KWD": 3}
_walks = int(os.environ.get("GUERDON_WALKS", "1"))


Line = tuple[Fraction, int, int, int, int]  # quantity, price, tax, points needed and received


def _units(units: Fraction) -> Quantity:
    return from_units_e4(int(units * 10_000))


@dataclass(frozen=True)
class What:
    """What of the order earns by the rate, and how much of it (R6.12).

    `taken_out` says of each line by what: by the line, by its product, or by nothing.
    """

    taken_out: tuple[str, str, str]
    factors: tuple[Decimal, ...]
    has_coupon: bool
    earns_with_coupons: bool

    def in_the_model(self) -> list[Fraction]:
        """Return the factors of the rate's points: none of them for a coupon that earns nothing."""
        earns = self.earns_with_coupons or not self.has_coupon
        return [*map(Fraction, self.factors), Fraction(int(earns))]


_by_what = st.sampled_from(["", "", "", "line", "product"])
_factors = st.integers(min_value=0, max_value=300).map(lambda e2: Decimal(e2).scaleb(-2))


@st.composite
def rates(draw: st.DrawFn) -> tuple[int, int]:
    """Draw points and ten-thousandths of a minor unit.

    The thinnest promise a cart more points than an account can hold (R3.7).
    """
    thin = st.integers(min_value=1, max_value=9_999)
    whole = st.integers(min_value=1, max_value=300).map(lambda units: units * 10_000)
    return draw(st.integers(min_value=1, max_value=40)), draw(st.one_of(whole, whole, thin))


class OrderMachine(RuleBasedStateMachine):
    """One customer, one order, one thing after the other."""

    runner: asyncio.Runner

    def __init__(self) -> None:
        super().__init__()
        self.run_number = next(_runs)
        self.website = f"w{self.run_number}"
        self.customer = f"c{self.run_number}"
        self.order_id = f"o{self.run_number}"
        self.keys = itertools.count(1)
        self.now = NOW

    def do(self, work: Coroutine[object, object, T]) -> T:
        return self.runner.run(work)

    @initialize(
        currency=st.sampled_from(["USD", "JPY", "KWD"]),
        earn=rates(),
        redeem=rates(),
        given=st.integers(min_value=0, max_value=3_000),
        lines=st.lists(
            st.tuples(
                quantities(4).map(Fraction),
                st.integers(min_value=0, max_value=900),
                st.integers(min_value=0, max_value=90),
                st.integers(min_value=0, max_value=40),
                st.integers(min_value=0, max_value=9),
            ),
            min_size=1,
            max_size=3,
        ),
        shipping=st.integers(min_value=0, max_value=200),
        gift_card=st.sampled_from([0, 0, 150, 2_000]),
        wishes=st.tuples(st.booleans(), st.booleans()),
        policy=st.tuples(st.booleans(), st.booleans(), st.booleans()),
        payable=st.tuples(st.booleans(), st.booleans()),
        expiry=st.tuples(st.sampled_from([None, 30]), st.sampled_from([0, 14])),
        cap=st.sampled_from([None, None, 2_000]),
        what=st.builds(
            What,
            taken_out=st.tuples(_by_what, _by_what, _by_what),
            factors=st.lists(_factors, max_size=2).map(tuple),
            has_coupon=st.booleans(),
            earns_with_coupons=st.sampled_from([True, True, False]),
        ),
    )
    def open(  # noqa: PLR0913 - what an order's life depends on
        self,
        *,
        currency: str,
        earn: tuple[int, int],
        redeem: tuple[int, int],
        given: int,
        lines: list[Line],
        shipping: int,
        gift_card: int,
        wishes: tuple[bool, bool],
        policy: tuple[bool, bool, bool],
        payable: tuple[bool, bool],
        expiry: tuple[int | None, int],
        cap: int | None,
        what: What,
    ) -> None:
        self.digits = _digits[currency]
        self.what = what
        earn, redeem = self._fitting(earn), self._fitting(redeem)
        self.goods = lines
        self.owes, self.points_first, self.deduct = policy
        self.account = ModelAccount(*expiry, cap, self.owes)
        self.order = ModelOrder(
            account=self.account,
            earn=(earn[0], Fraction(earn[1], 10_000)),
            redeem=(redeem[0], Fraction(redeem[1], 10_000)),
            lines=[
                ModelLine(
                    quantity, half_up(quantity * price), tax, needed, received, by_rate=not by
                )
                for (quantity, price, tax, needed, received), by in zip(
                    lines, what.taken_out[: len(lines)], strict=True
                )
            ],
            shipping=shipping,
            gift_card=gift_card,
            on_shipping=payable[0],
            on_tax=payable[1],
            factors=what.in_the_model(),
        )
        self.do(self._open(currency, earn, redeem, given, lines, wishes, what))
        self.account.credit(given)
        self.order.place(pay_lines=wishes[0], pay_money=wishes[1])

    def _fitting(self, rate: tuple[int, int]) -> tuple[int, int]:
        """Return a rate whose amount has at most 4 decimals in the currency."""
        step = 10 ** (4 - (4 - self.digits))
        return rate[0], max(rate[1] // step, 1) * step

    async def _open(
        self,
        currency: str,
        earn: tuple[int, int],
        redeem: tuple[int, int],
        given: int,
        lines: list[Line],
        wishes: tuple[bool, bool],
        what: What,
    ) -> None:
        await open_shop(
            website_code=self.website,
            currency=currency,
            redemption=(redeem[0], str(self._amount_e4(redeem[1]))),
            earning=(earn[0], str(self._amount_e4(earn[1]))),
            settings={
                "clawback": "DEBT" if self.owes else "CLAMP",
                "refund_points_automatically": self.points_first,
                "deduct_earned_points_on_refund": self.deduct,
                "expiry_days": self.account.expiry_days,
                "return_grace_days": self.account.grace_days,
                "balance_cap": self.account.cap,
                "redeem_on_shipping": self.order.on_shipping,
                "redeem_on_tax": self.order.on_tax,
                "earn_with_coupons": what.earns_with_coupons,
            },
        )
        await add_customer(self.customer, website_code=self.website)
        if given:
            await self._adjust(given)
        for index, (_, _, _, needed, received) in enumerate(lines):
            product = ProductPoints(
                f"{self.website}-{index}",
                needed or None,
                received,
                earns_by_rate=what.taken_out[index] != "product",
            )
            await put_product_points(product=product, caller=ADMIN, now=NOW)
        cart_lines = [
            self._line(index, quantity, price, tax)
            for index, (quantity, price, tax, _, _) in enumerate(lines)
        ]
        rules = [await self._multiply(factor) for factor in what.factors]
        await fill_cart(
            *cart_lines,
            cart_id=self.order_id,
            customer_id=self.customer,
            website_code=self.website,
            shipping=str(self._amount(self.order.shipping)),
            gift_card=self._amount(self.order.gift_card),
            coupon_codes=("SAVE",) if what.has_coupon else (),
        )
        await self._wish(self.order_id, wishes)
        await place(self.order_id, cart_id=self.order_id)
        for rule_id in rules:
            await delete_cart_rule(rule_id=rule_id, caller=ADMIN, now=NOW)

    async def _multiply(self, factor: Decimal) -> str:
        wanted = CartRule("", "Factor", website_codes=(self.website,), earning_factor=factor)
        return (await create_cart_rule(wanted=wanted, caller=ADMIN, now=NOW)).id

    def _line(self, index: int, quantity: Fraction, price: int, tax: int) -> CartLine:
        return CartLine(
            id=f"l{index}",
            sku=f"{self.website}-{index}",
            quantity=_units(quantity),
            unit_price=self._amount(price),
            tax=self._amount(tax),
            earns=self.what.taken_out[index] != "line",
        )

    def _amount(self, units: int) -> Decimal:
        return Decimal(units).scaleb(-self.digits)

    def _amount_e4(self, units_e4: int) -> Decimal:
        return Decimal(units_e4).scaleb(-4 - self.digits)

    async def _adjust(self, points: int) -> None:
        await adjust_points(
            idempotency_key=f"{self.customer}-{next(self.keys)}",
            customer_id=self.customer,
            website_code=self.website,
            points=points,
            caller=ADMIN,
            now=self.now,
        )

    def _drawn(self, data: st.DataObject, most: list[Fraction]) -> list[Fraction]:
        return [Fraction(data.draw(up_to(_units(count)))) for count in most]

    def _quantities(self, units: list[Fraction]) -> Quantities:
        return tuple((f"l{index}", _units(count)) for index, count in enumerate(units) if count)

    def _stands_still(self) -> bool:
        return self.order.status in {"failed", "canceled"}

    @rule(data=st.data())
    def invoice(self, data: st.DataObject) -> None:
        units = self._drawn(data, [
            line.quantity - line.invoiced - line.cancelled for line in self.order.lines
        ])  # fmt: skip
        if any(units):
            self._change(units, "invoice")

    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        units = self._drawn(data, [
            line.quantity - line.invoiced - line.cancelled for line in self.order.lines
        ])  # fmt: skip
        if any(units):
            self._change(units, "cancel")

    def _change(self, units: list[Fraction], kind: str) -> None:
        """Invoice or cancel units, twice: the second time is a replay."""
        key = f"k{next(self.keys)}"
        lines = self._quantities(units)
        if self._stands_still():
            try:
                self.do(self._send(kind, key, lines))
            except OrderState:
                return
            raise AssertionError("the order's status should have refused it")
        self.account.expire()
        before = self.order.reached()
        for line, count in zip(self.order.lines, units, strict=True):
            if kind == "invoice":
                line.invoiced += count
            else:
                line.cancelled += count
        self.order.follow(before)
        done = self.do(self._send(kind, key, lines))
        again = self.do(self._send(kind, key, lines))
        assert again.replayed
        assert again.entries == done.entries

    async def _send(self, kind: str, key: str, lines: Quantities) -> OrderCommand:
        if kind == "invoice":
            return await invoice_order(
                order_id=self.order_id, invoice_id=key, lines=lines, caller=ADMIN, now=self.now
            )
        return await cancel_order(
            order_id=self.order_id, cancellation_id=key, lines=lines, caller=ADMIN, now=self.now
        )

    @precondition(lambda self: any(line.invoiced > line.refunded for line in self.order.lines))
    @rule(data=st.data(), with_shipping=st.booleans())
    def refund(self, data: st.DataObject, *, with_shipping: bool) -> None:
        if self._stands_still():
            return
        units = self._drawn(data, [line.invoiced - line.refunded for line in self.order.lines])
        left = self.order.shipping - self.order.memo_shipping
        shipping = left if with_shipping else 0
        self.account.expire()
        before = self.order.reached()
        expected = self.order.refund(
            units, shipping, points_first=self.points_first, deduct=self.deduct
        )
        self.order.follow(before)
        memo = CreditMemoInput(
            order_id=self.order_id,
            credit_memo_id=f"k{next(self.keys)}",
            lines=self._quantities(units),
            shipping_amount=self._amount(shipping),
        )
        done = self.do(refund_order(memo=memo, caller=ADMIN, now=self.now))
        again = self.do(refund_order(memo=memo, caller=ADMIN, now=self.now))
        found = done.outcome.refund
        points, *amounts = expected
        assert (found.points, found.points_amount, found.gift_card, found.cash) == (
            points,
            *(self._amount(amount) for amount in amounts),
        )
        assert again.command.replayed
        assert again.outcome == done.outcome

    @rule(
        data=st.data(),
        wishes=st.tuples(st.booleans(), st.booleans()),
        with_hold=st.booleans(),
        gift_card=st.sampled_from([0, 150]),
    )
    def edit(
        self, data: st.DataObject, *, wishes: tuple[bool, bool], with_hold: bool, gift_card: int
    ) -> None:
        """Replace the order: by a cart that is filled twice, and may hold its points meanwhile."""
        first, second = (data.draw(st.tuples(*[UNITS] * len(self.goods))) for _ in range(2))
        self.account.expire()
        new_id = f"o{self.run_number}-{next(self.keys)}"
        if not self.order.may_be_replaced():
            try:
                self.do(self._fill(new_id, first, gift_card))
            except OrderState:
                return
            raise AssertionError("the order's state should have refused it")
        lent = self.order.in_hand
        before = self._edited(first, wishes, gift_card)
        # What applies nothing is not wished any more when the cart is filled again.
        kept = wishes[0] and before.used > before.points, wishes[1] and before.points > 0
        new = self._edited(second, kept, gift_card)
        held = min(max(order.used - lent, 0) for order in (before, new)) if with_hold else 0
        account, old, new = copy.deepcopy((self.account, self.order, new))
        fits = old.give_way(new)
        self.do(self._edit(new_id, first, second, wishes, gift_card, with_hold=with_hold))
        standing = self.do(
            read_account(customer_id=self.customer, website_code=self.website, now=self.now)
        )
        assert standing.held == held
        try:
            placed = self.do(place(new_id, cart_id=new_id, now=self.now)).orders[0]
        except InsufficientPoints:
            assert not fits
            self.do(delete_cart(cart_id=new_id, caller=ADMIN, now=self.now))
            return
        assert fits
        assert placed.points_carried == min(lent, new.used)
        self.account, self.order, self.order_id = account, new, new_id
        replaced = self.do(find_order(order_id=str(placed.replaces_order_id)))
        assert (replaced.status, replaced.points_returned) == (
            "canceled",
            old.used - old.taken,
        )

    def _edited(
        self, units: Sequence[Fraction], wishes: tuple[bool, bool], gift_card: int
    ) -> ModelOrder:
        """Return the order as it would be with so many units of each line, quoted.

        Its cart has no coupon, and the rules of the first are gone by then.
        """
        new = ModelOrder(
            account=self.account,
            earn=self.order.earn,
            redeem=self.order.redeem,
            lines=[
                ModelLine(
                    count, half_up(count * price), tax, needed, received, by_rate=line.by_rate
                )
                for (_, price, tax, needed, received), count, line in zip(
                    self.goods, units, self.order.lines, strict=True
                )
            ],
            shipping=self.order.shipping,
            gift_card=gift_card,
            on_shipping=self.order.on_shipping,
            on_tax=self.order.on_tax,
        )
        pay_lines, pay_money = wishes
        new.quote(pay_lines=pay_lines, pay_money=pay_money, lent=self.order.in_hand)
        return new

    async def _edit(
        self,
        cart_id: str,
        first: Sequence[Fraction],
        second: Sequence[Fraction],
        wishes: tuple[bool, bool],
        gift_card: int,
        *,
        with_hold: bool,
    ) -> None:
        await self._fill(cart_id, first, gift_card)
        await self._wish(cart_id, wishes)
        if with_hold:
            with contextlib.suppress(Invalid):  # nothing is used
                await hold_points(cart_id=cart_id, caller=ADMIN, now=self.now)
        await self._fill(cart_id, second, gift_card)

    async def _fill(self, cart_id: str, units: Sequence[Fraction], gift_card: int) -> None:
        lines = [
            self._line(index, count, price, tax)
            for index, ((_, price, tax, _, _), count) in enumerate(
                zip(self.goods, units, strict=True)
            )
        ]
        await fill_cart(
            *lines,
            cart_id=cart_id,
            customer_id=self.customer,
            website_code=self.website,
            shipping=str(self._amount(self.order.shipping)),
            gift_card=self._amount(gift_card),
            replaces=self.order_id,
            now=self.now,
        )

    async def _wish(self, cart_id: str, wishes: tuple[bool, bool]) -> None:
        if wishes[0]:
            await apply_product_points(cart_id=cart_id, caller=ADMIN, now=self.now)
        if wishes[1]:
            await apply_points(cart_id=cart_id, caller=ADMIN, now=self.now)

    @rule(
        status=st.sampled_from(["processing", "shipped", "complete", "failed", "closed"]),
        expected=st.sampled_from([None, "as it is", "pending", "shipped"]),
    )
    def set_status(self, status: str, expected: str | None) -> None:
        if expected == "as it is":
            expected = self.order.status
        key = f"{self.order_id}-{next(self.keys)}"
        change = StatusChange(self.order_id, status, key, expected)
        if expected not in {None, self.order.status}:
            try:
                self.do(set_order_status(change=change, caller=ADMIN, now=self.now))
            except OrderState:
                return
            raise AssertionError("the order stands elsewhere")
        self.account.expire()
        was = (self.order.status, self.order.needed, self.order.received)
        self.order.reach(status)
        if self.order.needed and not was[1] and self.order.in_force > self._after_reversal():
            self.order.status, self.order.needed, self.order.received = was
            try:
                self.do(set_order_status(change=change, caller=ADMIN, now=self.now))
            except InsufficientPoints:
                return
            raise AssertionError("there were not enough points")
        self.order.settle()
        self.do(set_order_status(change=change, caller=ADMIN, now=self.now))

    def _after_reversal(self) -> int:
        """Return what is there to approve with: a status that approves never reverses here."""
        return max(self.account.balance, 0)

    @rule(points=st.integers(min_value=-500, max_value=500))
    def adjust(self, points: int) -> None:
        self.account.expire()
        if points == 0 or points < -max(self.account.balance, 0):
            return
        if points > self.account.room and self.account.cap is None:
            return
        if points > 0:
            self.account.credit(points)
        else:
            self.account.take(-points)
        self.do(self._adjust(points))

    @precondition(lambda self: self.account.cap is None)
    @rule(left=st.integers(min_value=0, max_value=500))
    def fill(self, left: int) -> None:
        """Give all but `left` of what the account can hold (R3.7)."""
        self.account.expire()
        while (points := min(self.account.room - left, 1_000_000_000)) > 0:
            self.account.credit(points)
            self.do(self._adjust(points))

    @rule(days=st.integers(min_value=1, max_value=20))
    def wait(self, days: int) -> None:
        self.account.today += days
        self.now += timedelta(days=days)

    @invariant()
    def the_service_says_what_the_model_says(self) -> None:
        self.account.expire()
        standing = self.do(
            read_account(customer_id=self.customer, website_code=self.website, now=self.now)
        )
        order = self.do(find_order(order_id=self.order_id))
        check = self.do(check_ledger(customer_id=self.customer))
        note(f"{order}")
        assert check.violations == []
        assert (standing.balance, standing.debt) == (self.account.balance, self.account.debt)
        assert order.status == self.order.status
        used = self.order.points + sum(line.product_points for line in self.order.lines)
        assert (order.points_used + order.product_points_used, order.points_returned) == (
            used,
            used - self.order.taken,
        )
        assert order.points_earned == self.order.most - self.order.lost
        assert order.points_earned - order.points_reversed == self.order.granted


def test_an_orders_points_are_what_happened_to_it_whatever_the_path(database_url: str) -> None:
    """R6.2 to R6.12, R7.3, R7.4: the machine's run, on one database, an order a walk."""
    with asyncio.Runner() as runner:
        runner.run(open_database(database_url))
        try:
            OrderMachine.runner = runner
            run_state_machine_as_test(
                OrderMachine,
                settings=settings(
                    max_examples=40 * _walks,
                    stateful_step_count=15,
                    suppress_health_check=list(HealthCheck),
                ),
            )
        finally:
            runner.run(close_database())
