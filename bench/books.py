"""The books of a large shop: reports of now and the past on millions of entries (R15).

    python -m bench.books 10000000

makes as many entries, ten of each account over three years, in a PostgreSQL of its own on the disk,
closes the books, and tells how long reports take before and after. Entries are without their hash.
"""

import asyncio
import resource
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import asyncpg

from bench.arguments import whole_numbers
from bench.shop import open_shop
from models.database import close_database, fetch, open_database
from models.schema_history import migrate
from services.reports.activity import read_activity
from services.reports.books.bookkeeping import close_books
from services.reports.journal import read_journal
from services.reports.liability import read_liability
from services.rules.basics.enums import Interval
from tests.postgres_server import postgres_server

BEGUN = datetime(2023, 1, 1, tzinfo=UTC)
DAYS = 1_095
ENDED = BEGUN + timedelta(days=DAYS)
OF_ACCOUNT = 10  # entries of each, by turns a credit and a use of 50 points
ROUNDS = 5

_SERVER = (
    "shared_buffers=2GB",
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_wal_size=4GB",
    "maintenance_work_mem=512MB",
    "checkpoint_timeout=1h",
)
# Entry i is the i-th in time; accounts take turns in an order that jumps.
_ENTRY = """
SELECT i, i / {accounts} AS turn, (i * 7919) % {accounts} AS account,
    100 + ((i * 7919) % {accounts}) % 50 * 10 AS credit,
    TIMESTAMPTZ '{begun}' + i * (INTERVAL '{days} days' / {entries}) AS at
FROM generate_series(CAST(0 AS BIGINT), {entries} - 1) AS i
"""
_BALANCES = """
SELECT e.*, CASE turn % 2 WHEN 0 THEN credit ELSE -50 END AS points,
    (turn / 2 + 1) * credit - (turn + 1) / 2 * 50 AS balance
FROM ({entry}) AS e
"""
_KEY = "CAST('{kind}0000000-0000-7000-8000-' || lpad(CAST({number} AS TEXT), 12, '0') AS UUID)"
_CUSTOMER = "'c' || lpad(CAST({number} AS TEXT), 7, '0')"
_WORTH = "{balance} / 100 * 10000"
# Rows are loaded without indexes and keys, which are then made at once; no foreign key is checked.
_TABLES = ("customers", "reward_accounts", "ledger_entries", "points_lots", "lot_allocations")
_KEYS = """
SELECT CAST(CAST(conrelid AS REGCLASS) AS TEXT) AS held_by, conname AS name,
    pg_get_constraintdef(oid) AS said, contype = 'f' AS is_foreign
FROM pg_constraint
WHERE contype = 'f' AND (conrelid = ANY ($1) OR confrelid = ANY ($1))
    OR contype IN ('p', 'u') AND conrelid = ANY ($1)
ORDER BY contype = 'f'
"""
_INDEXES = """
SELECT CAST(CAST(indexrelid AS REGCLASS) AS TEXT) AS name, pg_get_indexdef(indexrelid) AS said
FROM pg_index WHERE indrelid = ANY ($1)
    AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)
"""
_PAST = (
    "SET session_replication_role = replica",
    """
    INSERT INTO customers (id, email, locale, customer_group_code, website_code, balance_updates,
        expiration_notifications, search_text, created_at)
    SELECT {customer_n}, 'a@example.com', 'en', 'general', 'us', TRUE, TRUE, '', '{begun}'
    FROM generate_series(0, {accounts} - 1) AS n
    """,
    """
    INSERT INTO reward_accounts (customer_id, id, website_code, balance, debt, entries, created_at,
        last_hash)
    SELECT {customer_n}, {account_n}, 'us', 5 * (50 + n % 50 * 10), 0, 10, '{begun}', {no_hash}
    FROM generate_series(0, {accounts} - 1) AS n
    """,
    """
    INSERT INTO ledger_entries (customer_id, id, account_id, website_code, sequence, points,
        balance, debt_change, shortfall, currency, amount_e4, amount_balance_e4, reason, actor,
        created_at, recorded_at, hash)
    SELECT {customer}, {entry}, {account}, 'us', turn + 1, points, balance, 0, 0, 'USD',
        {worth} - {worth_before}, {worth},
        CASE WHEN turn % 2 = 1 THEN 'REDEMPTION' WHEN account % 3 = 0 THEN 'ADMIN_ADJUSTMENT'
            ELSE 'PURCHASE' END,
        'maker', at, at, {no_hash}
    FROM ({balances}) AS b ORDER BY i
    """,
    """
    INSERT INTO points_lots (customer_id, id, account_id, entry_id, points, remaining, expired,
        created_at, static_expires_at, has_explicit_expiry, kind)
    SELECT {customer}, {lot}, {account}, {entry}, credit, credit - 50, 0, at,
        at + INTERVAL '365 days', FALSE,
        CASE WHEN account % 3 = 0 THEN 'PROMOTIONAL' ELSE 'PAID' END
    FROM ({balances}) AS b WHERE turn % 2 = 0 ORDER BY i
    """,
    """
    INSERT INTO lot_allocations (customer_id, id, entry_id, lot_id, position, points)
    SELECT {customer}, {entry}, {entry}, {lot_before}, 0, -50
    FROM ({balances}) AS b WHERE turn % 2 = 1 ORDER BY i
    """,
    "SET session_replication_role = origin",
)

Report = Callable[[], Awaitable[object]]


def reports() -> dict[str, Report]:
    """Return what is measured."""
    half = BEGUN + timedelta(days=DAYS // 2, hours=13, minutes=7)
    early = BEGUN + timedelta(days=40, hours=13, minutes=7)
    month = (datetime(2025, 5, 1, tzinfo=UTC), datetime(2025, 6, 1, tzinfo=UTC))
    year = (datetime(2024, 1, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC))
    return {
        "liability now": lambda: _liability(None),
        "liability half the time ago": lambda: _liability(half),
        "liability of the 40th day": lambda: _liability(early),
        "journal of a month": lambda: _journal(*month),
        "journal of a year": lambda: _journal(*year),
        "activity of a month by day": lambda: _activity(*month),
        "activity of a year by day": lambda: _activity(*year),
    }


async def measure_books(entries: int) -> None:
    """Print what making the books took, and each report before and after they are closed."""
    with postgres_server(on_disk=True, more=_SERVER) as server:
        connection = await asyncpg.connect(f"{server}/postgres")
        await connection.execute("CREATE DATABASE books")
        await connection.close()
        await open_database(f"{server}/books")
        try:
            await migrate()
            await open_shop(now=BEGUN)
            await _timed(f"making {entries:,} entries", lambda: _make(f"{server}/books", entries))
            before = await _measure(rounds=1)
            await _timed("closing the books", lambda: close_books(now=ENDED))
            (row,) = await fetch("SELECT COUNT(*) AS made FROM book_closings")
            print(f"{row['made']} closings")
            after = await _measure(rounds=ROUNDS)
        finally:
            await close_database()
    print(f"\nseconds, {entries:,} entries{'':16}{'added up':>10}{'closed':>10}")
    for name, seconds in after.items():
        print(f"{name:40}{before[name]:>10}{seconds:>10}")
    print(f"memory of the process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000} MB")


async def _make(url: str, entries: int) -> None:
    accounts = entries // OF_ACCOUNT
    said = {"accounts": accounts, "entries": entries, "begun": BEGUN.isoformat(), "days": DAYS}
    balance = "balance"
    words = {
        **said,
        "balances": _BALANCES.format(entry=_ENTRY.format(**said)),
        "customer_n": _CUSTOMER.format(number="n"),
        "account_n": _KEY.format(kind="a", number="n"),
        "customer": _CUSTOMER.format(number="account"),
        "account": _KEY.format(kind="a", number="account"),
        "entry": _KEY.format(kind="b", number="i"),
        "lot": _KEY.format(kind="c", number="i"),
        "lot_before": _KEY.format(kind="c", number=f"i - {accounts}"),
        "worth": _WORTH.format(balance=balance),
        "worth_before": _WORTH.format(balance=f"({balance} - points)"),
        "no_hash": "decode(repeat('00', 32), 'hex')",
    }
    connection = await asyncpg.connect(url)
    try:
        async with _without_indexes(connection):
            for sql in _PAST:
                await connection.execute(sql.format(**words))
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()


@asynccontextmanager
async def _without_indexes(connection: asyncpg.Connection) -> AsyncIterator[None]:
    """Drop the indexes and keys of the tables that are loaded, and make them again afterwards."""
    tables = [
        await connection.fetchval("SELECT CAST(CAST($1 AS REGCLASS) AS OID)", name)
        for name in _TABLES
    ]
    keys = await connection.fetch(_KEYS, tables)
    indexes = await connection.fetch(_INDEXES, tables)
    for key in reversed(keys):
        await connection.execute(f"ALTER TABLE {key['held_by']} DROP CONSTRAINT {key['name']}")
    for index in indexes:
        await connection.execute(f"DROP INDEX {index['name']}")
    yield
    for key in keys:
        unchecked = " NOT VALID" if key["is_foreign"] else ""
        await connection.execute(
            f"ALTER TABLE {key['held_by']} ADD CONSTRAINT {key['name']} {key['said']}{unchecked}"
        )
    for index in indexes:
        await connection.execute(index["said"])


async def _measure(*, rounds: int) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, report in reports().items():
        seconds: list[float] = []
        for _ in range(rounds):
            begun = time.perf_counter()
            try:
                await report()
            except asyncpg.QueryCanceledError:
                found[name] = "> 9"
                break
            seconds.append(time.perf_counter() - begun)
        else:
            found[name] = f"{sorted(seconds)[rounds // 2]:.2f}"
        print(f"  {name}: {found[name]}", flush=True)
    return found


async def _timed(what: str, work: Report) -> None:
    begun = time.perf_counter()
    await work()
    print(f"{what}: {time.perf_counter() - begun:,.0f} s", flush=True)


async def _liability(at: datetime | None) -> object:
    return await read_liability(as_of=at, website_code=None, now=ENDED)


async def _journal(since: datetime, until: datetime) -> object:
    return await read_journal(website_code=None, since=since, until=until, now=ENDED)


async def _activity(since: datetime, until: datetime) -> object:
    return await read_activity(website_code=None, since=since, until=until, interval=Interval.DAY)


if __name__ == "__main__":
    asyncio.run(measure_books(*whole_numbers("ENTRIES", 1_000_000)))
