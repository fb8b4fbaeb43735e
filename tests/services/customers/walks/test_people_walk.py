"""Merges and erasures at random, among all else that people do, against a plain model (R12.5).

`GUERDON_WALKS=50` takes so many walks; `make test-walks` does.
"""

import os
from collections import Counter
from collections.abc import Awaitable
from datetime import datetime, timedelta
from random import Random

import pytest

from models.database import instant
from services.accounts.verification import check_ledger
from services.activities.activity_input import Activity
from services.checkout.redemption import apply_points, hold_points
from services.customers.customers import find_customer
from services.customers.erasing import erase_customer
from services.customers.putting import put_customer
from services.customers.subscriptions import update_subscriptions
from services.rules.basics.enums import ActivityType
from services.rules.basics.refusals import Invalid, NotFound, RewardsError
from tests.api.storefront.asking import By, ask
from tests.clock import NOW
from tests.services.activities.activity_life import (
    accept,
    define,
    do,
    invite,
    record,
    register,
)
from tests.services.customers.merging_life import entries_of, lots_of, merge
from tests.services.customers.walks import people_model as model
from tests.services.customers.walks.people_model import Cart, Invitation, Order, Person, Town
from tests.services.orders.order_life import cancel, memo, refund, standing
from tests.services.setup.builders import set_settings
from tests.services.shop import ADMIN, fill_cart, give, invoice, line, open_shop, place

pytestmark = pytest.mark.usefixtures("database")

_WALKS = int(os.environ.get("GUERDON_WALKS", "1"))
_STEPS = 200
_FIRST = 5
# What moves points from an account to another, and what the worker would write, is not chosen.
_NOT_CHOSEN = {"MERGE", "EXPIRED"}


class Walk:
    """One town's life, in the services and in the model."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - a life, no secret
        self.town = Town()
        self.now = NOW
        self.number = 0

    async def begin(self) -> None:
        await open_shop(
            earning=None,
            settings={
                "review_points": model.REVIEW,
                "review_limit": model.REVIEW_LIMIT,
                "newsletter_signup_points": model.SIGNUP,
                "registration_points": 0,
                "invitation_customer_points": model.INVITED,
                "invitation_order_points": model.ORDERED,
            },
        )
        self.town.people["ada"] = Person("ada", NOW, ["ada"])
        await set_settings("us", registration_points=model.REGISTRATION)
        await define(points=model.LIKE)
        for _ in range(_FIRST):
            await self.newcomer()

    async def step(self) -> None:
        """Let some time pass, mostly little, and something happen."""
        pass_by = self.random.choice([1, 1, 60, 600, 3_600, 86_400 * 3])
        self.now += timedelta(seconds=self.random.randint(1, pass_by))
        for person in self.town.everybody():
            person.expire(self.now)
        happenings = [
            self.points, self.points, self.fill, self.fill, self.place, self.place,
            self.order, self.order, self.order, self.review, self.review, self.sign_up, self.like,
            self.invite, self.invite, self.accept, self.accept, self.accept, self.accept,
            self.merge, self.merge, self.erase, self.exclude, self.subscribe,
        ]  # fmt: skip
        await self.random.choice(happenings)()

    def somebody(self) -> tuple[str, Person]:
        """Return one of all ids that there ever were, and who answers by it."""
        which = self.random.choice(sorted(self.town.people))
        return which, self.town.people[which]

    def key(self, kind: str) -> str:
        self.number += 1
        return f"{kind}{self.number}"

    async def newcomer(self) -> None:
        who = self.key("p")
        person = Person(who, self.now, [who])
        self.town.people[who] = person
        person.award("REGISTRATION", model.REGISTRATION, self.now)
        await register(who, now=self.now)

    async def points(self) -> None:
        who, person = self.somebody()
        if person.available() and self.random.random() < 0.4:
            points = self.random.randint(1, person.available())
            person.take("ADMIN_ADJUSTMENT", points)
            await give(-points, customer_id=who, now=self.now)
        elif not person.erased:
            days = self.random.choice([None, 2, 9, 40])
            until = None if days is None else self.now + timedelta(days=days)
            points = self.random.randint(1, 150)
            person.credit("ADMIN_ADJUSTMENT", points, self.now, until)
            await give(points, customer_id=who, expires_at=until, now=self.now)

    async def fill(self) -> None:
        """Fill a cart, use points for it, and keep them for a while."""
        who, person = self.somebody()
        groups = min(person.available() // 10, 12)
        if not groups or not person.may_earn:
            return
        cart = Cart(self.key("c"), person, 10 * self.random.randint(1, groups))
        self.town.carts.append(cart)
        await fill_cart(line("99.00"), cart_id=cart.id, customer_id=who, now=self.now)
        await apply_points(cart_id=cart.id, points=cart.points, caller=ADMIN, now=self.now)
        if self.random.random() < 0.5:
            person.holds[cart.id] = (cart.points, self.now + model.HOLD)
            await hold_points(cart_id=cart.id, caller=ADMIN, now=self.now)

    async def place(self) -> None:
        if not self.town.carts:
            return
        cart = self.random.choice(self.town.carts)
        buyer = cart.owner
        if not buyer.may_earn:
            return
        order = Order(self.key("o"), buyer, [])
        if buyer.available(cart.id) < cart.points:
            await refused(place(order.id, cart_id=cart.id, now=self.now), RewardsError)
            return
        self.town.carts.remove(cart)
        self.town.orders.append(order)
        buyer.holds.pop(cart.id, None)
        order.taken = buyer.take("REDEMPTION", cart.points)
        await place(order.id, cart_id=cart.id, now=self.now)

    async def order(self) -> None:
        """Invoice an order, refund it, or cancel it: its points come back, whosever it is now."""
        orders = [each for each in self.town.orders if each.state in {"placed", "complete"}]
        if not orders:
            return
        order = self.random.choice(orders)
        if order.state == "complete":
            order.state = "refunded"
            order.buyer.put_back(order.taken, self.now)
            points = sum(part for _, part in order.taken)
            await refund(memo(order_id=order.id, points=points), now=self.now)
        elif self.random.random() < 0.6:
            order.state = "complete"
            counts = self.town.converted(order.buyer)
            if counts is not None:
                counts.inviter.award("INVITATION_ORDER", model.ORDERED, self.now)
            await invoice(order.id, now=self.now)
        else:
            order.state = "canceled"
            order.buyer.put_back(order.taken, self.now)
            await cancel(order_id=order.id, now=self.now)

    async def review(self) -> None:
        who, person = self.somebody()
        if person.erased:
            return
        if person.reviews < model.REVIEW_LIMIT:
            person.reviews += bool(person.award("REVIEW", model.REVIEW, self.now))
        activity = Activity(ActivityType.REVIEW_APPROVED, who, "us", self.key("r"))
        await record(activity, now=self.now)

    async def sign_up(self) -> None:
        who, person = self.somebody()
        if person.erased:
            return
        if not person.signed_up:
            person.award("NEWSLETTER_SIGNUP", model.SIGNUP, self.now)
        person.signed_up = True
        await record(Activity(ActivityType.NEWSLETTER_SIGNUP, who, "us"), now=self.now)

    async def like(self) -> None:
        who, person = self.somebody()
        if person.erased:
            return
        what = self.random.choice("xyz")
        if what not in person.liked:
            person.award("CUSTOM", model.LIKE, self.now)
        person.liked.add(what)
        await do(customer_id=who, reference=what, now=self.now)

    async def invite(self) -> None:
        who, person = self.somebody()
        if person.erased:
            return
        invitation = Invitation(self.key("v"), person, self.now)
        self.town.invitations.append(invitation)
        await invite(
            invitation.id, inviter_id=who, email=f"{invitation.id}@x.example", now=self.now
        )

    async def accept(self) -> None:
        """Accept an invitation, mostly as somebody who came after it."""
        waiting = [each for each in self.town.invitations if each.accepted_by is None]
        if not waiting:
            return
        invitation = self.random.choice(waiting)
        if self.random.random() < 0.4:
            await self.newcomer()
        who, invitee = self.somebody() if self.random.random() < 0.6 else self._newest()
        accepting = accept(invitation.id, customer_id=who, now=self.now)
        if invitee.erased:
            await refused(accepting, NotFound)
        elif invitee is invitation.inviter:
            await refused(accepting, Invalid)
        elif invitee.created < invitation.created or self.town.converted(invitee):
            assert (await accepting).message is not None
        else:
            invitation.accepted_by, invitation.accepted_at = invitee, self.now
            invitation.inviter.award("INVITATION_CUSTOMER", model.INVITED, self.now)
            assert (await accepting).message is None

    def _newest(self) -> tuple[str, Person]:
        person = max(self.town.everybody(), key=lambda each: each.created)
        return person.id, person

    async def merge(self) -> None:
        (from_id, leaving), (into_id, staying) = self.somebody(), self.somebody()
        merging = merge(from_id, into_id, now=self.now)
        if leaving.erased or staying.erased:
            await refused(merging, NotFound)
        elif leaving is staying:
            await refused(merging, Invalid)
        else:
            self.town.merge(leaving, staying)
            assert (await merging).customer.id == staying.id

    async def erase(self) -> None:
        who, person = self.somebody()
        if self.random.random() < 0.25:
            person.erased = True
            assert await erase_customer(customer_id=who, caller=ADMIN, now=self.now) == person.id

    async def exclude(self) -> None:
        who, person = self.somebody()
        if person.erased or self.random.random() < 0.6:
            return
        person.excluded = not person.excluded
        await put_customer(
            customer_id=who,
            website_code="us",
            email=f"{person.id}@example.com",
            excluded_from_rewards=person.excluded,
            caller=ADMIN,
            now=self.now,
        )

    async def subscribe(self) -> None:
        who, person = self.somebody()
        if person.erased:
            return
        person.mails = not person.mails
        await update_subscriptions(
            customer_id=who, balance_updates=person.mails, caller=ADMIN, now=self.now
        )


async def refused(command: Awaitable[object], error: type[RewardsError]) -> None:
    with pytest.raises(error):
        await command


def lots_in(person: Person) -> Counter[tuple[datetime, datetime | None]]:
    found = Counter[tuple[datetime, datetime | None]]()
    for lot in person.lots:
        found[lot.born, lot.expires] += lot.left
    return +found


async def check_everybody(walk: Walk) -> None:
    """Compare what is answered by each id with the model."""
    for who, person in walk.town.people.items():
        customer = await find_customer(who)
        stands = await standing(who, now=walk.now)
        booked = [
            (entry.reason.value, entry.points)
            for entry in await entries_of(who)
            if entry.reason.value not in _NOT_CHOSEN
        ]

        assert (customer.id, customer.is_erased) == (person.id, person.erased)
        assert customer.excluded_from_rewards is person.excluded
        assert customer.balance_updates is (person.mails and not person.erased)
        assert (stands.balance, stands.held) == (person.balance, min(person.held(), person.balance))
        assert Counter(booked) == Counter(person.booked)
    for person in walk.town.everybody():
        assert await shown_lots(person.id, walk.now) == lots_in(person)


async def shown_lots(customer_id: str, now: datetime) -> Counter[tuple[datetime, datetime | None]]:
    found = Counter[tuple[datetime, datetime | None]]()
    for lot in await lots_of(customer_id):
        until = lot["static_expires_at"]
        ends = None if until is None else instant(until)
        if ends is None or ends > now:
            found[instant(lot["created_at"]), ends] += int(str(lot["remaining"]))
    return found


@pytest.mark.parametrize("seed", range(2 * _WALKS))
async def test_people_have_what_happened_to_them_under_whichever_id(seed: int) -> None:
    """R12.5, R9, R3.2, R6.11: balances, lots with dates, histories, limits, holds, aliases."""
    walk = Walk(seed)
    await walk.begin()

    for number in range(_STEPS):
        await walk.step()
        if number % 25 == 24:
            await check_everybody(walk)

    assert (await check_ledger()).violations == []
    for who, person in walk.town.people.items():
        answer = await ask(
            "{ customer { id reward_points { balance { points } } } }", By(who, "us", now=walk.now)
        )
        assert answer["customer"]["reward_points"]["balance"]["points"] == person.balance
