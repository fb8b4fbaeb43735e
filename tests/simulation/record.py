"""Record of a run: what each command answered, and in which order the transactions committed."""

import asyncio
import re
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import ParamSpec, TypeVar, cast

from models.database import fetch
from services.rules.basics.refusals import RewardsError

P = ParamSpec("P")
R = TypeVar("R")

_UUID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")
_doing: ContextVar["Performed | None"] = ContextVar("doing", default=None)


@dataclass(frozen=True, slots=True)
class Command:
    """Something to do to the services, as often as one likes with the same arguments."""

    name: str
    call: Callable[[], Awaitable[object]]
    sees_one_moment: bool = False


@dataclass(slots=True, eq=False)
class Performed:
    """A command that was begun: its answer without the keys that the program made, or its error.

    `begun` and `ended` count the commits there had been then. `is_loose` is one that has written
    outside a transaction, as reading a cart notes what it answers. `found` is what a job has found
    to do each time it looked, `to_find` what it is to find where it is done again.
    """

    command: Command
    begun: int
    ended: int = 0
    answer: str | None = None
    error: BaseException | None = None
    is_loose: bool = False
    found: list[object] = field(default_factory=list)
    to_find: deque[object] = field(default_factory=deque)


@dataclass(slots=True)
class Record:
    """All that was done, and whose the commits were, in their order."""

    performed: list[Performed] = field(default_factory=list)
    commits: list[Performed] = field(default_factory=list)

    def committed(self, in_transaction: bool) -> None:  # noqa: FBT001 - who calls has one thing to say
        """Note a commit of the command at hand."""
        doing = _doing.get()
        if doing is not None:
            self.commits.append(doing)
            doing.is_loose = not in_transaction
            doing.ended = len(self.commits)  # one that was given up may have ended before

    async def perform(self, command: Command, *, to_find: Sequence[object] = ()) -> Performed:
        """Do the command and note what comes of it; nothing is raised but a cancellation."""
        done = Performed(command, begun=len(self.commits), to_find=deque(to_find))
        self.performed.append(done)
        token = _doing.set(done)
        try:
            done.answer = without_keys(await command.call())
        except (Exception, asyncio.CancelledError) as error:
            done.error = error
            if isinstance(error, asyncio.CancelledError):
                raise
        finally:
            done.ended = len(self.commits)
            _doing.reset(token)
        return done

    def unexpected(self) -> list[str]:
        """Return the errors that no client should see: all but refusals and what was given up."""
        expected = (RewardsError, asyncio.CancelledError)
        return [
            f"{done.command.name}: {done.error!r}"
            for done in self.performed
            if done.error is not None and not isinstance(done.error, expected)
        ]

    def is_one_after_the_other(self) -> bool:
        """Tell whether all that was written can be done again in the order of the commits.

        The commits of each command stand together, and a loose one has no other commit beside it.
        """
        turns = list(dict.fromkeys(self.commits))
        stand_together = self.commits == sorted(self.commits, key=turns.index)
        return stand_together and all(
            done.ended - done.begun == 1 for done in turns if done.is_loose
        )

    def is_between_commands(self, read: Performed) -> bool:
        """Tell whether no command, such as a job, had committed only a part when `read` looked.

        One by one it does all of its parts at once, and nobody sees it in between.
        """
        after = [None, *self.commits, None]
        return all(
            after[committed] is not after[committed + 1]
            for committed in range(read.begun, read.ended + 1)
        )


def remembered(look: Callable[P, Awaitable[R]]) -> Callable[P, Awaitable[R]]:
    """Make `look` find again what it found, where a job is done again that has asked it.

    A job looks for what is due before its transactions, and others may commit between the two.
    """

    async def find(*args: P.args, **kwargs: P.kwargs) -> R:
        doing = _doing.get()
        if doing is not None and doing.to_find:
            return cast("R", doing.to_find.popleft())
        found = await look(*args, **kwargs)
        if doing is not None:
            doing.found.append(found)
        return found

    return find


def without_keys(value: object) -> str:
    """Write a value down, with `#` for each key that the program made."""
    return _UUID.sub("#", str(value))


# Drawn anew at each change of the programme.
_LEFT_OUT = {"programme_version"}
_DRAWN = {"carts": "version"}  # begins at a number by chance, as ADR 234 says


async def books() -> dict[str, list[str]]:
    """Return the rows of all tables, each table sorted, without keys that the program made."""
    tables = await fetch("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    names = [str(table["name"]) for table in tables]
    return {name: await _rows(name) for name in names if name not in _LEFT_OUT}


async def _rows(table: str) -> list[str]:
    rows = await fetch(f"SELECT * FROM {table}")  # noqa: S608 - a name of ours
    for row in rows:
        row.pop(_DRAWN.get(table, ""), None)
    return sorted(without_keys(_without_bytes(row)) for row in rows)


def _without_bytes(row: dict[str, object]) -> dict[str, object]:
    """Leave out salts, which are drawn, and the hashes that begin with them."""
    return {name: value for name, value in row.items() if not isinstance(value, bytes)}
