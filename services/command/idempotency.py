"""Idempotency: commands done once, by a key per caller and mutation or by a natural key (R3.5)."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, is_dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import cast
from uuid import UUID

import orjson

from models.database import document, execute, execute_later, fetch, is_left_to_the_end, is_unlocked
from services.command.caller import Caller
from services.rules.basics.limits import check_id
from services.rules.basics.refusals import IdempotencyConflict, Path


def input_hash(command: Mapping[str, object]) -> str:
    """Return what tells two inputs of a command apart; 1.5 and 1.50 are the same number."""
    text = orjson.dumps(dict(command), default=_plain, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(text).hexdigest()


def check_same_input(kept: str, given: str, *, path: Path) -> None:
    """Refuse a key that comes again with another input.

    Raises IdempotencyConflict.
    """
    if kept != given:
        raise IdempotencyConflict("This key was already used with a different input.", path=path)


@dataclass(frozen=True, slots=True)
class KeptKey:
    """A key with the input that belongs to it; another input is refused at `path`."""

    caller: str
    mutation: str
    key: str
    command: Mapping[str, object]
    path: Path
    now: datetime

    async def claim(self) -> dict[str, object] | None:
        """Take the key for this transaction; return the first result if it was done before.

        Of several at once the first goes on, the others wait for it and find its result. Without
        locks it is taken when the result is kept, and who finds it taken then runs again with them.
        Raises IdempotencyConflict.
        """
        if is_left_to_the_end():
            return None
        taken = await execute(
            "INSERT INTO idempotency_keys (caller, mutation, key, input_hash, result, created_at)"
            " VALUES (?, ?, ?, ?, '{}', ?) ON CONFLICT (caller, mutation, key) DO NOTHING",
            [*self._place, input_hash(self.command), self.now],
        )
        if taken:
            return None
        return await self.find_same()

    async def keep(self, result: Mapping[str, object]) -> None:
        """Keep what a replay of the key is to answer; it was claimed before."""
        if is_unlocked():
            await execute_later(
                "INSERT INTO idempotency_keys (caller, mutation, key, input_hash, result,"
                " created_at) VALUES (?, ?, ?, ?, ?, ?)",
                [*self._place, input_hash(self.command), dict(result), self.now],
                inserts="idempotency_keys",
                claims=True,
            )
            return
        await execute_later(
            "UPDATE idempotency_keys SET result = ? WHERE caller = ? AND mutation = ? AND key = ?",
            [dict(result), *self._place],
            changes="idempotency_keys",
        )

    async def find(self) -> dict[str, object] | None:
        """Return the first result, if one was kept."""
        rows = await self._rows()
        return cast("dict[str, object]", document(rows[0]["result"])) if rows else None

    async def find_same(self) -> dict[str, object] | None:
        """Return the first result, if one was kept, of the same input.

        Raises IdempotencyConflict.
        """
        rows = await self._rows()
        if not rows:
            return None
        given = input_hash(self.command)
        check_same_input(str(rows[0]["input_hash"]), given, path=self.path)
        return cast("dict[str, object]", document(rows[0]["result"]))

    async def _rows(self) -> list[dict[str, object]]:
        return await fetch(
            "SELECT input_hash, result FROM idempotency_keys"
            " WHERE caller = ? AND mutation = ? AND key = ?",
            self._place,
        )

    @property
    def _place(self) -> tuple[str, str, str]:
        return self.caller, self.mutation, self.key


def callers_key(
    caller: Caller, mutation: str, key: str, command: Mapping[str, object], now: datetime
) -> KeptKey:
    """Return the key that a caller chose for a command.

    Raises Invalid.
    """
    check_id(key, path=("idempotency_key",))
    return KeptKey(caller.actor, mutation, key, command, ("idempotency_key",), now)


def natural_key(
    subject: str, key: Sequence[str], command: Mapping[str, object], *, path: Path, now: datetime
) -> KeptKey:
    """Return the key of a command known by what it is about, whoever the caller is.

    `subject` says what the key tells apart, in words that are no mutation's name. It is kept under
    nobody's name, hashed to fit the column.
    """
    digest = hashlib.sha256(orjson.dumps(list(key))).hexdigest()
    return KeptKey("", subject, digest, command, path, now)


def _plain(value: object) -> object:
    match value:
        case Decimal():
            return str(value.normalize())
        case datetime():
            return value.astimezone(UTC).isoformat()
        case UUID():  # the driver's own: JSON knows the others, and writes them alike
            return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(f"No plain form of {type(value)}.")
