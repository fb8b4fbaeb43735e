"""Any one changed bit of entries, lots and allocations is found (R17.1).

`GUERDON_WALKS=50` looks at 100,000 entries; `make test-walks` does.
"""

import os
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from models.database import DatabaseFailure, dialect, execute, fetch
from services.accounts.adjustments import adjust_points
from services.accounts.imports import ImportRow, import_points
from services.accounts.verification import check_ledger
from tests.clock import NOW
from tests.services.guards import take_guards_off
from tests.services.shop import ADMIN, add_customer, open_shop

pytestmark = pytest.mark.usefixtures("database")

_WALKS = int(os.environ.get("GUERDON_WALKS", "1"))
_CUSTOMERS = 4 * _WALKS
_ENTRIES = 500 if _WALKS > 1 else 40
_CHANGES = 100 * _WALKS
_TABLES = ("ledger_entries", "points_lots", "lot_allocations")
# Which mails told of a lot is not the ledger's.
_NOT_PROVEN = {"warned_by", "expiry_told_at"}


async def _live(customer_id: str, chance: random.Random) -> None:
    await add_customer(customer_id)
    rows = [
        ImportRow(
            customer_id,
            "us",
            chance.randint(1, 900),
            created_at=NOW - timedelta(seconds=chance.randint(1, 10**6)),
            expires_at=chance.choice([None, NOW + timedelta(days=number + 1)]),
            comment=chance.choice([None, "Welcome over"]),
        )
        for number in range(_ENTRIES - 10)
    ]
    await import_points(
        idempotency_key=customer_id, dry_run=False, rows=rows, caller=ADMIN, now=NOW
    )
    for number in range(10):
        await adjust_points(
            idempotency_key=f"{customer_id} {number}",
            customer_id=customer_id,
            website_code="us",
            points=-chance.randint(1, 50),
            caller=ADMIN,
            now=NOW,
        )


async def test_any_changed_bit_is_found() -> None:
    chance = random.Random(_WALKS)  # noqa: S311 - the test's own chance
    await open_shop()
    customers = [f"c{number}" for number in range(_CUSTOMERS)]
    for customer_id in customers:
        await _live(customer_id, chance)
    await take_guards_off()

    unnoticed, tried = [], 0
    while tried < _CHANGES:
        customer_id, table = chance.choice(customers), chance.choice(_TABLES)
        async with _one_bit_changed(customer_id, table, chance) as change:
            if change is None:
                continue
            tried += 1
            if (await check_ledger(customer_id=customer_id)).ok:
                unnoticed.append(change)

    assert unnoticed == []
    assert all([(await check_ledger(customer_id=customer_id)).ok for customer_id in customers])


@asynccontextmanager
async def _one_bit_changed(
    customer_id: str, table: str, chance: random.Random
) -> AsyncIterator[str | None]:
    """Change a bit of a row for as long; yield what it was, None where it can't be stored."""
    rows = await fetch(f"SELECT * FROM {table} WHERE customer_id = ?", [customer_id])  # noqa: S608
    row = chance.choice(rows)
    column = chance.choice([name for name in row if name not in _NOT_PROVEN])
    value = row[column]
    changed = _flipped(value, chance)
    key = {"customer_id": customer_id, "id": row["id"]}
    if changed is None or changed == value or not await _set(table, column, changed, key):
        yield None
        return
    yield f"{table}.{column}: {value!r} -> {changed!r}"
    assert await _set(table, column, value, key | {column: changed} if column in key else key)


async def _set(table: str, column: str, value: object, key: dict[str, object]) -> bool:
    """Write a value, committed as whoever has the database would; tell whether it could be."""
    try:
        await execute(
            f"UPDATE {table} SET {column} = ? WHERE customer_id = ? AND id = ?",  # noqa: S608
            [value, key["customer_id"], key["id"]],
        )
    except DatabaseFailure:
        return False
    return True


def _flipped(value: object, chance: random.Random) -> object:
    match value:
        case int():  # SQLite's truths are numbers, too
            return (
                not value
                if isinstance(value, bool)
                else value ^ 1 << chance.randrange(14 if dialect() == "postgres" else 30)
            )
        case UUID():
            return UUID(int=value.int ^ 1 << chance.randrange(128))
        case datetime():
            return value + timedelta(microseconds=1 << chance.randrange(40))
        case bytes():
            return _with_a_bit_flipped(value, chance.randrange(8 * len(value)))
        case str() if value:
            place = chance.randrange(8 * len(value.encode()))
            with suppress(UnicodeDecodeError):
                return _with_a_bit_flipped(value.encode(), place).decode()
    return None


def _with_a_bit_flipped(value: bytes, place: int) -> bytes:
    changed = bytearray(value)
    changed[place // 8] ^= 1 << place % 8
    return bytes(changed)
