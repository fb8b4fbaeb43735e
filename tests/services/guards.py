"""Guards of the database taken off, as a superuser could: what is changed then must be found."""

from models.database import dialect, execute, fetch

APPEND_ONLY = ("ledger_entries", "lot_allocations", "audit_entries")
UNCHANGED = ("entry_comments", "audit_details")


async def drop_triggers() -> None:
    """Let rows be changed and deleted that can only be written."""
    for table in (*APPEND_ONLY, *UNCHANGED):
        if dialect() == "postgres":
            await fetch(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    if dialect() == "sqlite":
        for table in APPEND_ONLY:
            for action in ("update", "delete"):
                await execute(f"DROP TRIGGER {table}_append_only_{action}")
        for table in UNCHANGED:
            await execute(f"DROP TRIGGER {table}_unchanged")


async def take_guards_off() -> None:
    """Let rows contradict each other, too: no foreign keys, and on SQLite no checks."""
    await drop_triggers()
    if dialect() == "sqlite":
        await execute("PRAGMA foreign_keys = OFF")
        await execute("PRAGMA ignore_check_constraints = ON")
        return
    for row in await fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"):
        await fetch(f"ALTER TABLE {row['tablename']} DISABLE TRIGGER ALL")  # foreign keys too
