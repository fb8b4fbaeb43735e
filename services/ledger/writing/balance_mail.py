"""Mail of a changed balance, queued in the transaction that changes it (R11.1, R11.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.database import dialect, execute_later
from services.command.identifiers import new_id

# Whoever writes points ends here, so who wants mail is asked of the database and of nobody else.
_QUEUE = """
WITH changed (customer_id, id, account_id, website_code, first_sequence, last_sequence, at) AS (
    VALUES {rows}
)
INSERT INTO emails (customer_id, id, account_id, website_code, kind, first_sequence, last_sequence,
    status, attempts, next_attempt_at, created_at)
SELECT m.customer_id, m.id, m.account_id, m.website_code, 'BALANCE_UPDATE', m.first_sequence,
    m.last_sequence, 'QUEUED', 0, m.at, m.at
FROM changed m
JOIN customers c ON c.id = m.customer_id AND c.balance_updates AND c.email IS NOT NULL
JOIN websites w ON w.code = m.website_code AND w.deleted_at IS NULL
"""
# What PostgreSQL would take for text is given its type; SQLite keeps all but numbers as text.
_ROW = {
    "sqlite": "(?, ?, ?, ?, ?, ?, ?)",
    "postgres": (
        "(?, CAST(? AS UUID), CAST(? AS UUID), ?, CAST(? AS INT), CAST(? AS INT),"
        " CAST(? AS TIMESTAMPTZ))"
    ),
}


@dataclass(frozen=True, slots=True)
class BalanceChange:
    """The entries of one account that a transaction has written, by their places in it."""

    customer_id: str
    account_id: UUID
    website_code: str
    first_sequence: int
    last_sequence: int


async def queue_balance_updates(changes: Sequence[BalanceChange], *, now: datetime) -> None:
    """Queue a mail for each change, where the customer wants mail about their balance (R11.1).

    Not to those without an address, nor about a website that was deleted.
    """
    if not changes:
        return
    values: list[object] = []
    for change in changes:
        values += [
            change.customer_id,
            new_id(now),
            change.account_id,
            change.website_code,
            change.first_sequence,
            change.last_sequence,
            now,
        ]
    rows = ", ".join(_ROW[dialect()] for _ in changes)
    await execute_later(
        _QUEUE.format(rows=rows), values, inserts="emails", reads=("customers", "websites")
    )
