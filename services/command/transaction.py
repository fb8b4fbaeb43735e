"""One use case, one transaction: opened, tried again after a lost race, joined by what it calls."""

import asyncio
import random
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import wraps
from typing import ParamSpec, TypeVar

from models import database
from services.command import commits

P = ParamSpec("P")
R = TypeVar("R")

_TRIES = 8
_FIRST_PAUSE = 0.01  # seconds; doubles each time
_LONGEST_PAUSE = 0.5  # seconds


def one_transaction(
    use_case: Callable[P, Coroutine[object, object, R]],
) -> Callable[P, Coroutine[object, object, R]]:
    """Make `use_case` one transaction, or part of its caller's.

    It is run again from its start when the database says that another transaction got in its way,
    so it must change nothing but the database. After eight tries the error is the caller's.
    """

    @wraps(use_case)
    async def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if database.in_transaction():
            return await use_case(*args, **kwargs)
        for failures in range(1, _TRIES):
            try:
                return await committed(*args, **kwargs)
            except Exception as error:
                if not database.has_lost_a_race(error):
                    raise
            await asyncio.sleep(_pause(failures))
        return await committed(*args, **kwargs)

    async def committed(*args: P.args, **kwargs: P.kwargs) -> R:
        async with database.transaction():
            result = await use_case(*args, **kwargs)
        commits.tell()
        return result

    return run


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
