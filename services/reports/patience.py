"""Time for a report's statement: longer than a command's, within what a query has (R14.2)."""

from collections.abc import Sequence

from models.database import dialect, fetch, transaction

# Milliseconds; the query itself is cut off after 10 s. Memory is for sorting a million accounts.
_LIMITS = ("SET LOCAL statement_timeout = 9000", "SET LOCAL work_mem = '128MB'")


async def fetch_patiently(sql: str, parameters: Sequence[object]) -> list[dict[str, object]]:
    """Run a report's statement and return its rows, all of one instant."""
    if dialect() == "sqlite":  # where a transaction would keep commands waiting
        return await fetch(sql, parameters)
    async with transaction():
        for limit in _LIMITS:
            await fetch(limit)
        return await fetch(sql, parameters)
