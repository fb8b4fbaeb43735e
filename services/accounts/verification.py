"""Ledger verification: every contradiction that the rows can show, for every account (R3.3, R17.1).

Each kind of contradiction has its module in `checks/`: what the books say of themselves, of orders,
holds, awards and the audit log, of merged customers, of what was warned of, told of and is to
mature; what their hashes say; what the audit log lacks; what keeps them append-only. And the
programme in force is held against its history.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

from models.database import Dialect, dialect, fetch
from models.rows.bulk import Snapshot, snapshot
from models.rows.excerpts import bring_together
from services.accounts.checks import books, merged_customers, references, told_and_due
from services.accounts.checks.audit_log import audit_gaps
from services.accounts.checks.chains import broken_chains
from services.accounts.checks.excerpts import of_customers
from services.accounts.checks.triggers import missing_triggers
from services.programme.history import kept_otherwise
from services.programme.known_customers import all_ids
from services.rules.basics.codes import is_id

_BATCH = 500
_ENTRIES = 50_000  # of a batch, unless one customer alone has more
_ONE = "customer_id = ?"
_SOME = "customer_id > ? AND customer_id <= ?"
_THESE: dict[Dialect, str] = {
    "sqlite": "customer_id IN (SELECT value FROM json_each(?))",
    "postgres": "customer_id IN (SELECT jsonb_array_elements_text(CAST(? AS JSONB)))",
}
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
# By their last entries; where that is missing, something is wrong. Orders promise without any.
_CHANGED = """
SELECT DISTINCT a.customer_id FROM reward_accounts a
LEFT JOIN ledger_entries e ON e.customer_id = a.customer_id AND e.account_id = a.id
    AND e.sequence = a.entries
WHERE a.customer_id > ? AND a.customer_id <= ? AND a.entries > 0
    AND (e.id IS NULL OR e.recorded_at >= ?)
UNION SELECT customer_id FROM orders WHERE customer_id > ? AND customer_id <= ? AND placed_at >= ?
"""

# The next customers of any table: rows whose account was deleted are found as well.
_TABLES_OF_CUSTOMERS = (
    "reward_accounts",
    "ledger_entries",
    "points_lots",
    "lot_allocations",
    "point_holds",
    "activity_awards",
    "orders",
)
_NEXT = f"""
SELECT MAX(customer_id) AS last FROM (
    SELECT customer_id FROM ({
    " UNION ".join(
        f"SELECT * FROM (SELECT DISTINCT customer_id FROM {table} WHERE customer_id > ?"
        f" ORDER BY customer_id LIMIT ?) AS next_of_{table}"
        for table in _TABLES_OF_CUSTOMERS
    )
}) AS customers ORDER BY customer_id LIMIT ?
) AS batch
"""  # noqa: S608 - names of ours

# How many entries their accounts have, of these customers and those before them.
_ENTRIES_SO_FAR = """
SELECT customer_id, SUM(SUM(entries)) OVER (ORDER BY customer_id) AS entries FROM reward_accounts
WHERE customer_id > ? AND customer_id <= ? GROUP BY customer_id ORDER BY customer_id
"""


@dataclass(frozen=True, slots=True)
class LedgerCheck:
    """How many accounts were looked at, and a line for each thing that does not hold."""

    accounts: int
    violations: list[str]

    @property
    def ok(self) -> bool:
        """Whether all holds."""
        return not self.violations


async def check_ledger(*, customer_id: str | None = None) -> LedgerCheck:
    """Check the books of all accounts and what keeps them, or one customer's, by all their ids.

    A line names the customer, the website and what is wrong; `-` stands for a missing one. What is
    of neither begins with its own name.
    """
    accounts, violations = 0, []
    async for part in check_ledger_in_parts(customer_id=customer_id):
        accounts += part.accounts
        violations += part.violations
    return LedgerCheck(accounts, violations)


async def check_ledger_in_parts(
    *, customer_id: str | None = None, since: datetime | None = None
) -> AsyncIterator[LedgerCheck]:
    """Check a few hundred customers at a time: memory is constant, a long run shows its progress.

    With `since` those are left out on whose accounts nothing was booked then or later, and who
    ordered nothing.
    """
    if customer_id is not None:
        for each in await all_ids(customer_id) if is_id(customer_id) else ():
            yield await _part(_ONE, [each])
        return
    yield LedgerCheck(0, [*await missing_triggers(), *await _programme_lines()])
    async for lines in audit_gaps(since or _BEGINNING):
        yield LedgerCheck(0, lines)
    after = ""
    while (last := await _last_of_next(after)) is not None:
        if since is None:
            yield await _part(_SOME, [after, last])
        elif customers := await _changed_since(since, after, last):
            yield await _part(_THESE[dialect()], [customers])
        after = last


async def _programme_lines() -> list[str]:
    """Return a line for each rate, setting or website that was changed past its history (R15.1)."""
    return [f"{each} is not what its history says" for each in await kept_otherwise()]


async def _changed_since(since: datetime, after: str, last: str) -> list[str]:
    rows = await fetch(_CHANGED, [after, last, since] * 2)
    return [str(row["customer_id"]) for row in rows]


async def _last_of_next(after: str) -> str | None:
    values = [after, _BATCH] * len(_TABLES_OF_CUSTOMERS)
    (found,) = await fetch(_NEXT, [*values, _BATCH])
    if found["last"] is None:
        return None
    rows = await fetch(_ENTRIES_SO_FAR, [after, found["last"]])
    few = [str(row["customer_id"]) for row in rows if int(str(row["entries"])) <= _ENTRIES]
    if len(few) == len(rows):
        return str(found["last"])
    return few[-1] if few else str(rows[0]["customer_id"])


async def _part(whose: str, values: list[object]) -> LedgerCheck:
    async with snapshot() as books:  # without the limit of a command's statements
        (found,) = await books.fetch(
            f"SELECT COUNT(*) AS accounts FROM reward_accounts WHERE {whose}",  # noqa: S608 - ours
            values,
        )
        await bring_together(books, of_customers(whose, values))
        violations = [
            line
            for statement in _statements()
            for line in await _lines(books, statement, whose, values)
        ]
        violations += await broken_chains(books, whose, values)
    return LedgerCheck(int(str(found["accounts"])), violations)


def _statements() -> list[str]:
    return [
        books.SUMS,
        books.TIES,
        books.WORTHS,
        books.COMMENTS,
        references.ORDERS,
        references.holds(dialect()),
        references.AWARDS,
        merged_customers.MERGES,
        references.AUDIT,
        told_and_due.lots(dialect()),
        told_and_due.SOONEST,
        told_and_due.orders(dialect()),
    ]


async def _lines(books: Snapshot, statement: str, whose: str, values: list[object]) -> list[str]:
    times = statement.count("{whose}")
    rows = await books.fetch(statement.replace("{whose}", whose), values * times)
    return [_line(row) for row in rows]


def _line(row: dict[str, object]) -> str:
    subject = f"{row['subject']} " if row["subject"] else ""
    return f"{row['customer_id']} {row['website_code']}: {subject}{row['what']}"
