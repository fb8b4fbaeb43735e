import asyncio
import os
import sqlite3
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from tortoise.context import require_context
from tortoise.exceptions import OperationalError
from tortoise.migrations.autodetector import MigrationAutodetector
from tortoise.migrations.operations import AlterModelOptions

from models import database, migrations, schema_history
from models.engines import sqlite_connection
from models.tables.operation import SandboxClock

GUERDON = Path(sys.executable).with_name("guerdon")


async def migrated(url: str) -> int:
    await database.open_database(url)
    try:
        return await schema_history.migrate()
    finally:
        await database.close_database()


@pytest.mark.usefixtures("database")
async def test_no_model_has_changed_without_a_migration() -> None:
    apps = require_context().apps
    assert apps is not None

    migrations = await MigrationAutodetector(apps, database.APPS).changes()

    operations = [operation for migration in migrations for operation in migration.operations]
    # Tortoise takes a docstring for an option of the table; rewording one needs no migration.
    assert [each for each in operations if not isinstance(each, AlterModelOptions)] == []


@pytest.mark.usefixtures("database")
async def test_a_migrated_database_has_nothing_left_to_migrate() -> None:
    assert await schema_history.pending_migrations() == []
    assert await schema_history.migrate() == 0


async def test_an_empty_database_has_every_migration_pending(empty_database_url: str) -> None:
    await database.open_database(empty_database_url)
    names = await schema_history.pending_migrations()
    await database.close_database()

    files = sorted((Path(database.__file__).parent / "migrations").glob("0*.py"))
    assert names == [file.stem for file in files]


@pytest.mark.any_database
def test_migrations_are_one_chain_in_the_order_of_their_names() -> None:
    names = sorted(file.stem for file in Path(migrations.__file__).parent.glob("0*.py"))

    before = [import_module(f"models.migrations.{name}").Migration.dependencies for name in names]

    assert before == [[], *([("models", name)] for name in names[:-1])]


async def test_a_database_that_fails_is_not_taken_for_an_empty_one(
    empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await database.open_database(empty_database_url)
    monkeypatch.setattr(schema_history, "_APPLIED", "SELECT name FROM")

    with pytest.raises(OperationalError):
        await schema_history.pending_migrations()

    await database.close_database()


def test_processes_that_migrate_at_once_apply_each_migration_once(
    empty_database_url: str, tmp_path: Path
) -> None:
    environment = {**os.environ, "GUERDON_DATABASE_URL": empty_database_url}
    started = [
        subprocess.Popen(
            [GUERDON, "migrate"],
            env=environment,
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]

    answers = [process.communicate(timeout=300) for process in started]

    assert [process.returncode for process in started] == [0] * 4, answers
    assert asyncio.run(migrated(empty_database_url)) == 0


@pytest.mark.skipif("config.getoption('--database') != 'sqlite'", reason="about SQLite alone")
async def test_a_migration_waits_longer_than_one_busy_timeout(
    empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sqlite_connection.PRAGMAS, "busy_timeout", 100)
    await database.open_database(empty_database_url)
    await database.execute("PRAGMA journal_mode=WAL")
    blocker = sqlite3.connect(
        empty_database_url.removeprefix("sqlite://"),
        isolation_level=None,
        check_same_thread=False,
    )
    blocker.execute("BEGIN IMMEDIATE")
    asyncio.get_running_loop().call_later(0.5, blocker.execute, "ROLLBACK")

    applied = await schema_history.migrate()

    blocker.close()
    await database.close_database()
    assert applied > 0


async def test_a_migration_that_fails_leaves_nothing_of_itself(
    empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def crash(*_: object, **__: object) -> None:
        raise KeyError

    await database.open_database(empty_database_url)
    monkeypatch.setattr("tortoise.migrations.recorder.MigrationRecorder.record_applied", crash)
    with pytest.raises(KeyError):
        await schema_history.migrate()
    monkeypatch.undo()

    applied = await schema_history.migrate()
    rows = await SandboxClock.all().count()
    await database.close_database()

    assert applied > 0
    assert rows == 1
