"""Receivers of webhooks in virtual time: what is sent to them arrives late, twice or never."""

import asyncio
import random
from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

import orjson
from standardwebhooks.webhooks import Webhook

from models.database import fetch
from services.command import clock
from services.rules.events.endpoint_url import Target
from services.webhooks import queue
from services.webhooks.answer import Answer, NotSent
from services.webhooks.delivery import deliver_webhooks
from services.webhooks.endpoints import list_endpoints, put_endpoint, rotate_secret
from tests.clock import NOW
from tests.services.shop import ADMIN

_LONGEST = 0.02  # seconds of the loop, of which each is ten days of the shop's
_PATIENCE = 2_000  # turns of the worker until all has been told


def real_now() -> datetime:
    """Return the instant that leases go by: a second for each of the loop's."""
    return NOW + timedelta(seconds=asyncio.get_running_loop().time())


async def shop_now() -> datetime:
    """Return the instant that the shop goes by, as tests/simulation/shop_life.py has it."""
    return NOW + timedelta(days=10 * asyncio.get_running_loop().time())


@dataclass(slots=True)
class Subscriber:
    """An endpoint: its secrets, newest last, and what has come, in its order."""

    id: str
    secrets: list[str]
    goes_away: bool
    came: list[str] = field(default_factory=list)

    def take(self, headers: Mapping[str, str], body: bytes) -> None:
        """Check who sent it, by the official library: a request may cross a rotation."""
        said = datetime.fromtimestamp(int(headers["webhook-timestamp"]), UTC)
        signed = {
            Webhook(secret).sign(headers["webhook-id"], said, body.decode())
            for secret in self.secrets[-2:]
        }
        assert signed.intersection(headers["webhook-signature"].split(" "))
        assert orjson.loads(body)["data"]
        self.came.append(headers["webhook-id"])


@dataclass(slots=True)
class Network:
    """What lies between the service and the subscribers, by their hosts."""

    chance: random.Random
    subscribers: dict[str, Subscriber] = field(default_factory=dict)
    is_troubled: bool = True

    async def subscribe(self, host: str, *, goes_away: bool = False) -> None:
        saved = await put_endpoint(
            endpoint_id=None, url=f"https://{host}/", caller=ADMIN, now=await shop_now()
        )
        secret = str(saved.secret)
        self.subscribers[host] = Subscriber(str(saved.endpoint.id), [secret], goes_away)

    async def post(
        self,
        target: Target,
        headers: Mapping[str, str],
        body: bytes,
        *,
        resolver: Executor,  # noqa: ARG002 - as the real one is called
    ) -> Answer:
        """Carry a request and the answer to it, or lose either."""
        how = self.chance.random() if self.is_troubled else 1.0
        await asyncio.sleep(self.chance.uniform(0, _LONGEST))
        if how < 0.1:
            raise NotSent("The request was lost.")
        there = self.subscribers[target.host]
        there.take(headers, body)
        await asyncio.sleep(self.chance.uniform(0, _LONGEST))
        if how < 0.2:
            raise NotSent("The answer was lost.")
        if there.goes_away and how < 0.25:
            there.goes_away = False
            return Answer(410)
        return Answer(500 if how < 0.35 else 200)


@dataclass(slots=True)
class Worker:
    """Delivers while the shop lives; now and then it dies with events in hand, or rotates."""

    network: Network
    chance: random.Random
    is_over: bool = False

    async def run(self) -> None:
        while not self.is_over:
            await deliver_webhooks(seconds=0.02)
            await asyncio.sleep(self.chance.uniform(0, 0.05))
            there = self.chance.choice(list(self.network.subscribers.values()))
            happens = self.chance.random()
            if happens < 0.1:
                await queue.claim(UUID(there.id), most=2, now=await clock.now())
            elif happens < 0.15:
                await self._rotate(there)

    async def _rotate(self, there: Subscriber) -> None:
        saved = await rotate_secret(
            endpoint_id=there.id,
            keep_old_for_seconds=self.chance.choice([0, 86_400]),
            caller=ADMIN,
            now=await shop_now(),
        )
        there.secrets.append(str(saved.secret))

    async def finish(self) -> None:
        """Deliver all that is left, over a network that works, to whoever has gone too."""
        self.network.is_troubled = False
        for there in self.network.subscribers.values():
            there.goes_away = False
        for _ in range(_PATIENCE):
            await self._put_again()
            await deliver_webhooks(seconds=0.02)
            await asyncio.sleep(0.1)
            if not await fetch("SELECT 1 FROM webhook_deliveries WHERE status = 'QUEUED' LIMIT 1"):
                return
        raise AssertionError("not all was delivered")

    async def _put_again(self) -> None:
        """Put whoever has gone, also by a 410 that was on its way when all trouble ended."""
        for each in await list_endpoints():
            if not each.enabled:
                await put_endpoint(
                    endpoint_id=str(each.id), url=each.url, caller=ADMIN, now=await shop_now()
                )
