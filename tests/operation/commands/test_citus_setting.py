"""GUERDON_CITUS that doesn't fit the database: nothing starts on the other one's guards (R18.1).

What tells a cluster is the table that Citus keeps; the tests make it themselves.
"""

import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import asyncpg
import pytest

from models.database import close_database, open_database
from services.operation.readiness import is_ready
from tests.faults.running_shop import environment_of

GUERDON = Path(sys.executable).with_name("guerdon")
UVICORN = (Path(sys.executable).with_name("uvicorn"), "--factory", "app:create_app")
PORT = "18439"
COMMANDS = ("migrate", "serve --port 18438", "worker", "verify", "export --out -")
CLUSTER = "CREATE TABLE pg_dist_partition (logicalrelid regclass)"
DISTRIBUTED = "INSERT INTO pg_dist_partition VALUES ('reward_accounts')"
pytestmark = pytest.mark.skipif(
    "config.getoption('--database') != 'postgres'", reason="Citus is PostgreSQL's"
)


def said(url: str, commands: Sequence[str], *, citus: str) -> list[tuple[int, str]]:
    """Return the exit codes of all commands, and the last lines of what they say."""

    def said_by(command: str) -> tuple[int, str]:
        ended = run(url, [GUERDON, *command.split()], citus=citus)
        return ended.returncode, ended.stderr.strip().splitlines()[-1]

    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(said_by, commands))


def run(url: str, command: Sequence[str | Path], *, citus: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        env={**environment_of(url), "GUERDON_CITUS": citus},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


async def run_on(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url)
    for statement in statements:
        await connection.execute(statement)
    await connection.close()


async def test_nothing_starts_that_was_told_of_a_cluster_where_there_is_none(
    database_url: str,
) -> None:
    answers = said(database_url, COMMANDS, citus="1")

    problem = (
        "is 1, but this PostgreSQL has no Citus: unset it, or run `CREATE EXTENSION citus` in the"
        " database on every node first."
    )
    assert set(answers) == {(2, f"guerdon: GUERDON_CITUS: {problem}")}


async def test_nothing_starts_that_was_not_told_of_the_cluster(database_url: str) -> None:
    await run_on(database_url, CLUSTER, DISTRIBUTED)

    answers = said(database_url, COMMANDS, citus="0")

    problem = "the tables are distributed over a cluster of Citus: set it to 1."
    assert set(answers) == {(2, f"guerdon: GUERDON_CITUS: {problem}")}


async def test_nothing_but_migrate_starts_before_the_tables_are_distributed(
    database_url: str,
) -> None:
    await run_on(database_url, CLUSTER)

    answers = said(database_url, COMMANDS[1:], citus="1")

    problem = "the tables are not distributed yet, as GUERDON_CITUS=1 asks"
    assert set(answers) == {(1, f"guerdon: {problem}: run `guerdon migrate` first.")}


@pytest.mark.parametrize(("spread", "citus"), [(True, "0"), (False, "1")], ids=["untold", "told"])
async def test_the_application_alone_does_not_start_either(
    database_url: str, *, spread: bool, citus: str
) -> None:
    if spread:
        await run_on(database_url, CLUSTER, DISTRIBUTED)

    ended = run(database_url, [*UVICORN, "--port", PORT], citus=citus)

    assert ended.returncode == 3  # uvicorn's, of a start that failed
    assert "GUERDON_CITUS: " in ended.stderr


async def test_an_application_that_started_before_its_database_is_not_ready_on_another(
    database_url: str,
) -> None:
    await run_on(database_url, CLUSTER)

    await open_database(database_url, citus=True)
    try:
        before = await is_ready()
        await run_on(database_url, DISTRIBUTED)
        after = await is_ready()
    finally:
        await close_database()

    assert (before, after) == (False, True)
