"""A random past of a small shop, made through the services, with its own notes of what changed.

With `GUERDON_WALKS=50` there are six times as many; `make test-walks` looks at them.
"""

import os
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from services.accounts.expiry import expire_points
from services.accounts.orphans import delete_orphan_points, move_orphan_points
from services.checkout.redemption import apply_points
from services.command.pages.cursor_page import PageRequest
from services.customers.putting import put_customer
from services.orders.cancelling import cancel_order
from services.orders.status import StatusChange, set_order_status
from services.rules.basics.enums import RateDirection
from services.rules.basics.refusals import RewardsError
from services.setup.customer_groups import put_customer_group
from services.setup.exchange_rates import list_exchange_rates, update_exchange_rate
from services.setup.settings import update_settings
from services.setup.websites import delete_website, put_website
from tests.clock import NOW
from tests.services.shop import (
    ADMIN,
    add_customer,
    fill_cart,
    give,
    invoice,
    line,
    open_shop,
    place,
    set_rate,
)

CUSTOMERS = ("ada", "bob", "cyd")
_TIMES = 1 + int(os.environ.get("GUERDON_WALKS", "1")) // 10
Rate = tuple[int, Decimal]


def seeds(some: int) -> range:
    """Return the seeds of so many pasts, and of more where there is time."""
    return range(some * _TIMES)


@dataclass
class RandomPast:
    """A shop of two websites; `rates`, `groups`, `settings`, `dead` note what was, with the times.

    Settings are the days that points live, and whether lots follow them.
    """

    seed: int
    random: Random = field(init=False)
    now: datetime = NOW
    orders: int = 0
    steps: list[datetime] = field(default_factory=list)
    rates: list[tuple[datetime, Rate]] = field(default_factory=list)
    groups: list[tuple[datetime, str, str]] = field(default_factory=list)
    settings: list[tuple[datetime, int | None, str]] = field(default_factory=list)
    dead: list[tuple[datetime, bool]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)  # noqa: S311 - a past, no secret

    async def live(self, steps: int) -> None:
        await open_shop(website_code="uk", currency="GBP", redemption=(5, "1.00"))
        await open_shop(settings={"clawback": "DEBT"})
        await put_customer_group(code="vip", caller=ADMIN, now=NOW)
        await set_rate(RateDirection.POINTS_TO_CURRENCY, (7, "3.00"), group_code="vip")
        for customer in CUSTOMERS[1:]:
            await add_customer(customer)
        happenings = self.happenings()
        for _ in range(steps):
            self.now += timedelta(seconds=self.random.randint(1, 12 * 86_400))
            happens = self.random.choice(happenings)
            with suppress(RewardsError):
                await happens()
            self.steps.append(self.now)

    def happenings(self) -> list[Callable[[], Awaitable[None]]]:
        return [self._give, self._take, self._buy, self._buy, self._spend, self._spend,
            self._undo, self._fail, self._expire, self._rate, self._group, self._settings,
            self._website, self._orphans]  # fmt: skip

    async def _give(self) -> None:
        ends = self.random.choice([None, self.now + timedelta(days=self.random.randint(1, 90))])
        await give(self._points(), customer_id=self._who(), website_code=self._where(),
            expires_at=ends, now=self.now)  # fmt: skip

    async def _take(self) -> None:
        await give(-self._points(), customer_id=self._who(), website_code=self._where(),
            now=self.now)  # fmt: skip

    async def _buy(self) -> None:
        await self._order(await self._cart(), completes=True)

    async def _spend(self) -> None:
        cart = await self._cart()
        await apply_points(cart_id=cart, points=None, caller=ADMIN, now=self.now)
        await self._order(cart, completes=self.random.random() < 0.5)

    async def _cart(self) -> str:
        self.orders += 1
        price = f"{self.random.randint(1, 60)}.00"
        await fill_cart(line(price), cart_id=f"o{self.orders}", customer_id=self._who(),
            website_code=self._where(), now=self.now)  # fmt: skip
        return f"o{self.orders}"

    async def _order(self, cart: str, *, completes: bool) -> None:
        await place(cart, cart_id=cart, now=self.now)
        if completes:
            await invoice(cart, now=self.now)

    async def _undo(self) -> None:
        await cancel_order(order_id=self._which(), cancellation_id="c", lines=None, caller=ADMIN,
            now=self.now)  # fmt: skip

    async def _fail(self) -> None:
        change = StatusChange(self._which(), "failed", f"fail-{self.now}")
        await set_order_status(change=change, caller=ADMIN, now=self.now)

    async def _expire(self) -> None:
        await expire_points(now=self.now)

    async def _rate(self) -> None:
        points, money = self.random.randint(1, 12), Decimal(self.random.randint(1, 30)) / 10
        page = await list_exchange_rates(
            website_code="us", direction=RateDirection.POINTS_TO_CURRENCY, page=PageRequest(1)
        )
        await update_exchange_rate(rate_id=page.items[0].id, website_code="us",
            customer_group_code=None, direction=RateDirection.POINTS_TO_CURRENCY, points=points,
            currency_amount=money, caller=ADMIN, now=self.now)  # fmt: skip
        self.rates.append((self.now, (points, money)))

    async def _group(self) -> None:
        who, code = self._who(), self.random.choice(["general", "vip"])
        await put_customer(customer_id=who, website_code="us", email=f"{who}@example.com",
            customer_group_code=code, caller=ADMIN, now=self.now)  # fmt: skip
        self.groups.append((self.now, who, code))

    async def _settings(self) -> None:
        days = self.random.choice([None, 20, 45, 100])
        calculation = self.random.choice(["STATIC", "DYNAMIC"])
        await update_settings(website_code="us", changes={"expiry_days": days,
            "expiry_calculation": calculation}, caller=ADMIN, now=self.now)  # fmt: skip
        self.settings.append((self.now, days, calculation))

    async def _website(self) -> None:
        is_dead = self.dead[-1][1] if self.dead else False
        if is_dead:
            await put_website(code="uk", base_currency="GBP", caller=ADMIN, now=self.now)
        else:
            await delete_website(code="uk", caller=ADMIN, now=self.now)
        self.dead.append((self.now, not is_dead))

    async def _orphans(self) -> None:
        who, key = self._who(), f"orphans-{self.now}"
        if self.random.random() < 0.5:
            await delete_orphan_points(customer_id=who, from_website_code="uk",
                idempotency_key=key, caller=ADMIN, now=self.now)  # fmt: skip
        else:
            await move_orphan_points(customer_id=who, from_website_code="uk",
                to_website_code="us", idempotency_key=key, caller=ADMIN, now=self.now)  # fmt: skip

    def _who(self) -> str:
        return self.random.choice(CUSTOMERS)

    def _where(self) -> str:
        return self.random.choice(["us", "us", "uk"])

    def _which(self) -> str:
        return f"o{self.random.randint(1, max(self.orders, 1))}"

    def _points(self) -> int:
        return self.random.randint(1, 120)
