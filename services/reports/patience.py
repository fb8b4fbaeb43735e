"""Time for a report's statements: longer than a command's, within what a query has (R14.2)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from models.database import dialect
from models.rows.bulk import Snapshot, snapshot

# Milliseconds; the query itself is cut off after 10 s. Memory is for sorting a million accounts.
# Plans are made for the instants asked for: how much was written between them decides.
_A_QUERY = "9000"
_UNLIMITED = "0"
_LIMITS = """
SELECT set_config('statement_timeout', ?, TRUE), set_config('work_mem', '128MB', TRUE),
    set_config('plan_cache_mode', 'force_custom_plan', TRUE)
"""


@asynccontextmanager
async def books_of_one_instant(*, is_query: bool = True) -> AsyncIterator[Snapshot]:
    """Open the books as they stand at one instant, for all statements of a report.

    No command waits for it. What is no query has no limit of time.
    """
    async with snapshot() as books:
        if dialect() == "postgres":
            await books.fetch(_LIMITS, [_A_QUERY if is_query else _UNLIMITED])
        yield books
