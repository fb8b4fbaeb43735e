"""A load of commands, each of them repeated until it is answered, and what became of it."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import cast

import httpx

from tests.faults.running_shop import ADJUST, SET_UP, ask, balance_and_entries

_SENDERS = 8
_PAUSE = 0.05  # before a command that had no good answer is sent again
_SECONDS_FOR_AN_ANSWER = 30

Payload = dict[str, dict[str, object]]


@dataclass
class Load:
    """Adjustments by one point, each under a key of its own.

    `acknowledged` are the entries that answers told, by key; `sent` are all keys, answered or not.
    `without_answer` counts requests that ended without one, `longest_gap` is the longest time in
    which nothing was acknowledged.
    """

    client: httpx.AsyncClient
    acknowledged: dict[str, str] = field(default_factory=dict)
    sent: set[str] = field(default_factory=set)
    statuses: Counter[int] = field(default_factory=Counter)
    without_answer: int = 0
    longest_gap: float = 0.0
    _last_at: float = field(default_factory=time.monotonic)
    _stopping: bool = False
    _sending: set[asyncio.Task[None]] = field(default_factory=set)

    def begin(self) -> None:
        """Have several senders at work."""
        self._sending = {asyncio.create_task(self.send(n)) for n in range(_SENDERS)}

    async def end(self) -> None:
        """Let the senders finish what they are at."""
        self._stopping = True
        await asyncio.gather(*self._sending)

    async def send(self, sender: int) -> None:
        """Send one command after another until the load stops."""
        number = 0
        while not self._stopping:
            number += 1
            key = f"s{sender}-{number}"
            self.sent.add(key)
            while not await self._try(key):
                if self._stopping:
                    return
                await asyncio.sleep(_PAUSE)

    async def acknowledge(self, count: int) -> None:
        """Wait until so many more commands are acknowledged."""
        wanted = len(self.acknowledged) + count
        async with asyncio.timeout(120):
            while len(self.acknowledged) < wanted:  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.02)

    async def _try(self, key: str) -> bool:
        body = {"query": ADJUST, "variables": {"key": key, "points": 1}}
        try:
            answer = await self.client.post("/graphql/admin", json=body)
        except httpx.HTTPError:
            self.without_answer += 1
            return False
        self.statuses[answer.status_code] += 1
        if answer.status_code != 200 or "errors" in answer.json():
            return False
        self._note(key, cast("Payload", answer.json()["data"]["pointsAdjust"]))
        return True

    def _note(self, key: str, payload: Payload) -> None:
        now = time.monotonic()
        self.longest_gap = max(self.longest_gap, now - self._last_at)
        self._last_at = now
        self.acknowledged[key] = str(payload["entry"]["id"])


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a fault did to a load: R3.4 and R3.5 want nothing lost and nothing doubled."""

    fault: str
    acknowledged: int
    lost: int
    doubled: int
    unavailable: int  # 503, to be tried again
    other_5xx: int
    without_answer: int
    longest_gap: float  # seconds


@asynccontextmanager
async def load_on(client: httpx.AsyncClient) -> AsyncIterator[Load]:
    """Put a load on a shop that is set up for it here; it stops with the block."""
    await ask(client, SET_UP)
    load = Load(client)
    load.begin()
    try:
        yield load
    finally:
        await load.end()


async def outcome_of(fault: str, load: Load, client: httpx.AsyncClient) -> Outcome:
    """Send every command once more, after which each must have been done once and no more."""
    lost = 0
    for key in sorted(load.sent):
        answer = cast("dict[str, Payload]", await ask(client, ADJUST, key=key, points=1))
        entry = str(answer["pointsAdjust"]["entry"]["id"])
        lost += key in load.acknowledged and load.acknowledged[key] != entry
    balance, entries = await balance_and_entries(client)
    assert balance == entries
    return Outcome(
        fault=fault,
        acknowledged=len(load.acknowledged),
        lost=lost + max(len(load.sent) - entries, 0),
        doubled=max(entries - len(load.sent), 0),
        unavailable=load.statuses[503],
        other_5xx=sum(n for status, n in load.statuses.items() if status > 499 and status != 503),
        without_answer=load.without_answer,
        longest_gap=load.longest_gap,
    )


def table(outcomes: list[Outcome]) -> list[str]:
    """Return the lines of a table of outcomes."""
    lines = [f"{'fault':44} acknowledged  lost  doubled   503  other 5xx  no answer  longest gap"]
    lines += [
        f"{each.fault:44} {each.acknowledged:12,} {each.lost:5} {each.doubled:8}"
        f" {each.unavailable:5} {each.other_5xx:10} {each.without_answer:10}"
        f" {each.longest_gap:10.1f} s"
        for each in outcomes
    ]
    return lines
