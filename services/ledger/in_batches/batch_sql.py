"""Batch statements' common SQL: accounts chosen and locked, keys, instants, in both dialects."""

from collections.abc import Mapping, Sequence

from models.database import Dialect, dialect, fetch_each, identifier
from models.rows.excerpts import Excerpt
from models.rows.reads import marks

Keys = Sequence[tuple[str, str]]  # of accounts: the customer's id and the account's

# Accounts that another worker has in hand are passed over.
_LOCK = """
SELECT customer_id, id FROM reward_accounts
WHERE customer_id = ? AND id = ?{still} FOR UPDATE SKIP LOCKED
"""
NOW: dict[Dialect, str] = {"sqlite": "?", "postgres": "CAST(? AS TIMESTAMPTZ)"}
# The accounts chosen, as one parameter however many they are.
CHOSEN: dict[Dialect, str] = {
    "sqlite": """
    SELECT json_extract(value, '$[0]') AS customer_id, json_extract(value, '$[1]') AS account_id
    FROM json_each(?)
    """,
    "postgres": """
    SELECT pair ->> 0 AS customer_id, CAST(pair ->> 1 AS UUID) AS account_id
    FROM jsonb_array_elements(CAST(? AS JSONB)) AS pair
    """,
}
# A lot's creation and so many days: on SQLite an instant is text, of which the day is moved and
# the time of day stays, to the microsecond.
EXACT_DATE: dict[Dialect, str] = {
    "sqlite": "date(l.created_at, '+{days} days') || substr(l.created_at, 11)",
    "postgres": "l.created_at + make_interval(days => {days})",
}
_KEY: dict[Dialect, str] = {
    "sqlite": "? || printf('-7%03x-8%03x-', {n} / 4096, {n} % 4096) || substr({tail}, 25)",
    "postgres": (
        "CAST(CAST(? AS TEXT) || '-7' || lpad(to_hex({n} / 4096), 3, '0') || '-8'"
        " || lpad(to_hex({n} % 4096), 3, '0') || '-' || right(CAST({tail} AS TEXT), 12) AS UUID)"
    ),
}


def key_of(number: str, tail: str) -> str:
    """Return the SQL of a new row's key: a reserved beginning (`?`), its number, another's end.

    It is a UUID of version 7 like all other keys: a millisecond of this process's own, the row's
    number within the statement, the last digits of the key of the lot or account that it is about.
    """
    return _KEY[dialect()].format(n=number, tail=tail)


def chosen_values(keys: Keys) -> list[list[str]]:
    """Return the one value of `CHOSEN`."""
    return [list(key) for key in keys]


def of_chosen(chosen: Sequence[Sequence[str]], *tables: str) -> list[Excerpt]:
    """Return the excerpts of these tables that have all rows of the chosen accounts' customers."""
    customers = sorted({customer_id for customer_id, _ in chosen})
    whose = f"{{}} IN ({marks(customers)})"
    return [
        Excerpt(table, whose.format("id" if table == "customers" else "customer_id"), customers)
        for table in tables
    ]


async def lock_chosen(
    rows: Sequence[Mapping[str, object]], *, still: str = "", values: Sequence[object] = ()
) -> Keys:
    """Lock the accounts chosen, in the order given, each for itself (R18.1); return which.

    Those that another worker has in hand are passed over, and those that no longer meet the
    condition `still`. SQLite has one writer: who chooses within its transaction has them.
    """
    keys = [(str(row["customer_id"]), str(identifier(row["id"]))) for row in rows]
    if dialect() == "sqlite":
        return keys
    lock = _LOCK.format(still=f" AND {still}" if still else "")
    locked = await fetch_each(lock, [[*key, *values] for key in keys])
    return [(str(row["customer_id"]), str(identifier(row["id"]))) for row in locked]
