"""Lives in a shop: carts that become orders, and a back office that turns things meanwhile."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from services.accounts.accounts import read_account
from services.accounts.adjustments import adjust_points
from services.accounts.imports import ImportRow, import_points
from services.activities.activities import record_activity
from services.activities.activity_input import Activity
from services.checkout.carts import find_cart
from services.checkout.putting import delete_cart
from services.checkout.redemption import apply_points, hold_points, remove_points
from services.customers.erasing import erase_customer
from services.customers.merging import merge_customers
from services.customers.putting import put_customer
from services.operation.jobs import run_job
from services.orders.cancelling import cancel_order
from services.orders.invoicing import invoice_order
from services.orders.orders import find_order
from services.orders.refunding import CreditMemoInput, refund_order
from services.orders.status import StatusChange, set_order_status
from services.rules.basics.enums import ActivityType, Job
from services.setup.settings import update_settings
from tests.clock import NOW
from tests.services.events.event_log import subscribe
from tests.services.shop import (
    ADMIN,
    add_customer,
    fill_cart,
    give,
    line,
    open_shop,
    place,
    quantities_of,
)
from tests.simulation.record import Command, Record

Call = Callable[..., Awaitable[object]]

CUSTOMERS = ("ada", "bob")
_DAYS_A_SECOND = 10
_IN_DOUBT, _PATIENT = (
    0.15,
    0.9,
)  # below the first, a command is sent twice; above the second, given up
_JOBS = (
    Job.EXPIRE_POINTS,
    Job.RELEASE_HOLDS,
    Job.CREDIT_MATURED_POINTS,
    Job.SEND_EXPIRY_WARNINGS,
)


async def open_shop_of(chance: random.Random) -> None:
    """Make a shop of one website with two customers who have points."""
    await open_shop(
        settings={
            "expiry_days": chance.choice([None, 5, 30]),
            "maturity_days": chance.choice([0, 0, 3]),
            "clawback": chance.choice(["DEBT", "CLAMP"]),
            "balance_cap": chance.choice([None, None, 300]),
            "refund_points_automatically": chance.choice([True, False]),
            "deduct_earned_points_on_refund": chance.choice([True, False]),
            "review_points": 7,
            "review_limit": 2,
        }
    )
    await add_customer("bob")
    if chance.random() < 0.5:
        await subscribe()
    for customer in CUSTOMERS:
        await give(chance.randrange(50, 300), customer_id=customer, key=f"begin-{customer}")


@dataclass(frozen=True, slots=True)
class Deed:
    """A command that lacks nothing but its time."""

    name: str
    call: Call
    sees_one_moment: bool = False


@dataclass(slots=True)
class ShopLife:
    """What happens in one shop at the same time, all of it drawn from one seed."""

    chance: random.Random
    record: Record = field(default_factory=Record)

    async def run(self) -> None:
        """Live: some customers buy while two offices work."""
        lives = [self._buy(number) for number in range(self.chance.randrange(2, 5))]
        async with asyncio.TaskGroup() as group:
            for life in [*lives, self._work("north"), self._work("south")]:
                group.create_task(life)

    def _now(self) -> datetime:
        return NOW + timedelta(days=asyncio.get_running_loop().time() * _DAYS_A_SECOND)

    async def _do(self, deed: Deed) -> None:
        """Do something once, twice at once as a client that is in doubt, or give up on the way."""
        await asyncio.sleep(self.chance.uniform(0, 0.1))
        command = Command(deed.name, partial(deed.call, now=self._now()), deed.sees_one_moment)
        how = self.chance.random()
        times = 2 if how < _IN_DOUBT else 1
        tasks = [asyncio.ensure_future(self.record.perform(command)) for _ in range(times)]
        if how > _PATIENT:
            await asyncio.sleep(self.chance.uniform(0, 0.1))
            tasks[0].cancel()
        await asyncio.wait(tasks)

    async def _buy(self, number: int) -> None:
        """Fill a cart, use points, order, and have done to the order what is done to orders."""
        chance = self.chance
        cart, order = f"c{number}", f"o{number}"
        fill = self._filling(cart, chance.choice(CUSTOMERS))
        await self._do(fill)
        for _ in range(chance.randrange(1, 5)):
            await self._do(chance.choice([*self._at_the_cart(cart), fill]))
        await self._do(Deed(f"place {order}", partial(place, order, cart_id=cart)))
        for event in range(chance.randrange(2, 7)):
            await self._do(chance.choice(self._to_the_order(order, f"e{event}")))
            find = partial(_find_order, order)
            await self._do(Deed(f"find {order}", find, sees_one_moment=True))

    def _filling(self, cart: str, customer: str) -> Deed:
        units = self.chance.randrange(1, 4)
        price = self.chance.choice(["3.00", "9.99", "20.00"])
        lines = [line(price, units), line("1.50", 2, line_id="l2")]
        some = lines[: self.chance.randrange(1, 3)]
        fill = partial(fill_cart, *some, cart_id=cart, customer_id=customer, shipping="2.50")
        return Deed(f"fill {cart}", fill)

    def _at_the_cart(self, cart: str) -> list[Deed]:
        points = self.chance.choice([None, 10, 25, 100])
        of_cart: dict[str, Any] = {"cart_id": cart, "caller": ADMIN}
        return [
            Deed(f"apply {points} to {cart}", partial(apply_points, **of_cart, points=points)),
            Deed(f"hold {cart}", partial(hold_points, **of_cart)),
            Deed(f"take points off {cart}", partial(remove_points, **of_cart)),
        ]

    def _to_the_order(self, order: str, event: str) -> list[Deed]:
        chance = self.chance
        units = quantities_of(("l1", 1)) if chance.random() < 0.6 else None
        of_order: dict[str, Any] = {"order_id": order, "lines": units, "caller": ADMIN}
        points = chance.choice([None, 0, 5])
        memo = CreditMemoInput(order, event, units, refund_points=points)
        status = chance.choice(["complete", "processing", "canceled"])
        change = StatusChange(order, status, idempotency_key=f"{order}-{event}")
        invoice = partial(invoice_order, **of_order, invoice_id=event)
        cancel = partial(cancel_order, **of_order, cancellation_id=event)
        refund = partial(refund_order, memo=memo, caller=ADMIN)
        set_status = partial(set_order_status, change=change, caller=ADMIN)
        return [
            Deed(f"invoice {order}", invoice),
            Deed(f"invoice {order}", invoice),
            Deed(f"cancel {order}", cancel),
            Deed(f"refund {order}", refund),
            Deed(f"set {order} {status}", set_status),
        ]

    async def _work(self, office: str) -> None:
        for number in range(self.chance.randrange(6, 14)):
            deeds = self._in_the_office(f"{office}-{number}")
            await self._do(self.chance.choice(deeds))

    def _in_the_office(self, key: str) -> list[Deed]:
        chance = self.chance
        customer, cart = chance.choice(CUSTOMERS), f"c{chance.randrange(4)}"
        job = chance.choice(_JOBS)
        run = Deed(f"job {job}", partial(run_job, job=job))
        read = partial(read_account, customer_id=customer, website_code="us")
        changes = {"expiry_days": chance.choice([None, 2, 10])}
        settings = partial(update_settings, website_code="us", changes=changes, caller=ADMIN)
        return [
            *self._with_points(customer, key),
            run,
            run,
            Deed("settings", settings),
            Deed(f"exclude {customer}", self._excluding(customer)),
            Deed(f"delete {cart}", partial(delete_cart, cart_id=cart, caller=ADMIN)),
            Deed(f"read {customer}", read, sees_one_moment=True),
            self._upheaval(key),
            Deed(f"read {cart}", partial(find_cart, cart_id=cart)),
        ]

    def _upheaval(self, key: str) -> Deed:
        """Merge the customers, now and then, or erase one; otherwise only look."""
        chance = self.chance
        one, other = chance.sample(CUSTOMERS, 2)
        merge = partial(
            merge_customers, from_id=one, into_id=other, idempotency_key=key, caller=ADMIN
        )
        erase = partial(erase_customer, customer_id=one, caller=ADMIN)
        read = partial(read_account, customer_id=one, website_code="us")
        return chance.choice(
            [
                Deed(f"merge {one} into {other}", merge),
                Deed(f"erase {one}", erase),
                *[Deed(f"read {one}", read, sees_one_moment=True)] * 4,
            ]
        )

    def _with_points(self, customer: str, key: str) -> list[Deed]:
        once: dict[str, Any] = {"idempotency_key": key, "caller": ADMIN}
        points = self.chance.choice([-40, -5, 20, 60])
        whose: dict[str, Any] = {"customer_id": customer, "website_code": "us"}
        rows = [ImportRow(name, "us", 15) for name in CUSTOMERS]
        review = Activity(ActivityType.REVIEW_APPROVED, customer, "us", reference=key)
        return [
            Deed(f"adjust {customer}", partial(adjust_points, **once, **whose, points=points)),
            Deed("import", partial(import_points, **once, dry_run=False, rows=rows)),
            Deed(f"review {customer}", partial(record_activity, **once, activity=review)),
        ]

    def _excluding(self, customer: str) -> Call:
        return partial(
            put_customer,
            customer_id=customer,
            website_code="us",
            email=f"{customer}@example.com",
            excluded_from_rewards=self.chance.random() < 0.3,
            caller=ADMIN,
        )


async def _find_order(order_id: str, *, now: datetime) -> object:  # noqa: ARG001 - as all are called
    return await find_order(order_id=order_id)
