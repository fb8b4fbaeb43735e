"""Orders placed, invoiced, cancelled, refunded, set and replayed at random, against a plain model.

`GUERDON_WALKS=N` walks N times further than the usual run; `make test-walks` the whole proof.
"""

import asyncio
import copy
import itertools
import math
import os
from collections.abc import Coroutine, Sequence
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
from services.accounts.verification import check_ledger
from services.checkout.putting import delete_cart
from services.operation.jobs import run_job
from services.orders.lines import Quantities
from services.orders.orders import find_order
from services.orders.placement_checks import NewOrder
from services.orders.refunding import CreditMemoInput, refund_order
from services.orders.status import StatusChange, set_order_status
from services.rules.basics.enums import Job
from services.rules.basics.refusals import InsufficientPoints, OrderState, OverRefund
from services.rules.checkout.splitting import OrderPart
from tests.citus_cluster import is_on_citus
from tests.services.orders.walks.account_model import MOST, ModelAccount
from tests.services.orders.walks.cart_model import ModelRule, Wishes
from tests.services.orders.walks.draws import (
    UNITS,
    WISHES,
    Beginning,
    Goods,
    Rule,
    beginnings,
    cuts,
    divisions,
    exactly,
    parts_of,
)
from tests.services.orders.walks.line_model import ModelLine, use_up
from tests.services.orders.walks.order_desk import OrderDesk
from tests.services.orders.walks.order_model import ModelOrder
from tests.services.shop import ADMIN, place

T = TypeVar("T")

_runs = itertools.count(1)
_walks = int(os.environ.get("GUERDON_WALKS", "1"))


class OrderMachine(RuleBasedStateMachine):
    """One customer, one order, one thing after the other."""

    runner: asyncio.Runner

    def do(self, work: Coroutine[object, object, T]) -> T:
        return self.runner.run(work)

    @initialize(data=st.data(), begun=beginnings(), most_orders=st.sampled_from([1, 1, 2, 3]))
    def open(self, data: st.DataObject, begun: Beginning, most_orders: int) -> None:
        shop = begun.shop
        self.begun = begun
        self.desk = OrderDesk(next(_runs), begun)
        self.account = ModelAccount(shop.expiry_days, shop.grace_days, shop.cap, shop.owes)
        cart = self._order([goods.quantity for goods in begun.goods], begun.gift_card)
        cart.factors = [begun.what.coupon_factor()]
        by_priority = sorted(begun.what.rules, key=lambda rule: rule.priority)  # ties by age
        cart.rules = [_in_the_model(rule) for rule in by_priority]
        self.account.credit(begun.given)
        wishes = cart.quote(begun.wishes)
        parts = data.draw(divisions([goods.quantity for goods in begun.goods], most_orders))
        shippings = data.draw(cuts(begun.shipping, len(parts)))
        self.orders = cart.split(parts, shippings)
        self.order = self.orders[0]
        self.ids = [f"{self.desk.order_id}{'-' * index}" for index in range(len(parts))]
        self.do(self.desk.open(wishes, self._new_orders(parts, shippings)))
        for order in self.orders:
            order.settle()

    def _new_orders(
        self, parts: Sequence[Sequence[Fraction]], shippings: Sequence[int]
    ) -> list[NewOrder]:
        """Return the parts as the shop sends them: the first orders carry the tax on shipping."""
        if len(parts) == 1:
            return [NewOrder(self.ids[0], None, OrderPart())]
        taxes = use_up(self.begun.shipping_tax, list(shippings))
        orders: list[NewOrder] = []
        for order_id, units, shipping, tax in zip(self.ids, parts, shippings, taxes, strict=True):
            given = shipping if self.begun.shop.includes_tax else shipping - tax
            lines = tuple((f"l{index}", exactly(n)) for index, n in enumerate(units) if n)
            part = OrderPart(lines, self.desk.amount(given), self.desk.amount(tax))
            orders.append(NewOrder(order_id, None, part))
        return orders

    @precondition(lambda self: len(self.orders) > 1)
    @rule(data=st.data())
    def turn(self, data: st.DataObject) -> None:
        """Go on with another order of the cart."""
        index = data.draw(st.integers(min_value=0, max_value=len(self.orders) - 1))
        self.order, self.desk.order_id = self.orders[index], self.ids[index]

    def _order(self, units: Sequence[Fraction], gift_card: int) -> ModelOrder:
        """Return the order of so many units of each line, not quoted yet."""
        shop = self.begun.shop
        earn, redeem = shop.fitting(shop.earn), shop.fitting(shop.redeem)
        return ModelOrder(
            account=self.account,
            earn=(earn[0], Fraction(earn[1], 10_000)),
            redeem=(redeem[0], Fraction(redeem[1], 10_000)),
            lines=[
                self._line(index, goods, count)
                for index, (goods, count) in enumerate(zip(self.begun.goods, units, strict=True))
            ],
            discount=self.begun.discount,
            shipping=self.begun.shipping,
            gift_card=gift_card,
            on_shipping=shop.on_shipping,
            on_tax=shop.on_tax,
            maturity_days=shop.maturity_days,
            placed=self.account.today,
        )

    def _line(self, index: int, goods: Goods, units: Fraction) -> ModelLine:
        included = self.begun.shop.includes_tax
        total, tax = goods.total(units), goods.tax_of(units, included=included)
        return ModelLine(
            units,
            total - tax if included else total,
            tax,
            goods.needed,
            number=index,
            gives=math.floor(units * goods.received),
            by_rate=not goods.taken_out_by,
            included=(total, tax) if included else None,
        )

    def _stands_still(self) -> bool:
        return self.order.status in {"failed", "canceled"}

    @rule(data=st.data())
    def invoice(self, data: st.DataObject) -> None:
        self._change(data, "invoice")

    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        self._change(data, "cancel")

    def _change(self, data: st.DataObject, kind: str) -> None:
        """Invoice or cancel units, twice: the second time is a replay."""
        left = [line.quantity - line.invoiced - line.cancelled for line in self.order.lines]
        units = data.draw(parts_of(left))
        key = self.desk.key()
        lines = self._named(units)
        if not lines:
            return
        if self._stands_still():
            self._refused(self.desk.send(kind, key, lines))
            return
        self.account.expire()
        before = self.order.reached()
        for line, count in zip(self.order.lines, units, strict=True):
            if kind == "invoice":
                line.invoiced += count
            else:
                line.cancelled += count
        self.order.follow(before)
        done = self.do(self.desk.send(kind, key, lines))
        again = self.do(self.desk.send(kind, key, lines))
        assert again.replayed
        assert again.entries == done.entries

    def _named(self, units: Sequence[Fraction]) -> Quantities:
        """Return so many units of each line as a command names them."""
        lines = zip(self.order.lines, units, strict=True)
        return tuple((f"l{line.number}", exactly(count)) for line, count in lines if count)

    def _refused(
        self,
        work: Coroutine[object, object, object],
        error: type[Exception] = OrderState,
    ) -> None:
        try:
            self.do(work)
        except error:
            return
        raise AssertionError("it should have been refused")

    @precondition(lambda self: any(line.invoiced > line.refunded for line in self.order.lines))
    @rule(
        data=st.data(),
        with_shipping=st.booleans(),
        chooses=st.sampled_from(["no", "no", "none", "some", "all", "too many"]),
    )
    def refund(self, data: st.DataObject, *, with_shipping: bool, chooses: str) -> None:
        if self._stands_still():
            return
        units = data.draw(parts_of([line.invoiced - line.refunded for line in self.order.lines]))
        left = self.order.shipping - self.order.memo_shipping
        shipping = left if with_shipping else 0
        wanted = self._chosen(data, chooses)
        self.account.expire()
        before = self.order.reached()
        expected = self.order.refund(
            units,
            shipping,
            wanted=wanted,
            points_first=self.begun.shop.points_first,
            deduct=self.begun.shop.deducts or self.order.may_mature,
        )
        memo = CreditMemoInput(
            order_id=self.desk.order_id,
            credit_memo_id=self.desk.key(),
            lines=self._named(units),
            shipping_amount=self.desk.amount(shipping),
            refund_points=wanted,
        )
        if expected is None:
            self._refused(refund_order(memo=memo, caller=ADMIN, now=self.desk.now), OverRefund)
            return
        self.order.follow(before)
        self._refund(memo, *expected)

    def _chosen(self, data: st.DataObject, chooses: str) -> int | None:
        """Return the number of points that a memo names, None for the shop's policy."""
        most = max(self.order.charged()[0] - self.order.memo_points, 0)
        some = data.draw(st.integers(min_value=0, max_value=most)) if chooses == "some" else 0
        return {"no": None, "none": 0, "some": some, "all": most}.get(chooses, most + 1)

    def _refund(self, memo: CreditMemoInput, points: int, *amounts: int) -> None:
        """Refund twice: the second time is a replay."""
        done = self.do(refund_order(memo=memo, caller=ADMIN, now=self.desk.now))
        again = self.do(refund_order(memo=memo, caller=ADMIN, now=self.desk.now))
        found = done.outcome.refund
        assert (found.points, found.points_amount, found.gift_card, found.cash) == (
            points,
            *(self.desk.amount(amount) for amount in amounts),
        )
        assert again.command.replayed
        assert again.outcome == done.outcome

    @precondition(lambda self: not self.account.excluded)
    @rule(
        data=st.data(),
        wishes=WISHES,
        with_hold=st.booleans(),
        gift_card=st.sampled_from([0, 150]),
    )
    def edit(self, data: st.DataObject, *, wishes: Wishes, with_hold: bool, gift_card: int) -> None:
        """Replace the order: by a cart that is filled twice, and may hold its points meanwhile."""
        first, second = (data.draw(st.tuples(*[UNITS] * len(self.begun.goods))) for _ in range(2))
        self.account.expire()
        new_id = f"{self.desk.website}-{self.desk.key()}"
        if not self.order.may_be_replaced():
            self._refused(self.desk.fill(new_id, first, gift_card, replaces=self.desk.order_id))
            return
        lent = self.order.in_hand
        before, wishes = self._edited(first, wishes, gift_card)
        # What applies nothing is not wished any more when the cart is filled again.
        by_lines = before.used - before.points
        kept = wishes[0] if by_lines else 0, wishes[1] if before.points else 0
        new, _ = self._edited(second, kept, gift_card)
        held = min(max(order.used - lent, 0) for order in (before, new)) if with_hold else 0
        index = self.ids.index(self.desk.order_id)
        orders, new = copy.deepcopy((self.orders, new))
        old, orders[index] = orders[index], new
        fits = old.give_way(new)
        self.do(self.desk.edit(new_id, first, second, wishes, gift_card, with_hold=with_hold))
        assert self.do(self.desk.standing()).held == held
        try:
            placed = self.do(place(new_id, cart_id=new_id, now=self.desk.now)).orders[0]
        except InsufficientPoints:
            assert not fits
            self.do(delete_cart(cart_id=new_id, caller=ADMIN, now=self.desk.now))
            return
        assert fits
        assert placed.points_carried == min(lent, new.used)
        self.orders, self.ids[index] = orders, new_id
        self.account, self.order, self.desk.order_id = new.account, new, new_id
        replaced = self.do(find_order(order_id=str(placed.replaces_order_id)))
        assert (replaced.status, replaced.points_returned) == (
            "canceled",
            old.used - old.taken,
        )

    def _edited(
        self, units: Sequence[Fraction], wishes: Wishes, gift_card: int
    ) -> tuple[ModelOrder, Wishes]:
        """Return the order of so many units of each line, quoted, and what can be wished for it.

        Its cart has no coupon, and the rules of the first are gone by then.
        """
        new = self._order(units, gift_card)
        return new, new.quote(wishes, lent=self.order.lends())

    @rule(
        status=st.sampled_from(["processing", "shipped", "complete", "failed", "closed"]),
        expected=st.sampled_from([None, "as it is", "pending", "shipped"]),
    )
    def set_status(self, status: str, expected: str | None) -> None:
        if expected == "as it is":
            expected = self.order.status
        change = StatusChange(self.desk.order_id, status, self.desk.key(), expected)
        if expected not in {None, self.order.status}:
            self._refused(set_order_status(change=change, caller=ADMIN, now=self.desk.now))
            return
        self.account.expire()
        was = (self.order.status, self.order.needed, self.order.received)
        self.order.reach(status)
        if self.order.needed and not was[1] and self.order.in_force > self._after_reversal():
            self.order.status, self.order.needed, self.order.received = was
            self._refused(
                set_order_status(change=change, caller=ADMIN, now=self.desk.now),
                InsufficientPoints,
            )
            return
        self.order.settle()
        self.do(set_order_status(change=change, caller=ADMIN, now=self.desk.now))

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
        self.do(self.desk.adjust(points))

    @precondition(lambda self: self.account.cap is None)
    @rule(left=st.integers(min_value=0, max_value=500))
    def fill(self, left: int) -> None:
        """Give all but `left` of what the account can hold (R3.7)."""
        self.account.expire()
        while (points := min(self.account.room - left, 1_000_000_000)) > 0:
            self.account.credit(points)
            self.do(self.desk.adjust(points))

    @rule(excluded=st.sampled_from([True, False, False]))
    def exclude(self, *, excluded: bool) -> None:
        """Let an order that was placed before go on, without another credit (R12.6)."""
        self.account.excluded = excluded
        self.do(self.desk.exclude(excluded=excluded))

    @rule(days=st.integers(min_value=1, max_value=20))
    def wait(self, days: int) -> None:
        for _ in range(days):
            self.account.today += 1
            self.account.expire()
            for _, order in sorted(zip(self.ids, self.orders, strict=True), key=_by_maturity):
                order.mature()
        self.desk.wait(days)
        self.do(run_job(job=Job.CREDIT_MATURED_POINTS, now=self.desk.now))

    @invariant()
    def the_service_says_what_the_model_says(self) -> None:
        self.account.expire()
        standing = self.do(self.desk.standing())
        order = self.do(find_order(order_id=self.desk.order_id))
        check = self.do(check_ledger(customer_id=self.desk.customer))
        note(f"{order}")
        assert check.violations == []
        assert (standing.balance, standing.debt) == (self.account.balance, self.account.debt)
        assert order.status == self.order.status
        assert (order.points_used + order.product_points_used, order.points_returned) == (
            self.order.used,
            self.order.used - self.order.taken,
        )
        if self.order.pending:
            assert order.points_pending == min(self.order.pending, MOST)
        assert order.points_earned == self.order.most - self.order.lost
        assert order.points_earned - order.points_reversed == self.order.granted


def _by_maturity(order: tuple[str, ModelOrder]) -> tuple[int, str]:
    return order[1].placed, order[0]


def _in_the_model(rule: Rule) -> ModelRule:
    return ModelRule(
        rule.points,
        Fraction(rule.percent),
        rule.fixed,
        None if rule.factor is None else Fraction(rule.factor),
        rule.subtotal_from,
        rule.stops,
    )


def test_an_orders_points_are_what_happened_to_it_whatever_the_path(database_url: str) -> None:
    """R6.2 to R6.13, R7.3, R7.4: the machine's run, on one database, an order a walk."""
    with asyncio.Runner() as runner:
        runner.run(open_database(database_url, citus=is_on_citus()))
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
