"""Expiring 200,000 lots in one run, beside what the bare SQL costs in the database (R10.3).

The bare SQL writes the same rows in one transaction of five statements, each over all lots due: no
batches, no locks, no other process to mind. Both run on a copy of the same database.
"""

import asyncio
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg

from bench.arguments import no_arguments
from models.database import (
    close_database,
    dialect,
    execute,
    fetch,
    open_database,
    transaction,
)
from services.accounts.expiry import expire_points
from services.accounts.verification import check_ledger
from tests.many_lots import (
    ENDED,
    LOTS,
    NO_HASH,
    chain_by_hand,
    make_many_lots,
    take_as_long_as_needed,
)
from tests.postgres_server import postgres_server

ACCOUNTS = 50_000

_BARE = (
    """
    INSERT INTO ledger_entries (customer_id, id, account_id, website_code, sequence, points,
        balance, debt_change, shortfall, currency, amount_e4, amount_balance_e4, rate_points,
        rate_amount_e4, rate_currency, rate_direction, rate_priority, reason, actor, created_at,
        recorded_at, hash)
    SELECT l.customer_id, {new_entry}, l.account_id, a.website_code,
        a.entries + ROW_NUMBER() OVER of_account, -l.remaining,
        a.balance - SUM(l.remaining) OVER of_account, 0, 0, 'USD', -10000,
        (a.balance - SUM(l.remaining) OVER of_account) / 100 * 10000, 100, 10000, 'USD',
        'POINTS_TO_CURRENCY', 4, 'EXPIRED', 'system', {ended}, {ended}, {no_hash}
    FROM points_lots l JOIN reward_accounts a ON a.customer_id = l.customer_id
        AND a.id = l.account_id
    WHERE l.remaining > 0 AND l.static_expires_at <= {ended}
    WINDOW of_account AS (PARTITION BY l.customer_id, l.account_id ORDER BY l.id)
    """,
    """
    INSERT INTO lot_allocations (customer_id, id, entry_id, lot_id, position, points)
    SELECT l.customer_id, {new_entry}, {new_entry}, l.id, 0, -l.remaining FROM points_lots l
    WHERE l.remaining > 0 AND l.static_expires_at <= {ended}
    """,
    """
    INSERT INTO emails (customer_id, id, account_id, website_code, kind, first_sequence,
        last_sequence, status, attempts, next_attempt_at, created_at)
    SELECT a.customer_id, a.id, a.id, a.website_code, 'BALANCE_UPDATE', a.entries + 1,
        a.entries + COUNT(*), 'QUEUED', 0, {ended}, {ended}
    FROM points_lots l JOIN reward_accounts a ON a.customer_id = l.customer_id
        AND a.id = l.account_id
    WHERE l.remaining > 0 AND l.static_expires_at <= {ended}
    GROUP BY a.customer_id, a.id, a.website_code, a.entries
    """,
    """
    UPDATE reward_accounts AS a SET balance = a.balance - s.points, entries = a.entries + s.lots
    FROM (SELECT customer_id, account_id, SUM(remaining) AS points, COUNT(*) AS lots
        FROM points_lots WHERE remaining > 0 AND static_expires_at <= {ended}
        GROUP BY customer_id, account_id) AS s
    WHERE a.customer_id = s.customer_id AND a.id = s.account_id
    """,
    """
    UPDATE points_lots SET expired = expired + remaining, remaining = 0
    WHERE remaining > 0 AND static_expires_at <= {ended}
    """,
)
_NEW_ENTRY = {
    "sqlite": "'e' || substr(l.id, 2)",
    "postgres": "CAST('e' || substr(CAST(l.id AS TEXT), 2) AS UUID)",
}


async def measure_expiry() -> None:
    """Print a line for each database: the bare SQL, the job, their ratio."""
    lots = ACCOUNTS * LOTS
    print(f"\nexpiring {lots:,} lots of {ACCOUNTS:,} accounts, seconds")
    print(f"{'':24}{'bare':>8}{'job':>8}{'ratio':>8}")
    for name, copies in (("SQLite", _sqlite_copies), ("PostgreSQL", _postgres_copies)):
        seconds = []
        async with copies() as urls:
            for url, run in zip(urls, (_bare, _job), strict=True):
                seconds.append(await _seconds(url, run))
        bare, job = seconds
        print(f"{name:24}{bare:8.2f}{job:8.2f}{job / bare:8.2f}")


async def _seconds(url: str, run: Callable[[], Awaitable[object]]) -> float:
    await open_database(url)
    try:
        await fetch("SELECT COUNT(*) FROM points_lots WHERE remaining > 0")
        begun = time.perf_counter()
        await run()
        spent = time.perf_counter() - begun
        (left,) = await fetch("SELECT SUM(balance) AS points FROM reward_accounts")
        assert left["points"] == 0
        if run is _bare:
            async with transaction():
                await take_as_long_as_needed()
                await chain_by_hand()
        assert (await check_ledger()).ok
    finally:
        await close_database()
    return spent


async def _bare() -> None:
    async with transaction():
        await take_as_long_as_needed()
        for sql in _BARE:
            await execute(_said(sql))


async def _job() -> None:
    assert await expire_points(now=ENDED) == ACCOUNTS * LOTS


@asynccontextmanager
async def _sqlite_copies() -> AsyncIterator[list[str]]:
    with tempfile.TemporaryDirectory() as folder:
        first, second = (Path(folder) / name for name in ("bare.db", "job.db"))
        await make_many_lots(f"sqlite://{first}", accounts=ACCOUNTS)
        shutil.copy(first, second)
        yield [f"sqlite://{first}", f"sqlite://{second}"]


@asynccontextmanager
async def _postgres_copies() -> AsyncIterator[list[str]]:
    with postgres_server() as server:
        await _administer(server, "CREATE DATABASE bare")
        await make_many_lots(f"{server}/bare", accounts=ACCOUNTS)
        await _administer(server, "CREATE DATABASE job TEMPLATE bare")
        for name in ("bare", "job"):
            await _administer(server, "ANALYZE", database=name)
        yield [f"{server}/bare", f"{server}/job"]


async def _administer(server: str, statement: str, *, database: str = "postgres") -> None:
    connection = await asyncpg.connect(f"{server}/{database}")
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def _said(sql: str) -> str:
    kind = dialect()
    text = "'{}'" if kind == "sqlite" else "CAST('{}' AS TIMESTAMPTZ)"
    return sql.format(
        no_hash=NO_HASH[kind], new_entry=_NEW_ENTRY[kind], ended=text.format(ENDED.isoformat(" "))
    )


if __name__ == "__main__":
    no_arguments()
    asyncio.run(measure_expiry())
