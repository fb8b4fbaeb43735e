"""A shop with very many accounts, made by SQL: what an operation finds when the shop is large.

Each account has four entries, each a lot with points left; they are without their hashes.
"""

from datetime import UTC, datetime
from typing import Final

import asyncpg

BEGUN: Final = datetime(2025, 1, 1, tzinfo=UTC)
_ENTRIES = 4
_POINTS = 500
_PIECE = 50_000  # accounts of a statement
_KEY = "CAST('{kind}0000000-0000-7000-8000-' || lpad(CAST({number} AS TEXT), 12, '0') AS UUID)"
_CUSTOMER = "'c' || n"
_ACCOUNTS = "generate_series({first}, {last} - 1) AS n"
_EACH_ENTRY = f"{_ACCOUNTS} CROSS JOIN generate_series(1, {_ENTRIES}) AS turn"
_ACCOUNT_KEY = _KEY.format(kind="a", number="n")
_ENTRY_KEY = _KEY.format(kind="b", number=f"(n * {_ENTRIES} + turn)")
_NO_HASH = "decode(repeat('00', 32), 'hex')"
_ROWS = (  # of our own words alone
    f"""
    INSERT INTO customers (id, email, locale, customer_group_code, website_code, balance_updates,
        expiration_notifications, search_text, created_at)
    SELECT {_CUSTOMER}, 'c' || n || '@example.com', 'en', 'general', 'us', TRUE, TRUE, 'c' || n,
        CAST('{BEGUN.isoformat()}' AS TIMESTAMPTZ)
    FROM {_ACCOUNTS}
    """,  # noqa: S608
    f"""
    INSERT INTO reward_accounts (customer_id, id, website_code, balance, debt, entries, created_at,
        last_hash)
    SELECT {_CUSTOMER}, {_ACCOUNT_KEY}, 'us', {_ENTRIES * _POINTS}, 0, {_ENTRIES},
        CAST('{BEGUN.isoformat()}' AS TIMESTAMPTZ), {_NO_HASH}
    FROM {_ACCOUNTS}
    """,  # noqa: S608
    f"""
    INSERT INTO ledger_entries (customer_id, id, account_id, website_code, sequence, points,
        balance, debt_change, shortfall, currency, amount_e4, amount_balance_e4, reason, actor,
        created_at, recorded_at, hash)
    SELECT {_CUSTOMER}, {_ENTRY_KEY}, {_ACCOUNT_KEY}, 'us', turn, {_POINTS}, turn * {_POINTS}, 0, 0,
        'USD', {_POINTS} * 100, turn * {_POINTS} * 100, 'PURCHASE', 'bench', at, at, {_NO_HASH}
    FROM {_EACH_ENTRY}, LATERAL (
        SELECT CAST('{BEGUN.isoformat()}' AS TIMESTAMPTZ) + turn * INTERVAL '1 day' AS at
    ) AS instants
    """,  # noqa: S608
    f"""
    INSERT INTO points_lots (customer_id, id, account_id, entry_id, points, remaining, expired,
        created_at, static_expires_at, has_explicit_expiry, kind)
    SELECT {_CUSTOMER}, {_ENTRY_KEY}, {_ACCOUNT_KEY}, {_ENTRY_KEY}, {_POINTS}, {_POINTS}, 0,
        CAST('{BEGUN.isoformat()}' AS TIMESTAMPTZ) + turn * INTERVAL '1 day', NULL, FALSE, 'PAID'
    FROM {_EACH_ENTRY}
    """,  # noqa: S608
)


async def make_accounts(url: str, *, first: int, last: int) -> None:
    """Make customers `c{first}` to before `c{last}`, with their points, and have them analysed."""
    connection = await asyncpg.connect(url)
    try:
        for begin in range(first, last, _PIECE):
            for rows in _ROWS:
                await connection.execute(
                    rows.format(first=begin, last=min(begin + _PIECE, last)), timeout=600
                )
        await connection.execute("VACUUM ANALYZE", timeout=600)
    finally:
        await connection.close()
