"""Writes that wait for each other: one round trip, and nobody sees that they waited (ADR 7)."""

from datetime import datetime

import pytest

from models.database import (
    count_statements,
    execute,
    execute_later,
    fetch,
    transaction,
    write_pending,
)
from models.rows.bulk import load
from models.rows.inserts import insert_rows
from models.rows.updates import save_row
from models.tables.operation import AuditEntry
from models.tables.setup import CustomerGroupRow, WebsiteRow
from services.command.erasable import erasable
from services.command.identifiers import new_id
from tests.clock import NOW

pytestmark = pytest.mark.usefixtures("database")

_COUNT = "SELECT COUNT(*) AS groups FROM customer_groups WHERE code LIKE 'x%'"
_NAME = "UPDATE customer_groups SET name = ? WHERE code = 'x0'"


async def groups() -> int:
    (found,) = await fetch(_COUNT)
    return int(str(found["groups"]))


def some(count: int) -> list[CustomerGroupRow]:
    return [CustomerGroupRow(code=f"x{number}", name=f"Group {number}") for number in range(count)]


@pytest.mark.parametrize("count", [1, 3])
async def test_writes_of_several_tables_are_one_round_trip(count: int) -> None:
    with count_statements() as counted:
        async with transaction():
            await insert_rows(some(count))
            await insert_rows([_audit_entry(NOW)])
            await write_pending()

    assert counted.round_trips == 3  # with BEGIN and COMMIT
    assert await groups() == count


async def test_what_waits_is_there_for_the_next_statement() -> None:
    async with transaction():
        await insert_rows(some(3))

        assert await groups() == 3


async def test_what_waits_is_there_for_the_next_write() -> None:
    async with transaction():
        await insert_rows(some(1))

        assert await execute(_NAME, ["First"]) == 1


async def test_a_row_changed_twice_is_as_the_second_change_left_it() -> None:
    """PostgreSQL would make only one of two changes that one statement makes to a row."""
    async with transaction():
        await insert_rows(some(1))
        await execute_later(_NAME, ["First"], changes="customer_groups")
        await execute_later(_NAME, ["Second"], changes="customer_groups")

    assert await fetch("SELECT name FROM customer_groups WHERE code = 'x0'") == [{"name": "Second"}]


async def test_a_write_that_reads_a_table_sees_what_waited_to_be_written_there() -> None:
    copy = "INSERT INTO customer_groups (code, name) SELECT 'x9', name FROM customer_groups"
    async with transaction():
        await insert_rows(some(1))
        await execute_later(
            f"{copy} WHERE code = 'x0'", inserts="customer_groups", reads=["customer_groups"]
        )

    assert await groups() == 2


async def test_what_waits_is_there_for_rows_that_are_loaded() -> None:
    async with transaction():
        await insert_rows([_website("w")])
        folded = ["folded_code", "code", "website_code", "position"]
        await load("store_views", folded, [("v", "V", "w", 0)])

    assert await fetch("SELECT code FROM store_views") == [{"code": "V"}]


async def test_what_waits_is_undone_with_its_transaction() -> None:
    async def write_and_fail() -> None:
        async with transaction():
            await insert_rows(some(2))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await write_and_fail()

    assert await groups() == 0


async def test_a_row_that_was_inserted_is_saved_and_not_inserted_again() -> None:
    (row,) = some(1)
    async with transaction():
        await insert_rows([row])
        row.name = "Renamed"
        await save_row(row)
        await row.save()

    assert await fetch("SELECT name FROM customer_groups WHERE code = 'x0'") == [
        {"name": "Renamed"}
    ]


async def test_outside_a_transaction_nothing_waits() -> None:
    await insert_rows(some(2))

    assert await groups() == 2


def _audit_entry(now: datetime) -> AuditEntry:

    details = erasable("{}")
    return AuditEntry(
        id=new_id(now),
        actor="backend",
        action="test",
        target="",
        details=details.text,
        details_salt=details.salt,
        details_hash=details.hash,
        created_at=now,
    )


def _website(code: str) -> WebsiteRow:
    return WebsiteRow(
        code=code,
        name="Shop",
        base_currency="USD",
        time_zone="UTC",
        is_default=False,
        created_at=NOW,
    )
