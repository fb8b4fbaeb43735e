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
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import asyncpg

from models.database import (
    close_database,
    dialect,
    execute,
    fetch,
    migrate,
    open_database,
    transaction,
)
from services.caller import Caller, CallerKind
from services.exchange_rates import create_exchange_rate
from services.expiring import expire_points
from services.rules.enums import RateDirection
from services.settings_update import update_settings
from services.verification import check_ledger
from services.websites import put_website
from tests.postgres_server import postgres_server

ACCOUNTS = 50_000
LOTS = 4  # on each account

_BORN = datetime(2025, 1, 1, tzinfo=UTC)
_ENDED = _BORN + timedelta(days=365)
_SHOP = Caller(subject="bench", kind=CallerKind.ADMIN)

_NUMBERS = """
WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < {count})
"""
_KEY = {
    "sqlite": "printf('{kind}0000000-0000-7000-8000-%012d', {number})",
    "postgres": (
        "CAST('{kind}0000000-0000-7000-8000-' || lpad(CAST({number} AS TEXT), 12, '0') AS UUID)"
    ),
}
_CUSTOMER = {"sqlite": "printf('c%06d', {n})", "postgres": "'c' || lpad(CAST({n} AS TEXT), 6, '0')"}
_PAST = (
    """
    INSERT INTO customers (id, email, locale, customer_group_code, website_code, balance_updates,
        expiration_notifications, search_text, created_at)
    {numbers_of_accounts} SELECT {customer}, 'a@example.com', 'en', 'general', 'us', {yes}, {yes},
        '', {at} FROM numbers
    """,
    """
    INSERT INTO reward_accounts (customer_id, id, website_code, balance, debt, entries, created_at)
    {numbers_of_accounts} SELECT {customer}, {account}, 'us', 100 * {lots}, 0, {lots}, {at}
    FROM numbers
    """,
    """
    INSERT INTO ledger_entries (customer_id, id, account_id, website_code, sequence, points,
        balance, debt_change, shortfall, currency, amount_e4, amount_balance_e4, reason, actor,
        created_at, recorded_at)
    {numbers_of_lots} SELECT {customer_of_lot}, {entry}, {account_of_lot}, 'us', n % {lots} + 1,
        100, 100 * (n % {lots} + 1), 0, 0, 'USD', 0, 0, 'IMPORT', 'bench', {at}, {at} FROM numbers
    """,
    """
    INSERT INTO points_lots (customer_id, id, account_id, entry_id, points, remaining, expired,
        created_at, static_expires_at, has_explicit_expiry)
    {numbers_of_lots} SELECT {customer_of_lot}, {lot}, {account_of_lot}, {entry}, 100, 100, 0,
        {at}, {ended}, {no} FROM numbers
    """,
)
_BARE = (
    """
    INSERT INTO ledger_entries (customer_id, id, account_id, website_code, sequence, points,
        balance, debt_change, shortfall, currency, amount_e4, amount_balance_e4, rate_points,
        rate_amount_e4, rate_currency, rate_direction, rate_priority, reason, actor, created_at,
        recorded_at)
    SELECT l.customer_id, {new_entry}, l.account_id, a.website_code,
        a.entries + ROW_NUMBER() OVER of_account, -l.remaining,
        a.balance - SUM(l.remaining) OVER of_account, 0, 0, 'USD', -10000,
        (a.balance - SUM(l.remaining) OVER of_account) / 100 * 10000, 100, 10000, 'USD',
        'POINTS_TO_CURRENCY', 4, 'EXPIRED', 'system', {ended}, {ended}
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
        assert (await check_ledger()).ok
    finally:
        await close_database()
    return spent


async def _bare() -> None:
    async with transaction():
        await _take_as_long_as_needed()
        for sql in _BARE:
            await execute(_said(sql))


async def _take_as_long_as_needed() -> None:
    if dialect() == "postgres":
        await fetch("SET LOCAL statement_timeout = 0")


async def _job() -> None:
    assert await expire_points(now=_ENDED) == ACCOUNTS * LOTS


@asynccontextmanager
async def _sqlite_copies() -> AsyncIterator[list[str]]:
    with tempfile.TemporaryDirectory() as folder:
        first, second = (Path(folder) / name for name in ("bare.db", "job.db"))
        await _live(f"sqlite://{first}")
        shutil.copy(first, second)
        yield [f"sqlite://{first}", f"sqlite://{second}"]


@asynccontextmanager
async def _postgres_copies() -> AsyncIterator[list[str]]:
    with postgres_server() as server:
        await _administer(server, "CREATE DATABASE bare")
        await _live(f"{server}/bare")
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


async def _live(url: str) -> None:
    """Make a shop whose points have all been there for a year."""
    await open_database(url)
    try:
        await migrate()
        await put_website(code="us", base_currency="USD", caller=_SHOP, now=_BORN)
        await create_exchange_rate(
            website_code=None,
            customer_group_code=None,
            direction=RateDirection.POINTS_TO_CURRENCY,
            points=100,
            currency_amount=Decimal("1.00"),
            caller=_SHOP,
            now=_BORN,
        )
        changes = {"expiry_days": 365}
        await update_settings(website_code=None, changes=changes, caller=_SHOP, now=_BORN)
        async with transaction():
            await _take_as_long_as_needed()
            for sql in _PAST:
                await execute(_said(sql))
        if dialect() == "sqlite":
            await execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        await close_database()


def _said(sql: str) -> str:
    kind = dialect()
    of_lot = f"n / {LOTS}"
    text = "'{}'" if kind == "sqlite" else "CAST('{}' AS TIMESTAMPTZ)"
    return sql.format(
        numbers_of_accounts=_NUMBERS.format(count=ACCOUNTS),
        numbers_of_lots=_NUMBERS.format(count=ACCOUNTS * LOTS),
        customer=_CUSTOMER[kind].format(n="n"),
        customer_of_lot=_CUSTOMER[kind].format(n=of_lot),
        account=_KEY[kind].format(kind="a", number="n"),
        account_of_lot=_KEY[kind].format(kind="a", number=of_lot),
        entry=_KEY[kind].format(kind="b", number="n"),
        lot=_KEY[kind].format(kind="c", number="n"),
        new_entry=_NEW_ENTRY[kind],
        lots=LOTS,
        at=text.format(_BORN.isoformat(" ")),
        ended=text.format(_ENDED.isoformat(" ")),
        yes="1" if kind == "sqlite" else "TRUE",
        no="0" if kind == "sqlite" else "FALSE",
    )


if __name__ == "__main__":
    asyncio.run(measure_expiry())
