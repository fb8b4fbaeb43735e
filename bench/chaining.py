"""Hash chain's cost on the write path: what of adding points is the chain (R17.1).

    python -m bench.chaining 2000

adds points by hand so often on each database. The chain's part is what the entry's canonical form
and its hash take of this process; beside it stands all processor time, the database's too.
"""

import asyncio
import tempfile
import time
from pathlib import Path
from unittest.mock import patch

from bench.arguments import whole_numbers
from bench.copying import Databases, postgres_databases, spending, sqlite_files
from models.database import close_database, open_database
from models.schema_history import migrate
from services.command.clock import start_clock
from services.ledger.writing import books
from services.ledger.writing.account_book import AccountBook
from services.ledger.writing.chaining import chain
from tests.clock import NOW
from tests.services.shop import add_customer, give, open_shop

TIMES = 1_000
MOST_PERCENT = 3.0


async def measure_chaining(times: int = TIMES) -> None:
    """Print what part of a write's processor time the chain takes, on each database."""
    print(f"\n{times:,} times adding points{'':6}{'CPU us':>9}{'chain us':>10}{'percent':>9}")
    with tempfile.TemporaryDirectory() as folder:
        for kind in (sqlite_files, postgres_databases):
            async with kind(Path(folder)) as databases:
                await _measure(databases, times)


async def _measure(databases: Databases, times: int) -> None:
    await databases.create("chained")
    await open_database(databases.url("chained"))
    try:
        await migrate()
        start_clock(sandbox=False)
        await open_shop()
        await add_customer("ada")
        await give(1, customer_id="ada", now=NOW)
        chained = 0.0

        def timed(book: AccountBook) -> None:
            nonlocal chained
            begun = time.thread_time()
            chain(book)
            chained += time.thread_time() - begun

        with patch.object(books, "chain", timed), spending() as spent:
            for number in range(times):
                await give(1, customer_id="ada", now=NOW, key=f"give {number}")
    finally:
        await close_database()
    whole, part = (seconds / times * 1_000_000 for seconds in (spent.processor_seconds, chained))
    percent = 100 * part / whole
    print(f"{databases.name:30}{whole:9.0f}{part:10.1f}{percent:9.1f}")
    assert percent < MOST_PERCENT, f"the chain takes {percent:.1f} % on {databases.name}"


if __name__ == "__main__":
    asyncio.run(measure_chaining(*whole_numbers("TIMES", TIMES)))
