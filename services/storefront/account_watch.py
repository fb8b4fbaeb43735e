"""Account watch: tells followers here that an account changed, in whichever process.

Once a second, and at once after a commit of this process, it compares each followed account's mark
with the one that its follower has seen: a statement for up to 500 accounts of a website. It asks
the database and nobody else, so nothing is missed where a message would have been lost.
"""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import Context

import structlog

from services.command import clock
from services.command.at_commit import commits
from services.ledger.reading.standing import AccountMark, read_marks
from services.programme.programme import load_recorded_programme
from services.rules.basics.refusals import TooManySubscriptions

MOST_PER_ACCOUNT = 100  # followers: a customer's open pages, many times over

_ACCOUNTS_A_STATEMENT = 500
_SECONDS_BETWEEN_LOOKS = 1.0
_SHORTEST_REST = 0.05  # seconds between two looks, however much is committed
_LONGEST_REST = 5.0  # after a look that a stalled database made long
_REST_PER_WORK = 4  # so that looking takes a fifth of a connection's time
_READERS = 4  # at once, of the connections that requests need too

_log = structlog.get_logger(__name__)


class Follower:
    """Follows one account. `seen` is the mark last shown, None before the first."""

    __slots__ = ("_change", "seen")

    def __init__(self) -> None:
        self.seen: AccountMark | None = None
        # One future a change: an asyncio.Event is a kilobyte, times as many as follow.
        self._change = asyncio.get_running_loop().create_future()

    async def until_changed(self) -> None:
        """Wait until the account has changed since it was last shown."""
        await self._change
        self._change = asyncio.get_running_loop().create_future()

    def compare(self, mark: AccountMark) -> None:
        """Wake up if `mark` is news."""
        if self.seen is not None and self.seen != mark and not self._change.done():
            self._change.set_result(None)


class AccountWatch:
    """Looks at followed accounts, as long as there are any, in one task.

    `reading` is for followers to take turns by: when very many accounts change at once, requests
    still find connections.
    """

    def __init__(self) -> None:
        self.reading = asyncio.Semaphore(_READERS)
        self._websites: dict[str, dict[str, set[Follower]]] = {}
        self._committed = asyncio.Event()
        self._task = asyncio.create_task(
            self._run(),
            name="account watch",
            context=Context(),  # it is no part of the request that happened to begin it
        )

    @property
    def is_over(self) -> bool:
        """Whether its task has ended, as with the loop that it ran in."""
        return self._task.done()

    @contextmanager
    def following(self, customer_id: str, website_code: str) -> Iterator[Follower]:
        """Follow an account within the block. Raises TooManySubscriptions."""
        customers = self._websites.setdefault(website_code, {})
        followers = customers.setdefault(customer_id, set())
        if len(followers) >= MOST_PER_ACCOUNT:
            raise TooManySubscriptions(
                f"One customer may have {MOST_PER_ACCOUNT} subscriptions at once."
            )
        follower = Follower()
        followers.add(follower)
        try:
            yield follower
        finally:
            followers.discard(follower)
            self._forget(customer_id, website_code)

    def _forget(self, customer_id: str, website_code: str) -> None:
        customers = self._websites[website_code]
        if not customers[customer_id]:
            del customers[customer_id]
        if not customers:
            del self._websites[website_code]
        if not self._websites:
            self._task.cancel()
            _end(self)

    async def _run(self) -> None:
        time = asyncio.get_running_loop().time
        with commits.listening(self._committed.set):
            while True:
                self._committed.clear()
                began_at = time()
                try:
                    await self._look()
                except Exception:  # noqa: BLE001 - whatever it is, the next look may do better
                    _log.exception("could not look at the accounts followed")
                    await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)
                else:
                    await self._rest(time() - began_at)

    async def _look(self) -> None:
        now = await clock.now()
        for website_code in tuple(self._websites):
            programme = await load_recorded_programme(website_code=website_code, customer_id=None)
            policy = programme.expiry
            for customer_ids in _batches(tuple(self._websites.get(website_code, ()))):
                marks = await read_marks(
                    customer_ids=customer_ids, website_code=website_code, policy=policy, now=now
                )
                self._compare(website_code, customer_ids, marks)

    def _compare(
        self, website_code: str, customer_ids: Sequence[str], marks: dict[str, AccountMark]
    ) -> None:
        customers = self._websites.get(website_code, {})
        for customer_id in customer_ids:
            mark = marks.get(customer_id) or AccountMark()
            for follower in customers.get(customer_id, ()):
                follower.compare(mark)

    async def _rest(self, worked: float) -> None:
        rest = min(max(_SHORTEST_REST, _REST_PER_WORK * worked), _LONGEST_REST)
        await asyncio.sleep(rest)
        with suppress(TimeoutError):
            async with asyncio.timeout(max(0, _SECONDS_BETWEEN_LOOKS - rest)):
                await self._committed.wait()


_watch: AccountWatch | None = None


def account_watch() -> AccountWatch:
    """Return the watch of this process, begun if nobody follows anything yet."""
    global _watch  # noqa: PLW0603 - one watch per process
    if _watch is None or _watch.is_over:
        _watch = AccountWatch()
    return _watch


def _end(watch: AccountWatch) -> None:
    global _watch  # noqa: PLW0603
    if _watch is watch:
        _watch = None


def _batches(customer_ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(0, len(customer_ids), _ACCOUNTS_A_STATEMENT):
        yield customer_ids[first : first + _ACCOUNTS_A_STATEMENT]
