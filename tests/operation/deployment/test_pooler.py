"""A shop behind PgBouncer in transaction mode, with nothing of its own in a session (R18.2)."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import cast

import asyncpg
import pytest
from tortoise.exceptions import OperationalError

from models.database import (
    close_database,
    execute,
    execute_each,
    fetch,
    open_database,
    transaction,
)
from models.rows.bulk import snapshot
from models.tables.operation import SandboxClock
from tests.faults.running_shop import (
    ADJUST,
    SET_UP,
    RunningShop,
    ask,
    ask_all,
    environment_of,
    running_shop,
)
from tests.pooler_server import PoolerServer, pooler_server

pytestmark = pytest.mark.skipif(
    "config.getoption('--database') != 'postgres'", reason="a pooler is for PostgreSQL"
)

SESSIONS = 2
GUERDON = Path(sys.executable).with_name("guerdon")
Payload = dict[str, object]
_COMMANDS = 30
POOLER = {"GUERDON_DATABASE_POOLER": "1"}
TOLD = {
    "statement_timeout": "5s",
    "lock_timeout": "3s",
    "idle_in_transaction_session_timeout": "10s",
    "TimeZone": "UTC",
    "jit": "off",
}


@pytest.fixture(scope="module")
def pooler(postgres_url: str) -> Iterator[PoolerServer]:
    with pooler_server(postgres_url, sessions=SESSIONS) as server:
        yield server


@pytest.fixture
def pooled_url(pooler: PoolerServer, database_url: str) -> str:
    return f"{pooler.url}/{database_url.rsplit('/', 1)[-1]}"


@pytest.fixture
async def pooled(pooled_url: str) -> AsyncIterator[str]:
    await open_database(pooled_url, pooler=True)
    yield pooled_url
    await close_database()


async def told() -> dict[str, str]:
    return {name: str((await fetch(f"SHOW {name}"))[0][name]) for name in TOLD}


@pytest.mark.usefixtures("pooled")
async def test_every_transaction_has_our_limits_and_so_has_every_statement_outside_of_one() -> None:
    async with transaction():
        in_transaction = await told()

    outside = await told()

    assert in_transaction == TOLD
    assert outside == TOLD


async def test_a_statement_that_waits_for_a_lock_gives_up(pooled: str) -> None:
    other = await asyncpg.connect(pooled, statement_cache_size=0)
    async with other.transaction():
        await other.execute("UPDATE sandbox_clock SET offset_seconds = 1")

        with pytest.raises(asyncpg.LockNotAvailableError):
            await execute("UPDATE sandbox_clock SET offset_seconds = 2")

    await other.close()


async def test_nothing_is_left_in_a_session(pooled: str) -> None:
    async with transaction():
        await execute("UPDATE sandbox_clock SET offset_seconds = 7")
        await SandboxClock.get(id=1)
    await execute_each("UPDATE sandbox_clock SET offset_seconds = ?", [[7], [7]])
    async with snapshot() as books:
        assert [row async for rows in books.rows("TABLE sandbox_clock") for row in rows]

    connection = await asyncpg.connect(pooled, statement_cache_size=0)
    left = [
        (
            await connection.fetchval("SHOW statement_timeout"),
            await connection.fetchval("SELECT count(*) FROM pg_prepared_statements"),
            await connection.fetchval("SELECT count(*) FROM pg_cursors WHERE name > ''"),
        )
        for _ in range(2 * SESSIONS)
    ]
    await connection.close()

    assert set(left) == {("0", 0, 0)}


@pytest.mark.usefixtures("pooled")
async def test_a_statement_that_fails_leaves_its_connection_fit_for_the_next() -> None:
    with pytest.raises(OperationalError, match="division by zero"):
        await fetch("SELECT 1 / ?", [0])
    with pytest.raises(OperationalError, match="division by zero"):
        await execute("SELECT 1 / 0")

    assert await fetch("SELECT 1 AS one") == [{"one": 1}]


@pytest.mark.usefixtures("pooled")
async def test_a_schema_is_told_to_each_transaction(pooled_url: str) -> None:
    await close_database()
    await open_database(f"{pooled_url}?schema=O'Hara&application_name=shop", pooler=True)

    (row,) = await fetch(
        "SELECT current_setting('search_path') AS path, current_setting('application_name') AS name"
    )

    assert row == {"path": '"O\'Hara"', "name": "shop"}


async def test_a_pooler_that_is_away_at_first_is_found_later(
    pooler: PoolerServer, pooled_url: str
) -> None:
    await open_database(f"{pooled_url}?schema=public", pooler=True)
    pooler.kill()
    with pytest.raises(OSError, match=r"refused|failed"):
        await fetch("SELECT 1")

    pooler.start()

    assert await told() == TOLD
    assert await fetch("SHOW search_path") == [{"search_path": "public"}]
    await close_database()


def test_a_shop_is_migrated_filled_served_and_proven_through_it(
    pooler: PoolerServer, empty_database_url: str, tmp_path: Path
) -> None:
    url = f"{pooler.url}/{empty_database_url.rsplit('/', 1)[-1]}"
    environment = {**environment_of(url), **POOLER}
    migrations = [subprocess.Popen([GUERDON, "migrate"], env=environment) for _ in range(2)]
    assert [migration.wait(timeout=120) for migration in migrations] == [0, 0]

    with running_shop(url, POOLER, workers=2) as (shop,):
        replayed = asyncio.run(_adjust_at_once(shop))
        exported = shop.command("export", "--out", str(tmp_path / "shop.jsonl"))
        verified = shop.command("verify")

    assert replayed.count(False) == _COMMANDS
    assert (exported.returncode, exported.stderr) == (0, "")
    assert verified.returncode == 0, verified.stdout
    assert len((tmp_path / "shop.jsonl").read_text().splitlines()) > _COMMANDS


async def _adjust_at_once(shop: RunningShop) -> list[bool]:
    """Send each command twice."""
    async with shop.admin() as client:
        await ask(client, SET_UP)
        each = [{"key": f"k{n}", "points": 1} for n in range(_COMMANDS)] * 2
        answers = await ask_all([client], ADJUST, each)
    return [cast("Payload", answer["pointsAdjust"])["replayed"] is True for answer in answers]


def test_who_takes_a_pooler_for_a_database_is_told_of_the_setting(pooled_url: str) -> None:
    said = subprocess.run(
        [GUERDON, "verify"],
        env=environment_of(pooled_url),
        capture_output=True,
        text=True,
        check=False,
    )

    assert said.returncode == 1
    assert said.stderr.splitlines()[-1] == (
        "guerdon: the database said: unsupported startup parameter: statement_timeout."
        " Behind PgBouncer, set GUERDON_DATABASE_POOLER=1."
    )


@pytest.mark.usefixtures("pooled")
async def test_a_table_that_changes_is_read_as_it_is_and_within_a_transaction_the_time_after() -> (
    None
):
    await fetch("CREATE TABLE changing AS SELECT 1 AS one")
    assert await fetch("TABLE changing") == [{"one": 1}]

    await fetch("ALTER TABLE changing ADD COLUMN two INT DEFAULT 2")
    assert await fetch("TABLE changing") == [{"one": 1, "two": 2}]

    await fetch("ALTER TABLE changing DROP COLUMN two")
    with pytest.raises(asyncpg.InternalClientError):
        async with transaction():
            await fetch("TABLE changing")
    assert await fetch("TABLE changing") == [{"one": 1}]


@pytest.mark.usefixtures("pooled")
async def test_a_statement_takes_what_a_migration_has_changed() -> None:
    await fetch("CREATE TABLE changing (one INT)")
    await execute("INSERT INTO changing VALUES (?)", [1])

    await fetch("ALTER TABLE changing ALTER COLUMN one TYPE BIGINT")
    await execute("INSERT INTO changing VALUES (?)", [2])

    assert await fetch("SELECT one FROM changing ORDER BY one") == [{"one": 1}, {"one": 2}]
