"""Triggers that keep the books append-only: reported if missing, disabled or hollowed out.

A superuser can take them off, change rows and put them back: rows that contradict each other tell
that, not this.
"""

from models.database import dialect, fetch

_TABLES = ("ledger_entries", "lot_allocations", "audit_entries")
_EVENTS = ("update", "delete", "insert")
_OF_SQLITE = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
# 'O' and 'A' are enabled; 58 is BEFORE UPDATE OR DELETE OR TRUNCATE, by statement.
_OF_POSTGRES = """
SELECT t.tgname AS name, c.relname AS tbl_name, p.prosrc AS body
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
WHERE NOT t.tgisinternal AND pg_table_is_visible(c.oid) AND t.tgenabled IN ('O', 'A')
    AND t.tgtype = 58 AND t.tgqual IS NULL
"""
_PARTITIONS = """
SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
WHERE i.inhparent = CAST(CAST(? AS TEXT) AS REGCLASS) ORDER BY c.relname
"""
_BODY = "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END"


async def missing_triggers() -> list[str]:
    """Return a line for each table of the books that could be changed unnoticed (R3.1, R17.1)."""
    if dialect() == "sqlite":
        wanted = [(table, f"{table}_append_only_{event}") for table in _TABLES for event in _EVENTS]
        found = await _of_sqlite()
    else:
        wanted = [
            (each, f"{table}_append_only")
            for table in _TABLES
            for each in (table, *await _partitions_of(table))
        ]
        found = await _of_postgres()
    return [
        f"table {table}: the trigger {name} is missing or does nothing"
        for table, name in wanted
        if (table, name) not in found
    ]


async def _partitions_of(table: str) -> list[str]:
    return [str(row["name"]) for row in await fetch(_PARTITIONS, [table])]


async def _of_sqlite() -> set[tuple[str, str]]:
    return {
        (str(row["tbl_name"]), str(row["name"]))
        for row in await fetch(_OF_SQLITE)
        if _refuses(str(row["tbl_name"]), str(row["name"]), str(row["sql"]))
    }


def _refuses(table: str, name: str, sql: str) -> bool:
    """Tell whether a trigger refuses what its name says, without a condition of its own."""
    event = name.rpartition("_")[2].upper()
    says = " ".join(sql.split())
    ends = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    begins = f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
    if event == "INSERT":  # refused where it replaces: there its condition is the point
        return says.startswith(f"{begins}WHEN EXISTS ") and says.endswith(ends)
    return says == f"{begins}{ends}"


async def _of_postgres() -> set[tuple[str, str]]:
    return {
        (str(row["tbl_name"]), str(row["name"]))
        for row in await fetch(_OF_POSTGRES)
        if " ".join(str(row["body"]).split()) == _BODY
    }
