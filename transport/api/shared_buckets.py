"""Shared buckets of the rate limit: settled with other processes in the background (R14.2).

A request is never held up and costs no statement: a process counts for itself, and settles a bucket
in the database each time it has let a twentieth of it pass. So N processes let at most N twentieths
of a bucket pass beyond what is in it, besides what comes in while a statement is under way; what is
too much is paid back, for a bucket may be in debt, by a whole one at most. While the database can't
answer, each process counts for itself alone.
"""

import asyncio
import hashlib
import time
from dataclasses import dataclass, field
from typing import Final

import structlog

from services.access.rate_limit_buckets import forget_full_buckets, settle_bucket
from services.command.outage import is_outage
from transport.api.bucket import Bucket
from transport.watch.outage_log import log_outage

SHARE: Final = 20  # a twentieth of a bucket may pass before the other processes hear of it
_PAUSE_AFTER_FAILURE_SECONDS = 5.0
_SECONDS_BETWEEN_CLEANINGS = 600.0

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class SharedBuckets:
    """Settles buckets one after another, in a task that ends when there is nothing to settle."""

    _due: dict[str, Bucket] = field(init=False, default_factory=dict)
    _settling: asyncio.Task[None] | None = field(init=False, default=None)
    _go_on_at: float = field(init=False, default=0.0)
    _clean_at: float = field(init=False, default=0.0)

    def note(self, name: str, bucket: Bucket) -> None:
        """See to it that a bucket is settled if enough has been taken from it since the last time.

        Buckets wait for a database that is away, as long as they are drawn on.
        """
        if bucket.untold * SHARE < bucket.size:
            return
        self._due[name] = bucket
        if self._settling is None and time.monotonic() >= self._go_on_at:
            self._settling = asyncio.create_task(self._settle(), name="rate limit")

    async def _settle(self) -> None:
        try:
            while self._due:
                name = next(iter(self._due))
                await _settle_one(name, self._due.pop(name))
            await self._clean()
        except Exception as error:  # noqa: BLE001 - whatever it is, requests are answered
            self._due.clear()
            self._go_on_at = time.monotonic() + _PAUSE_AFTER_FAILURE_SECONDS
            if is_outage(error):
                log_outage(error)
            else:
                _log.exception("rate limit not shared")
        finally:
            self._settling = None

    async def _clean(self) -> None:
        if time.monotonic() >= self._clean_at:
            self._clean_at = time.monotonic() + _SECONDS_BETWEEN_CLEANINGS
            await forget_full_buckets(now_ms=_now_ms())


async def _settle_one(name: str, bucket: Bucket) -> None:
    taken = bucket.untold
    # A hash, for who asks from where is nobody else's business.
    key = hashlib.blake2b(name.encode(), digest_size=16).hexdigest()
    left_e3 = await settle_bucket(key, size=bucket.size, taken=taken, now_ms=_now_ms())
    bucket.settle(taken, left_e3 / 1000, now=time.monotonic())


def _now_ms() -> int:
    return int(time.time() * 1000)
