"""Idempotency: commands done once, by a key per caller and mutation or by a natural key (R3.5)."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import cast

import orjson

from models.database import document, execute, fetch
from services.command.caller import Caller
from services.rules.basics.limits import check_id
from services.rules.basics.refusals import IdempotencyConflict, Path

_Place = tuple[str, str, str]  # caller, mutation, key


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


async def claim_key(
    *, caller: Caller, mutation: str, key: str, command: Mapping[str, object], now: datetime
) -> dict[str, object] | None:
    """Take the key for this transaction; return the first result if it was done before.

    Of several at once the first goes on, the others wait for it and find its result. Raises
    Invalid, IdempotencyConflict.
    """
    check_id(key, path=("idempotency_key",))
    place = (caller.actor, mutation, key)
    return await _claim(place, command, path=("idempotency_key",), now=now)


async def keep_result(
    *, caller: Caller, mutation: str, key: str, result: Mapping[str, object]
) -> None:
    """Keep what a replay of the key is to answer."""
    await _keep((caller.actor, mutation, key), result)


async def claim_natural_key(
    *, subject: str, key: Sequence[str], command: Mapping[str, object], path: Path, now: datetime
) -> dict[str, object] | None:
    """Take what a command is about, `key`, as `claim_key` takes a key, whoever the caller is.

    `subject` says what the key tells apart, in words that are no mutation's name. Raises
    IdempotencyConflict, at the path.
    """
    return await _claim(_natural(subject, key), command, path=path, now=now)


async def keep_natural_result(
    *, subject: str, key: Sequence[str], result: Mapping[str, object]
) -> None:
    """Keep what a replay of what was about `key` is to answer."""
    await _keep(_natural(subject, key), result)


async def find_natural_result(*, subject: str, key: Sequence[str]) -> dict[str, object] | None:
    """Return the first result of what was about `key`, if one was kept."""
    rows = await _find(_natural(subject, key))
    return cast("dict[str, object]", document(rows[0]["result"])) if rows else None


async def _claim(
    place: _Place, command: Mapping[str, object], *, path: Path, now: datetime
) -> dict[str, object] | None:
    given = input_hash(command)
    taken = await execute(
        "INSERT INTO idempotency_keys (caller, mutation, key, input_hash, result, created_at)"
        " VALUES (?, ?, ?, ?, '{}', ?) ON CONFLICT (caller, mutation, key) DO NOTHING",
        [*place, given, now],
    )
    if taken:
        return None
    rows = await _find(place)
    check_same_input(str(rows[0]["input_hash"]), given, path=path)
    return cast("dict[str, object]", document(rows[0]["result"]))


async def _find(place: _Place) -> list[dict[str, object]]:
    return await fetch(
        "SELECT input_hash, result FROM idempotency_keys"
        " WHERE caller = ? AND mutation = ? AND key = ?",
        place,
    )


async def _keep(place: _Place, result: Mapping[str, object]) -> None:
    await execute(
        "UPDATE idempotency_keys SET result = ? WHERE caller = ? AND mutation = ? AND key = ?",
        [dict(result), *place],
    )


def _natural(subject: str, key: Sequence[str]) -> _Place:
    """Return where a natural key is kept: under nobody's name, hashed to fit the column."""
    return "", subject, hashlib.sha256(orjson.dumps(list(key))).hexdigest()


def _plain(value: object) -> object:
    match value:
        case Decimal():
            return str(value.normalize())
        case datetime():
            return value.astimezone(UTC).isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(f"No plain form of {type(value)}.")
