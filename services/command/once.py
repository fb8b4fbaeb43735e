"""Keyed commands: claimed, done once, the first result kept, audited (R3.5, R12.2)."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from services.command import audit
from services.command.caller import Caller

Answer = TypeVar("Answer")


class Key(Protocol):
    """The key by which a command is recognised if it is given again."""

    async def claim(self) -> Mapping[str, object] | None:
        """Take the key for this transaction; return the first result if it was done before.

        Raises IdempotencyConflict for another input.
        """

    async def keep(self, result: Mapping[str, object]) -> None:
        """Keep what a replay is answered from."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command as given: `action` is the mutation's name, `target` the id it is about.

    Of several keys the first that was done before answers, and the first of all keeps the result.
    """

    action: str
    target: str
    keys: Sequence[Key]
    caller: Caller
    now: datetime


@dataclass(frozen=True, slots=True)
class Done(Generic[Answer]):
    """What a command did: its answer, what a replay is answered from, what the audit log shows."""

    answer: Answer
    kept: Mapping[str, object]
    details: Mapping[str, object]


async def once(
    command: Command,
    do: Callable[[], Awaitable[Done[Answer]]],
    *,
    replay: Callable[[Mapping[str, object]], Awaitable[Answer]],
) -> Answer:
    """Do the command unless it was done before, and then answer as it was answered first.

    To be called in the use case's transaction. Raises IdempotencyConflict and what `do` raises.
    """
    for key in command.keys:
        kept = await key.claim()
        if kept is not None:
            return await replay(kept)
    done = await do()
    await command.keys[0].keep(done.kept)
    await audit.record(
        action=command.action,
        target=command.target,
        details=done.details,
        caller=command.caller,
        now=command.now,
    )
    return done.answer
