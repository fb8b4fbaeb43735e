"""An older schema: a database as one migration left it, with rows that were written then."""

import pytest

from models import database, schema_history


async def migrate_to(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bring an empty database to the schema as of the migration `name`."""
    every_pending = schema_history.pending_migrations

    async def pending() -> list[str]:
        return [each for each in await every_pending() if each <= name]

    monkeypatch.setattr(schema_history, "pending_migrations", pending)
    await schema_history.migrate()
    monkeypatch.undo()


async def insert(table: str, **values: object) -> None:
    """Write a row without the program, which knows only the newest schema."""
    marks = ", ".join("?" for _ in values)
    await database.execute(
        f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})",  # noqa: S608 - our names
        list(values.values()),
    )
