"""Partitions: the tables of points split by customer on plain PostgreSQL (R18.1).

That all services work on them is told by the whole suite: `make test-partitions`.
"""

import pytest

from models import database
from models.catalogue import tables
from models.scaling.partition_locks import OF_ONE_PART
from models.scaling.partitions import TABLES, partition
from models.schema_history import TooManyPartitions, is_split_otherwise, split
from services.accounts.verification import check_ledger
from services.command.pages.cursor_page import PageRequest
from services.ledger.reading.history import EntryFilter, list_entries
from tests.services.shop import add_customer, fill_cart, give, invoice, line, open_shop, place

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.skipif(
        "config.getoption('--database') != 'postgres'", reason="PostgreSQL's partitions"
    ),
]

_DEFINITIONS = """
SELECT 'constraint' AS kind, conrelid::regclass::text AS of, conname AS name,
    pg_get_constraintdef(oid) AS ddl
FROM pg_constraint WHERE conparentid = 0 AND contype <> 'n'
UNION ALL SELECT 'trigger', tgrelid::regclass::text, tgname,
    tgenabled::text || pg_get_triggerdef(oid)
FROM pg_trigger WHERE NOT tgisinternal AND tgparentid = 0
UNION ALL SELECT 'index', tablename, indexname, replace(indexdef, ' ON ONLY ', ' ON ')
FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'view', viewname, viewname, definition FROM pg_views WHERE schemaname = 'public'
UNION ALL SELECT 'column', table_name, column_name,
    concat(RANK() OVER (PARTITION BY table_name ORDER BY ordinal_position), ' ', data_type, ' ',
        is_nullable, ' ', column_default, ' ', character_maximum_length)
FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT 'privilege', table_name, grantee, privilege_type
FROM information_schema.role_table_grants WHERE table_schema = 'public'
UNION ALL SELECT 'privilege of a column', attrelid::regclass::text, attname, attacl::text
FROM pg_attribute WHERE attacl IS NOT NULL
"""
_GRANTED = """
SELECT relname FROM pg_class c, aclexplode(relacl) a WHERE relispartition AND a.grantee <> relowner
"""
_PARTITIONS = "SELECT relname FROM pg_class WHERE relispartition AND relkind = 'r'"


@pytest.fixture(autouse=True)
async def shop(database: str) -> None:  # noqa: ARG001 - it has to be open
    await open_shop()
    for customer_id in ("bob", "cy", "dee", "eve"):
        await add_customer(customer_id)
        await give(10, customer_id=customer_id)
    await give(50)
    await fill_cart(line("10.00"))
    await place()
    await invoice()


async def definitions() -> list[tuple[object, ...]]:
    """Return all that a database is made of, but for the partitions themselves."""
    parts = await partitions()
    found = [tuple(row.values()) for row in await database.fetch(_DEFINITIONS)]
    return sorted(row for row in found if row[1] not in parts)


async def partitions() -> set[str]:
    return {str(row["relname"]) for row in await database.fetch(_PARTITIONS)}


async def contents() -> dict[str, list[str]]:
    return {
        table: sorted(map(str, await database.fetch(f"SELECT * FROM {table}")))  # noqa: S608
        for table in await tables()
    }


async def test_tables_are_split_and_split_again_and_joined_and_are_what_they_were() -> None:
    """R18.1: rows, keys, foreign keys, triggers, indexes, views and privileges."""
    await database.fetch("GRANT SELECT ON ledger_entries, ledger TO pg_monitor")
    before, rows = await definitions(), await contents()

    for number in (4, 3, 1):
        await split(number)

        assert await partitions() == {
            f"{table}_{number}_{part}" for table in TABLES for part in range(number) if number > 1
        }
        assert await definitions() == before
        assert await contents() == rows
        assert (await check_ledger()).ok


async def test_nobody_may_do_more_than_before_whatever_a_new_table_gives_them() -> None:
    """R3.1: docs/production.md gives the serving role everything on tables that are made later."""
    for sql in (
        "GRANT SELECT, INSERT ON ledger_entries, lot_allocations, ledger TO pg_monitor",
        "GRANT UPDATE (created_at) ON points_lots TO pg_monitor WITH GRANT OPTION",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON TABLES TO pg_monitor, PUBLIC",
    ):
        await database.fetch(sql)
    before = await definitions()

    await split(4)

    assert await definitions() == before
    assert await database.fetch(_GRANTED) == []


async def test_what_is_split_so_already_is_left_alone() -> None:
    await split(4)

    assert await split(4) is False
    assert [await is_split_otherwise(each) for each in (None, 4, 5, 1)] == [
        False,
        False,
        True,
        True,
    ]


async def test_more_partitions_than_the_server_can_lock_are_refused_before_anything_is_done() -> (
    None
):
    before = await partitions()

    with pytest.raises(TooManyPartitions, match=r"max_locks_per_transaction to \d+ "):
        await split(1_024)

    assert await partitions() == before


async def test_the_estimate_of_locks_is_what_is_locked() -> None:
    async with database.transaction() as client:
        await partition(client, 8)
        (locked,) = await database.fetch(
            "SELECT COUNT(DISTINCT relation) AS relations FROM pg_locks"
            " WHERE pid = pg_backend_pid() AND relation >= 16384"
        )
        (estimate,) = await client.execute_query_dict(OF_ONE_PART, [list(TABLES)])

    assert 8 * 0.8 < int(str(locked["relations"])) / int(str(estimate["relations"])) < 8 + 1 + 4


async def test_the_planner_knows_the_tables_after_a_split() -> None:
    """Autovacuum never analyses a partitioned table."""
    await split(8)

    known = await database.fetch("SELECT DISTINCT tablename FROM pg_stats")

    assert {"reward_accounts", "ledger_entries", "points_lots"} <= {
        str(row["tablename"]) for row in known
    }


async def test_customers_stand_in_partitions_of_their_own() -> None:
    await split(4)

    rows = await database.fetch(
        "SELECT customer_id, right(tableoid::regclass::text, 3) AS part FROM ledger_entries"
        " UNION SELECT customer_id, right(tableoid::regclass::text, 3) FROM points_lots"
    )

    assert len({row["part"] for row in rows}) > 1
    assert len(rows) == len({row["customer_id"] for row in rows})


@pytest.mark.parametrize("verb", ["TRUNCATE", "DELETE FROM", "UPDATE"])
async def test_a_partition_is_as_append_only_as_its_table(verb: str) -> None:
    """R3.1: also where it is named itself."""
    await split(4)
    change = {"UPDATE": " SET points = points"}.get(verb, "")
    cascade = " CASCADE" if verb == "TRUNCATE" else ""

    for part in ("lot_allocations_4_0", "lot_allocations", "ledger_entries_4_3"):
        with pytest.raises(database.DatabaseFailure, match="append-only"):
            await database.fetch(f"{verb} {part}{change}{cascade}")


async def test_verify_names_a_partition_whose_trigger_is_missing() -> None:
    """R17.1."""
    await split(4)
    await database.fetch("DROP TRIGGER ledger_entries_append_only ON ledger_entries_4_2")

    lines = (await check_ledger()).violations

    assert ["ledger_entries_4_2" in line for line in lines] == [True]
    entries = await list_entries(EntryFilter(), PageRequest())
    assert entries.items
