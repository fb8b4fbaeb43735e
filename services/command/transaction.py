"""One use case, one transaction: opened, tried again after a lost race, joined by what it calls.

A hot one is first tried without locks: then it costs the round trips of what it reads, and one.
"""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import wraps
from typing import ParamSpec, TypeVar

from tortoise.exceptions import IntegrityError

from models import database, outage
from services.command.at_commit import commits, moved_points
from services.command.at_commit.endings import collecting, write_endings
from services.rules.basics.refusals import RewardsError

P = ParamSpec("P")
R = TypeVar("R")

_TRIES = 8
_TRIES_TO_CONNECT = 3
_SECONDS = 9.0  # for all tries together: less than a query has (R14.2)
_FIRST_PAUSE = 0.01  # seconds; doubles each time
_LONGEST_PAUSE = 0.5  # seconds


def one_transaction(
    use_case: Callable[P, Coroutine[object, object, R]],
) -> Callable[P, Coroutine[object, object, R]]:
    """Make `use_case` one transaction, or part of its caller's.

    It is run again from its start when the database says that another transaction got in its way,
    that a statement took too long, or that the connection was lost before the end, so it must
    change nothing but the database. After eight tries, or nine seconds, the error is the caller's.
    """
    return _tried(use_case, _locking)


def unlocked_first(
    use_case: Callable[P, Coroutine[object, object, R]],
) -> Callable[P, Coroutine[object, object, R]]:
    """Make `use_case` one transaction, as `one_transaction` does, first tried without locks.

    What it reads to decide on is read as it is, and the one statement that it writes at its end
    does nothing if that has changed since. Only what was written so counts: for anything else,
    a refusal too, it is run again with locks, since what it saw may never have been true at once.
    On SQLite it locks from the beginning.
    """
    return _tried(use_case, _unlocked)


def read_whole(
    look: Callable[P, Coroutine[object, object, R]],
) -> Callable[P, Coroutine[object, object, R]]:
    """Make `look`, which reads in several statements without a transaction, read one state.

    It raises LostRace where what it has read first was changed before the last, and is then run
    again; within a transaction that is what is run again. After eight tries the error is the
    caller's, who may try again.
    """

    @wraps(look)
    async def run(*args: P.args, **kwargs: P.kwargs) -> R:
        for failures in range(1, _TRIES):
            try:
                return await look(*args, **kwargs)
            except database.LostRace:
                if database.in_transaction():
                    raise
            await asyncio.sleep(_pause(failures))
        return await look(*args, **kwargs)

    return run


def _tried(
    use_case: Callable[P, Coroutine[object, object, R]], first_way: "_Way"
) -> Callable[P, Coroutine[object, object, R]]:
    @wraps(use_case)
    async def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if database.in_transaction():
            return await use_case(*args, **kwargs)
        tries, way = _Tries(), first_way if database.can_be_unlocked() else _locking
        while True:
            attempt = _Attempt()
            try:
                async with tries.in_time(), way(attempt):
                    result = await use_case(*args, **kwargs)
            except Exception as error:
                if not tries.may_go_on(error, attempt):
                    raise
            else:
                commits.tell()
                return result
            if not attempt.is_unlocked:
                await asyncio.sleep(_pause(tries.failures))
            way = _locking

    return run


@asynccontextmanager
async def _locking(attempt: "_Attempt") -> AsyncIterator[None]:
    """Run the block in a transaction that locks what it decides on."""
    with moved_points.told_at_the_end(), collecting():
        async with database.transaction():
            yield
            await write_endings()
            await database.confirm_what_was_seen()
            await database.write_pending()
            attempt.has_reached_the_end = True


@asynccontextmanager
async def _unlocked(attempt: "_Attempt") -> AsyncIterator[None]:
    """Run the block in a transaction that locks nothing before its end."""
    attempt.is_unlocked = True
    with moved_points.told_at_the_end(), collecting():
        async with database.unlocked_transaction() as client:
            try:
                yield
                await write_endings()
                await database.confirm_what_was_seen()
                attempt.has_reached_the_end = True
            finally:
                attempt.has_asked = client.has_asked


@dataclass(slots=True)
class _Attempt:
    """One run of a use case; past its end, only the database knows whether it was committed."""

    began_at: float = field(default_factory=time.monotonic)
    has_reached_the_end: bool = False
    is_unlocked: bool = False
    has_asked: bool = True


@dataclass(slots=True)
class _Tries:
    """The runs of one use case, and the error of the latest."""

    began_at: float = field(default_factory=time.monotonic)
    failures: int = 0
    _last: Exception | None = None

    @asynccontextmanager
    async def in_time(self) -> AsyncIterator[None]:
        """End a further try when the time is up, with the error of the try before it.

        What that try has seen without locks, or lost to another, is nothing to tell a client.
        """
        if self._last is None:
            yield
            return
        seconds_left = _SECONDS - (time.monotonic() - self.began_at)
        try:
            async with asyncio.timeout(seconds_left) as limit:
                yield
        except TimeoutError:
            if limit.expired() and outage.is_outage(self._last):
                raise self._last from None
            raise

    def may_go_on(self, error: Exception, attempt: _Attempt) -> bool:
        """Tell whether the use case may be run again after `error`."""
        self.failures += 1
        self._last = error
        now = time.monotonic()
        # What would be cut off long before it takes as long as this one is not begun.
        is_in_time = self.began_at + _SECONDS - now > (now - attempt.began_at) / 2
        return is_in_time and self.failures < _most_tries(error, attempt)


_Way = Callable[[_Attempt], AbstractAsyncContextManager[None]]


def _most_tries(error: Exception, attempt: _Attempt) -> int:
    if database.has_lost_a_race(error) or _wants_locks(error, attempt):
        return _TRIES
    # Without locks the end is one statement. Cut off by the server, it was no commit.
    if attempt.is_unlocked and outage.was_cut_off(error):
        return _TRIES
    # A commit that was never answered may have been made: to do it again could do it twice.
    if attempt.has_reached_the_end:
        return 1
    if outage.is_out_of_time(error):
        return _TRIES
    return _TRIES_TO_CONNECT if outage.has_lost_connection(error) else 1


def _wants_locks(error: Exception, attempt: _Attempt) -> bool:
    """Tell whether an error may be due to what was seen without locks.

    A refusal before anything was read is not. A constraint may have seen what no premise told.
    """
    return attempt.is_unlocked and (
        isinstance(error, IntegrityError) or (isinstance(error, RewardsError) and attempt.has_asked)
    )


def rolled_back(
    use_case: Callable[P, Coroutine[object, object, R]],
) -> Callable[P, Coroutine[object, object, R]]:
    """Make `use_case` a transaction that is undone: its answer says what it would have done."""

    @wraps(use_case)
    async def run(*args: P.args, **kwargs: P.kwargs) -> R:
        answer: list[R] = []

        @one_transaction
        async def undone() -> None:
            answer[:] = [await use_case(*args, **kwargs)]
            raise _Undo

        with suppress(_Undo):
            await undone()
        return answer[0]

    return run


class _Undo(Exception):
    """Ends a transaction whose writes are not to stay."""


def _pause(failures: int) -> float:
    """Return seconds to wait, at random so that those who collided do not collide again."""
    longest = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2**failures)
    return random.uniform(0, longest)  # noqa: S311 - spreads load, guards nothing
