"""Commands done once: by a key per caller and mutation, or by what they are about (R3.5)."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import cast

import orjson

from models.database import document, execute, fetch
from services.caller import Caller
from services.errors import IdempotencyConflict, Path
from services.rules.limits import check_id


def input_hash(command: Mapping[str, object]) -> str:
    """Return what tells two inputs of a command apart; 1.5 and 1.50 are the same number."""
    text = orjson.dumps(dict(command), default=_plain, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(text).hexdigest()


def check_same_input(kept: str, given: str, *, path: Path) -> None:
    """Refuse a key that comes again with another input.

    Raises IdempotencyConflict.
    """
    if kept != given:
        raise IdempotencyConflict("This was done before with another input.", path=path)


async def claim_key(
    *, caller: Caller, mutation: str, key: str, command: Mapping[str, object], now: datetime
) -> dict[str, object] | None:
    """Take the key for this transaction; return the first result if it was done before.

    Of several at once the first goes on, the others wait for it and find its result. Raises
    Invalid, IdempotencyConflict.
    """
    check_id(key, path=("idempotency_key",))
    given = input_hash(command)
    taken = await execute(
        "INSERT INTO idempotency_keys (caller, mutation, key, input_hash, result, created_at)"
        " VALUES (?, ?, ?, ?, '{}', ?) ON CONFLICT (caller, mutation, key) DO NOTHING",
        [caller.actor, mutation, key, given, now],
    )
    if taken:
        return None
    rows = await fetch(
        "SELECT input_hash, result FROM idempotency_keys"
        " WHERE caller = ? AND mutation = ? AND key = ?",
        [caller.actor, mutation, key],
    )
    check_same_input(str(rows[0]["input_hash"]), given, path=("idempotency_key",))
    return cast("dict[str, object]", document(rows[0]["result"]))


async def keep_result(
    *, caller: Caller, mutation: str, key: str, result: Mapping[str, object]
) -> None:
    """Keep what a replay of the key is to answer."""
    await execute(
        "UPDATE idempotency_keys SET result = ? WHERE caller = ? AND mutation = ? AND key = ?",
        [dict(result), caller.actor, mutation, key],
    )


def _plain(value: object) -> object:
    match value:
        case Decimal():
            return str(value.normalize())
        case datetime():
            return value.astimezone(UTC).isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(f"No plain form of {type(value)}.")
