import asyncio
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path

import asyncpg
import pytest
from tortoise.exceptions import OperationalError

from models.database import (
    LostRace,
    close_database,
    count_statements,
    execute,
    fetch,
    kept_while_open,
    open_database,
    pool_use,
    transaction,
)
from models.engines.pooled_connection import PooledConnection
from models.outage import is_outage
from models.tables.operation import SandboxClock
from services.command.transaction import one_transaction, read_whole, unlocked_first
from tests.network import network_to

ROOT = Path(__file__).parents[3]
UseCase = Callable[[], Coroutine[object, object, None]]
Way = Callable[[UseCase], UseCase]

on_sqlite = pytest.mark.skipif(
    "config.getoption('--database') != 'sqlite'", reason="about SQLite alone"
)
on_postgres = pytest.mark.skipif(
    "config.getoption('--database') != 'postgres'", reason="about PostgreSQL alone"
)
SET = "UPDATE sandbox_clock SET offset_seconds = ?"
ADD = "UPDATE sandbox_clock SET offset_seconds = offset_seconds + ?"

SLOW_TO_END = (
    "DO $$ BEGIN PERFORM pg_sleep(5);"
    " EXCEPTION WHEN query_canceled THEN PERFORM pg_sleep(4); END $$"
)


async def offset() -> int:
    (row,) = await fetch("SELECT offset_seconds FROM sandbox_clock")
    return int(str(row["offset_seconds"]))


def busy() -> OperationalError:
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode = sqlite3.SQLITE_BUSY
    return OperationalError(error)


@pytest.mark.usefixtures("database")
async def test_what_a_use_case_wrote_is_there_after_it() -> None:
    @one_transaction
    async def add() -> None:
        await execute(ADD, [5])

    await add()

    assert await offset() == 5


@pytest.mark.usefixtures("database")
async def test_a_use_case_that_fails_has_written_nothing() -> None:
    @one_transaction
    async def fail() -> None:
        await execute(SET, [5])
        raise KeyError

    with pytest.raises(KeyError):
        await fail()

    assert await offset() == 0


@pytest.mark.usefixtures("database")
async def test_a_use_case_called_by_another_joins_its_transaction() -> None:
    @one_transaction
    async def inner() -> None:
        await execute(ADD, [5])

    @one_transaction
    async def outer() -> None:
        await inner()
        raise KeyError

    with pytest.raises(KeyError):
        await outer()

    assert await offset() == 0


@pytest.mark.parametrize(
    "conflict",
    [
        pytest.param(busy(), id="sqlite-busy"),
        pytest.param(asyncpg.DeadlockDetectedError("deadlock"), id="deadlock"),
        pytest.param(asyncpg.SerializationError("serialization"), id="serialization"),
        pytest.param(asyncpg.QueryCanceledError("statement timeout"), id="out of time"),
        pytest.param(asyncpg.ConnectionDoesNotExistError("closed"), id="connection lost"),
    ],
)
@pytest.mark.usefixtures("database")
async def test_a_use_case_that_lost_a_race_is_run_again_whole(conflict: Exception) -> None:
    conflicts = iter([conflict, conflict])

    @one_transaction
    async def lose_twice() -> None:
        await execute(ADD, [5])
        for error in conflicts:
            raise error

    await lose_twice()

    assert await offset() == 5


@pytest.mark.usefixtures("database")
async def test_a_race_lost_inside_another_use_case_runs_the_outer_one_again() -> None:
    runs = {"outer": 0, "inner": 0}

    @one_transaction
    async def inner() -> None:
        runs["inner"] += 1
        if runs["inner"] == 1:
            raise busy()

    @one_transaction
    async def outer() -> None:
        runs["outer"] += 1
        await inner()

    await outer()

    assert runs == {"outer": 2, "inner": 2}


@pytest.mark.usefixtures("database")
async def test_a_use_case_that_keeps_losing_gives_up_after_eight_runs() -> None:
    runs = []

    @one_transaction
    async def lose() -> None:
        runs.append(1)
        raise busy()

    with pytest.raises(OperationalError):
        await lose()

    assert len(runs) == 8


@pytest.mark.parametrize("way", [one_transaction, unlocked_first])
@pytest.mark.usefixtures("database")
async def test_a_use_case_that_saw_changes_eight_times_may_be_tried_again(way: Way) -> None:
    """R13.2a."""
    runs = []

    async def lose() -> None:
        runs.append(1)
        raise LostRace

    with pytest.raises(LostRace) as lost:
        await way(lose)()

    assert len(runs) == 8
    assert is_outage(lost.value)


@pytest.mark.usefixtures("database")
async def test_between_reads_of_what_keeps_changing_there_is_a_pause() -> None:
    """Whoever changes it has time to end."""
    changing_until = time.monotonic() + 0.05

    @read_whole
    async def look() -> str:
        if time.monotonic() < changing_until:
            raise LostRace
        return "whole"

    assert await look() == "whole"


@pytest.mark.usefixtures("database")
async def test_other_failures_are_not_tried_again() -> None:
    runs = []

    @one_transaction
    async def fail() -> None:
        runs.append(1)
        raise OperationalError(sqlite3.OperationalError("no such table"))

    with pytest.raises(OperationalError):
        await fail()

    assert len(runs) == 1


def test_three_processes_lose_no_update_and_none_is_told_the_database_is_locked(
    database_url: str,
) -> None:
    command = [sys.executable, "-m", "tests.services.command.increments", database_url, "100"]
    writers = [
        subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(3)
    ]

    errors = [writer.communicate(timeout=120)[1] for writer in writers]

    assert errors == ["", "", ""]
    assert asyncio.run(offset_at(database_url)) == 300


async def offset_at(url: str) -> int:
    await open_database(url)
    try:
        return await offset()
    finally:
        await close_database()


@pytest.mark.usefixtures("database")
async def test_tasks_of_one_process_lose_no_update() -> None:
    @one_transaction
    async def add() -> None:
        await execute(ADD, [1])

    await asyncio.gather(*[add() for _ in range(50)])

    assert await offset() == 50


@on_sqlite
async def test_a_begin_that_fails_leaves_no_lock_behind(database: str) -> None:
    blocker = sqlite3.connect(database.removeprefix("sqlite://"), isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    await execute_with_short_patience()
    blocker.execute("ROLLBACK")
    blocker.close()

    await asyncio.wait_for(write(7), timeout=60)

    assert await offset() == 7


async def execute_with_short_patience() -> None:
    await execute("PRAGMA busy_timeout=50")
    with pytest.raises(OperationalError, match="locked"):
        async with transaction():
            pytest.fail("There is a lock on it.")


async def write(seconds: int) -> None:
    async with transaction():
        await execute(SET, [seconds])


@on_sqlite
@pytest.mark.parametrize("times", [1, 2], ids=["once", "twice"])
async def test_a_begin_that_is_cancelled_leaves_neither_transaction_nor_lock_behind(
    database: str, times: int
) -> None:
    blocker = sqlite3.connect(
        database.removeprefix("sqlite://"), isolation_level=None, check_same_thread=False
    )
    blocker.execute("BEGIN IMMEDIATE")
    waiting = asyncio.create_task(write(5))
    await asyncio.sleep(0.1)
    for _ in range(times):
        waiting.cancel()
        await asyncio.sleep(0.05)
    asyncio.get_running_loop().call_later(0.2, blocker.execute, "ROLLBACK")
    with pytest.raises(asyncio.CancelledError):
        await waiting

    await asyncio.wait_for(write(7), timeout=20)
    blocker.close()

    assert await offset() == 7


@on_sqlite
@pytest.mark.usefixtures("database")
async def test_a_read_does_not_wait_for_a_transaction_under_way() -> None:
    under_way = asyncio.Event()
    reading = asyncio.create_task(read_when(under_way))

    async with transaction():
        await execute(SET, [5])
        under_way.set()
        seen = await asyncio.wait_for(reading, timeout=60)

    assert seen == 0


async def read_when(event: asyncio.Event) -> int:
    await event.wait()
    return await offset()


@on_postgres
@pytest.mark.usefixtures("database")
async def test_cancelled_transactions_give_their_connections_back() -> None:
    for _ in range(30):  # three times what the pool holds
        waiting = asyncio.create_task(sleep_in_transaction())
        await asyncio.sleep(0.01)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)

    await asyncio.wait_for(write(7), timeout=60)

    assert await offset() == 7


@on_postgres
async def test_a_transaction_cancelled_as_it_begins_gives_its_connection_back(
    database_url: str,
) -> None:
    await open_database(f"{database_url}?maxsize=1")
    for turns in range(30):  # wherever in its beginning the cancellation finds it
        beginning = asyncio.create_task(write(5))
        for _ in range(turns):
            await asyncio.sleep(0)
        beginning.cancel()
        await asyncio.gather(beginning, return_exceptions=True)

    await asyncio.wait_for(write(7), timeout=60)

    assert await offset() == 7
    await close_database()


@on_postgres
@pytest.mark.parametrize("order", [1, -1], ids=["away first", "away last"])
async def test_of_several_hosts_the_primary_is_found(database_url: str, order: int) -> None:
    """R18.2."""
    before, host = database_url.split("@")
    address, name = host.split("/")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and does not listen
        hosts = [f"127.0.0.1:{taken.getsockname()[1]}", address][::order]
        await open_database(f"{before}@{','.join(hosts)}/{name}")

        await write(7)

        assert await offset() == 7
        await close_database()


@on_postgres
async def test_of_several_hosts_no_standby_is_taken_for_the_primary(database_url: str) -> None:
    """R18.2: the server of the tests is a primary, so that only the reverse can be seen."""
    before, host = database_url.split("@")
    address, name = host.split("/")
    await open_database(f"{before}@{address},{address}/{name}?target_session_attrs=standby")

    with pytest.raises(asyncpg.TargetServerAttributeNotMatched):
        await offset()

    await close_database()


@on_postgres
async def test_a_host_that_is_silent_leaves_time_for_the_next(database_url: str) -> None:
    """R18.2."""
    before, host = database_url.split("@")
    address, name = host.split("/")
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()  # and never answers
        hosts = f"127.0.0.1:{silent.getsockname()[1]},{address}"
        await open_database(f"{before}@{hosts}/{name}")
        began_at = time.monotonic()

        await write(7)

        assert time.monotonic() - began_at < 9  # a request has 10
        await close_database()


@on_postgres
async def test_a_connection_to_a_machine_that_is_gone_ends_in_time_for_another(
    database_url: str,
) -> None:
    """R18.2: a machine cannot be lost here, so that only what the kernel was told can be seen."""
    connection = await asyncpg.connect(database_url, connection_class=PooledConnection)

    connected = connection._transport.get_extra_info("socket")  # noqa: SLF001
    told = [
        connected.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE),
        *(
            connected.getsockopt(socket.IPPROTO_TCP, option)
            for option in (socket.TCP_KEEPIDLE, socket.TCP_KEEPINTVL, socket.TCP_KEEPCNT)
        ),
        connected.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT),
    ]
    await connection.close()

    assert told == [1, 3, 1, 2, 5_000]


async def sleep_in_transaction() -> None:
    async with transaction():
        await fetch("SELECT pg_sleep(5)")


@on_postgres
@pytest.mark.parametrize("use_case", [offset, sleep_in_transaction], ids=["read", "transaction"])
async def test_a_server_that_hears_of_no_cancel_keeps_no_connection(
    database_url: str, use_case: Callable[[], Awaitable[object]]
) -> None:
    """R18.2: nothing of a server that hangs, or of the network to it, keeps a request waiting."""
    async with network_to(database_url) as (network, url):
        await open_database(url)
        await write(5)
        network.stall()
        waiting = asyncio.ensure_future(use_case())
        await asyncio.sleep(0.2)

        waiting.cancel()
        ended, _ = await asyncio.wait({waiting}, timeout=8)

        network.flow()
        await write(7)
        assert ended == {waiting}
        assert await offset() == 7
        await close_database()


@on_postgres
async def test_a_server_that_took_a_cancel_keeps_its_other_connections(database_url: str) -> None:
    """R18.2: one statement that is slow to end says nothing of the others."""
    await open_database(database_url)
    deaf = asyncio.ensure_future(fetch(SLOW_TO_END))
    await asyncio.sleep(0.2)
    (before,) = await fetch("SELECT pg_backend_pid() AS pid")

    deaf.cancel()
    await asyncio.wait({deaf}, timeout=8)

    (after,) = await fetch("SELECT pg_backend_pid() AS pid")
    assert deaf.cancelled()
    assert after == before
    await close_database()


@on_postgres
async def test_what_a_process_keeps_of_a_database_does_not_outlive_its_connections(
    database_url: str, postgres_url: str
) -> None:
    """R18.2: a standby that has become the primary may lack the last of it."""
    await open_database(database_url)
    await write(5)
    kept_while_open()["rule book"] = "of the old primary"

    await end_sessions(database_url, postgres_url)

    assert kept_while_open() == {}
    await close_database()


async def end_sessions(database: str, postgres_url: str) -> None:
    other = await asyncpg.connect(f"{postgres_url}/postgres")
    await other.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1",
        database.rsplit("/", 1)[-1],
    )
    await other.close()
    await asyncio.sleep(0.5)


@on_postgres
async def test_the_pool_heals_when_the_server_has_ended_its_sessions(
    database: str, postgres_url: str
) -> None:
    await write(5)
    await end_sessions(database, postgres_url)

    await write(7)

    assert await offset() == 7


async def sleep(seconds: int) -> None:
    await fetch("SELECT pg_sleep(?)", [seconds])


@on_postgres
@pytest.mark.usefixtures("database")
async def test_reads_give_their_connections_back_however_they_end() -> None:
    await asyncio.gather(*(fetch("SELECT 1") for _ in range(30)))
    await sleep(0)  # a statement that is known is sent by a shorter way
    for _ in range(2):
        with pytest.raises(OperationalError):
            await fetch("SELECT 1 / 0")
    given_up = asyncio.create_task(sleep(4))
    await asyncio.sleep(0.2)
    given_up.cancel()
    await asyncio.gather(given_up, return_exceptions=True)

    await asyncio.gather(*(fetch("SELECT 1") for _ in range(30)))

    use = pool_use()
    assert use is not None
    assert use.used == 0


@on_postgres
@pytest.mark.usefixtures("database")
async def test_a_read_is_sent_anew_when_a_migration_has_changed_what_it_answers() -> None:
    await fetch("CREATE TABLE changing AS SELECT 1 AS one")
    for _ in range(2):
        assert await fetch("SELECT * FROM changing") == [{"one": 1}]

    await fetch("ALTER TABLE changing ADD COLUMN two integer DEFAULT 2")

    assert await fetch("SELECT * FROM changing") == [{"one": 1, "two": 2}]


@on_postgres
@pytest.mark.usefixtures("database")
async def test_no_read_leaves_a_transaction_to_the_next_one() -> None:
    await fetch("BEGIN")
    await asyncio.sleep(0.5)

    (row,) = await fetch("SELECT clock_timestamp() - now() < interval '0.4 s' AS is_its_own")

    assert row["is_its_own"]


@on_postgres
@pytest.mark.usefixtures("database")
async def test_a_session_has_the_limits_that_were_promised() -> None:
    names = ["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"]

    limits = [(await fetch(f"SHOW {name}"))[0][name] for name in names]

    assert limits == ["5s", "3s", "10s"]


@pytest.mark.usefixtures("database")
async def test_a_transactions_statements_are_counted_begin_and_commit_included() -> None:
    with count_statements() as count:
        async with transaction():
            await execute(SET, [5])
            await SandboxClock.get(id=1)

    begin, update, select, commit = count.statements
    assert (begin.split()[0], commit) == ("BEGIN", "COMMIT")
    assert (update.split()[0], select.split()[0]) == ("UPDATE", "SELECT")
    assert count.round_trips == 4


@pytest.mark.usefixtures("database")
async def test_written_rows_are_counted_for_each_kind_of_statement() -> None:
    insert = "INSERT INTO job_states (job, processed, failures) VALUES (?, ?, ?)"

    counts = [
        await execute(insert, ["a", 0, 0]),
        await execute("UPDATE job_states SET processed = ?", [1]),
        await execute("DELETE FROM job_states WHERE job = ?", ["nobody"]),
    ]

    assert counts == [1, 1, 0]
