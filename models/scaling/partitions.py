"""Partitions: the tables of points split by hash of the customer, on plain PostgreSQL (R18.1).

A table is made again as a partitioned one, by what the database itself says of it: columns, keys,
indexes, triggers, privileges and the views on it. So it does not matter which migrations came
before, and a database that has rows, or another number of partitions, is changed by the same steps.
"""

import re
from collections.abc import Sequence
from typing import Final

from tortoise.backends.base.client import BaseDBAsyncClient

from models.scaling.partition_locks import demand_room

# Those that other tables of the list refer to come first.
TABLES: Final = (
    "reward_accounts",
    "ledger_entries",
    "entry_comments",
    "points_lots",
    "lot_allocations",
    "point_holds",
)

_COUNT = """
SELECT COUNT(i.inhrelid) AS partitions FROM pg_class c
LEFT JOIN pg_inherits i ON i.inhparent = c.oid
WHERE c.oid = CAST('reward_accounts' AS regclass) GROUP BY c.oid
"""
# Each of the following finds statements that make again what it is about: `ddl`, in this order.
_FOREIGN_KEYS = """
SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS undo,
    format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname,
        pg_get_constraintdef(oid)) AS ddl
FROM pg_constraint
WHERE contype = 'f' AND conparentid = 0
    AND (conrelid::regclass::text = ANY ($1) OR confrelid::regclass::text = ANY ($1))
ORDER BY conrelid::regclass::text, conname
"""
_VIEWS = """
SELECT DISTINCT format('DROP VIEW %s', v.oid::regclass) AS undo,
    format('CREATE VIEW %s AS %s', v.oid::regclass, pg_get_viewdef(v.oid)) AS ddl,
    v.oid::regclass::text AS name
FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid JOIN pg_class v ON v.oid = r.ev_class
WHERE v.relkind = 'v' AND d.classid = 'pg_rewrite'::regclass
    AND d.refobjid::regclass::text = ANY ($1)
ORDER BY name
"""
_KEYS = """
SELECT format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname,
    pg_get_constraintdef(oid)) AS ddl
FROM pg_constraint WHERE conrelid::regclass::text = $1 AND contype IN ('p', 'u')
ORDER BY contype DESC, conname
"""
_INDEXES = """
SELECT replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON ') AS ddl FROM pg_index i
WHERE i.indrelid::regclass::text = $1
    AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)
ORDER BY i.indexrelid::regclass::text
"""
_TRIGGERS = """
SELECT pg_get_triggerdef(oid) AS ddl, tgname AS name, (tgtype & 1) = 0 AS is_of_statement
FROM pg_trigger
WHERE tgrelid::regclass::text = $1 AND NOT tgisinternal AND tgparentid = 0 ORDER BY tgname
"""
_PRIVILEGES = """
SELECT format('GRANT %s ON %s TO %s%s', a.privilege_type, c.oid::regclass,
    CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE format('%I', pg_get_userbyid(a.grantee)) END,
    CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END) AS ddl
FROM pg_class c, aclexplode(c.relacl) a
WHERE c.oid::regclass::text = $1 AND a.grantee <> c.relowner
UNION ALL
SELECT format('GRANT %s (%I) ON %s TO %s%s', a.privilege_type, t.attname, c.oid::regclass,
    CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE format('%I', pg_get_userbyid(a.grantee)) END,
    CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
FROM pg_class c JOIN pg_attribute t ON t.attrelid = c.oid, aclexplode(t.attacl) a
WHERE c.oid::regclass::text = $1 AND NOT t.attisdropped AND a.grantee <> c.relowner
"""
# What is made anew gets the schema's default privileges: more than the old one may have had.
_NOBODY_ELSE = """
SELECT DISTINCT format('REVOKE ALL ON %s FROM %s', c.oid::regclass,
    CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE format('%I', pg_get_userbyid(a.grantee)) END) AS ddl
FROM pg_class c, aclexplode(c.relacl) a
WHERE c.oid::regclass::text = $1 AND a.grantee <> c.relowner
"""
_COLUMNS = """
SELECT string_agg(format('%I', attname), ', ' ORDER BY attnum) AS names FROM pg_attribute
WHERE attrelid::regclass::text = $1 AND attnum > 0 AND NOT attisdropped
"""


async def partitions_of(client: BaseDBAsyncClient) -> int:
    """Return how many partitions the tables of points have, 1 where they are not split."""
    (row,) = await client.execute_query_dict(_COUNT)
    return int(row["partitions"]) or 1


async def partition(client: BaseDBAsyncClient, partitions: int) -> bool:
    """Split the tables of points, with their rows, into this many partitions, unless they are.

    1 makes plain tables of them. Returns whether that was to be done. Nobody reads or writes them
    meanwhile. Raises TooManyPartitions where PostgreSQL has too few locks.
    """
    present = await partitions_of(client)
    if present == partitions:
        return False
    await demand_room(client, TABLES, made=partitions, dropped=present)
    await client.execute_query(f"LOCK TABLE {', '.join(TABLES)} IN ACCESS EXCLUSIVE MODE")
    views = await client.execute_query_dict(_VIEWS, [list(TABLES)])
    of_views = {
        str(view["name"]): [
            *await _found(client, _TRIGGERS, str(view["name"])),
            *await _found(client, _PRIVILEGES, str(view["name"])),
        ]
        for view in views
    }
    keys = await client.execute_query_dict(_FOREIGN_KEYS, [list(TABLES)])
    await _run(client, [str(row["undo"]) for row in (*views, *keys)])
    for table in TABLES:
        await _make_again(client, table, partitions)
    await _run(client, [str(row["ddl"]) for row in (*keys, *views)])
    for view, ddl in of_views.items():
        await _leave_to_the_owner(client, [view])
        await _run(client, ddl)
    # Autovacuum never looks at a partitioned table itself, and has not yet been at its parts.
    await client.execute_query(f"ANALYZE {', '.join(TABLES)}")
    return True


async def _make_again(client: BaseDBAsyncClient, table: str, partitions: int) -> None:
    """Put another table in the place of a table, with its rows in the order they lie in."""
    of_table = [
        *await _found(client, _KEYS, table),
        *await _found(client, _INDEXES, table),
        *await _found(client, _PRIVILEGES, table),
    ]
    triggers = await client.execute_query_dict(_TRIGGERS, [table])
    ((columns,),) = [row.values() for row in await client.execute_query_dict(_COLUMNS, [table])]
    numbers = range(partitions if partitions > 1 else 0)
    parts = [f"{table}_{partitions}_{number}" for number in numbers]
    by_customer = " PARTITION BY HASH (customer_id)" if parts else ""
    like = f"LIKE {table}_before INCLUDING DEFAULTS INCLUDING CONSTRAINTS"
    await _run(
        client,
        [
            f"ALTER TABLE {table} RENAME TO {table}_before",
            f"CREATE TABLE {table} ({like}){by_customer}",
            *(
                f"CREATE TABLE {part} PARTITION OF {table}"
                f" FOR VALUES WITH (MODULUS {partitions}, REMAINDER {number})"
                for number, part in enumerate(parts)
            ),
        ],
    )
    await _leave_to_the_owner(client, [table, *parts])
    await _run(
        client,
        [
            f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table}_before",  # noqa: S608 - ours
            f"DROP TABLE {table}_before",
            *of_table,
            *(
                ddl
                for trigger in triggers
                for ddl in _on_each(str(trigger["ddl"]), table, parts, trigger)
            ),
        ],
    )


def _on_each(
    ddl: str, table: str, parts: Sequence[str], trigger: dict[str, object]
) -> Sequence[str]:
    """Return the statements of a trigger on the table and, where rows don't hand it on, its parts.

    A trigger of statements runs only where the statement names its table: without one of its own
    a partition could be emptied by its name.
    """
    if not trigger["is_of_statement"]:
        return [ddl]
    on = re.compile(rf" ON (?:\w+\.)?{table} ")
    return [ddl, *(on.sub(f" ON {part} ", ddl, count=1) for part in parts)]


async def _leave_to_the_owner(client: BaseDBAsyncClient, names: Sequence[str]) -> None:
    """Take what the schema gives everybody by default; a partition is read through its table."""
    for name in names:
        await _run(client, await _found(client, _NOBODY_ELSE, name))


async def _found(client: BaseDBAsyncClient, sql: str, name: str) -> list[str]:
    return [str(row["ddl"]) for row in await client.execute_query_dict(sql, [name])]


async def _run(client: BaseDBAsyncClient, statements: Sequence[str]) -> None:
    for statement in statements:
        await client.execute_query(statement)
