"""Updates of hundreds of rows, which PostgreSQL is sent as the text of an array per column."""

from uuid import UUID

import pytest

from models.database import db_value, fetch, identifier, octets, transaction
from models.rows.bulk import load
from models.rows.reads import one_of
from models.rows.updates import update_rows
from services.command.identifiers import new_id
from tests.clock import NOW
from tests.services.shop import open_shop

pytestmark = pytest.mark.usefixtures("database")

ROWS = 250
# What an array's text sets apart from letters, and what it takes for nothing.
NAMES = ['a"b', "a\\b", "a,b", "{}", "NULL", "a b", "é☃", "';--"]
CUSTOMER_COLUMNS = (
    "id", "locale", "customer_group_code", "website_code", "balance_updates",
    "expiration_notifications", "search_text", "created_at",
)  # fmt: skip
COLUMNS = ("customer_id", "id", "website_code", "balance", "debt", "entries", "created_at")


async def names() -> list[str]:
    """Open a shop with customers who have no accounts yet."""
    await open_shop()
    found = [*NAMES, *(f"n{number}" for number in range(ROWS - len(NAMES)))]
    at = db_value(NOW)
    async with transaction():
        rows = [(name, "en", "general", "us", True, True, "", at) for name in found]
        await load("customers", CUSTOMER_COLUMNS, rows)
    return found


async def test_every_one_of_hundreds_of_rows_gets_its_own_numbers_and_bytes() -> None:
    keys = {name: new_id(NOW) for name in await names()}
    at = db_value(NOW)
    async with transaction():
        rows = [(name, db_value(key), "us", 0, 0, 0, at) for name, key in keys.items()]
        await load("reward_accounts", COLUMNS, rows)

    async with transaction():
        await update_rows(
            "reward_accounts",
            {"customer_id": list(keys), "id": list(keys.values())},
            {
                "balance": list(range(ROWS)),
                "last_hash": [number.to_bytes(32, "big") for number in range(ROWS)],
            },
            added={"pending_points": [2**40 - number for number in range(ROWS)]},
        )

    assert await accounts() == {
        (name, key): (number, number.to_bytes(32, "big"), 2**40 - number)
        for number, (name, key) in enumerate(keys.items())
    }


async def accounts() -> dict[tuple[str, UUID], tuple[object, bytes, object]]:
    rows = await fetch("SELECT * FROM reward_accounts WHERE pending_points > 0")
    return {
        (str(row["customer_id"]), identifier(row["id"])): (
            row["balance"],
            octets(row["last_hash"]),
            row["pending_points"],
        )
        for row in rows
    }


async def test_hundreds_of_texts_are_asked_for_as_they_are() -> None:
    wanted = await names()

    condition, values = one_of("id", wanted)
    found = await fetch(f"SELECT id FROM customers WHERE {condition}", values)  # noqa: S608

    assert sorted(str(row["id"]) for row in found) == sorted(wanted)


async def test_no_text_is_one_of_none() -> None:
    await names()

    condition, values = one_of("id", [])

    assert not await fetch(f"SELECT id FROM customers WHERE {condition}", values)  # noqa: S608
