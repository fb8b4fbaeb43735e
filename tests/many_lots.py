"""A shop with many accounts whose points all expire at once, made by SQL in a few seconds."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from importlib import import_module

from models.database import close_database, dialect, execute, fetch, open_database, transaction
from models.schema_history import migrate
from services.command.caller import Caller, CallerKind
from services.rules.basics.enums import RateDirection
from services.setup.exchange_rates import create_exchange_rate
from services.setup.settings import update_settings
from services.setup.websites import put_website

LOTS = 4  # on each account
BORN = datetime(2025, 1, 1, tzinfo=UTC)
ENDED = BORN + timedelta(days=365)

_MAKER = Caller(subject="maker", kind=CallerKind.ADMIN)

_NUMBERS = """
WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < {count})
"""
_KEY = {
    "sqlite": "printf('{kind}0000000-0000-7000-8000-%012d', {number})",
    "postgres": (
        "CAST('{kind}0000000-0000-7000-8000-' || lpad(CAST({number} AS TEXT), 12, '0') AS UUID)"
    ),
}
NO_HASH = {"sqlite": "zeroblob(32)", "postgres": "decode(repeat('00', 32), 'hex')"}
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
        created_at, recorded_at, hash)
    {numbers_of_lots} SELECT {customer_of_lot}, {entry}, {account_of_lot}, 'us', n % {lots} + 1,
        100, 100 * (n % {lots} + 1), 0, 0, 'USD', 0, 0, 'IMPORT', 'maker', {at}, {at}, {no_hash}
    FROM numbers
    """,
    """
    INSERT INTO points_lots (customer_id, id, account_id, entry_id, points, remaining, expired,
        created_at, static_expires_at, has_explicit_expiry)
    {numbers_of_lots} SELECT {customer_of_lot}, {lot}, {account_of_lot}, {entry}, 100, 100, 0,
        {at}, {ended}, {no} FROM numbers
    """,
)


async def make_many_lots(url: str, *, accounts: int) -> None:
    """Make a shop whose points have all been there since BORN, and live until ENDED."""
    await open_database(url)
    try:
        await migrate()
        await put_website(code="us", base_currency="USD", caller=_MAKER, now=BORN)
        await create_exchange_rate(
            website_code=None,
            customer_group_code=None,
            direction=RateDirection.POINTS_TO_CURRENCY,
            points=100,
            currency_amount=Decimal("1.00"),
            caller=_MAKER,
            now=BORN,
        )
        changes = {"expiry_days": 365}
        await update_settings(website_code=None, changes=changes, caller=_MAKER, now=BORN)
        async with transaction():
            await take_as_long_as_needed()
            for sql in _PAST:
                await execute(_said(sql, accounts))
            await chain_by_hand()
        if dialect() == "sqlite":
            await execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        await close_database()


async def chain_by_hand() -> None:
    """Give entries that were written by SQL their hashes (R17.1), as the migration does."""
    migration = import_module("models.migrations.0024_proof")
    async with transaction() as client:
        await migration.chain_entries(client)


async def take_as_long_as_needed() -> None:
    """Lift the limit on a statement's time for the rest of the transaction."""
    if dialect() == "postgres":
        await fetch("SET LOCAL statement_timeout = 0")


def _said(sql: str, accounts: int) -> str:
    kind = dialect()
    of_lot = f"n / {LOTS}"
    text = "'{}'" if kind == "sqlite" else "CAST('{}' AS TIMESTAMPTZ)"
    return sql.format(
        numbers_of_accounts=_NUMBERS.format(count=accounts),
        numbers_of_lots=_NUMBERS.format(count=accounts * LOTS),
        customer=_CUSTOMER[kind].format(n="n"),
        customer_of_lot=_CUSTOMER[kind].format(n=of_lot),
        account=_KEY[kind].format(kind="a", number="n"),
        account_of_lot=_KEY[kind].format(kind="a", number=of_lot),
        entry=_KEY[kind].format(kind="b", number="n"),
        lot=_KEY[kind].format(kind="c", number="n"),
        lots=LOTS,
        at=text.format(BORN.isoformat(" ")),
        ended=text.format(ENDED.isoformat(" ")),
        no_hash=NO_HASH[kind],
        yes="1" if kind == "sqlite" else "TRUE",
        no="0" if kind == "sqlite" else "FALSE",
    )
