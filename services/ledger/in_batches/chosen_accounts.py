"""Batch statements' common SQL: accounts chosen and locked, keys, instants, in both dialects."""

from collections.abc import Sequence

from models.database import Dialect, dialect

Keys = Sequence[tuple[str, str]]  # of accounts: the customer's id and the account's

# Accounts that another worker has in hand are passed over; SQLite has one writer anyway.
LOCK: dict[Dialect, str] = {"sqlite": "", "postgres": " FOR UPDATE SKIP LOCKED"}
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
