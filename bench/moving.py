"""Moving points in and out, beside what COPY costs for the rows that are there afterwards (R15.4).

A file of balances is imported by the service of `guerdon import`, a tenth of its rows by e-mail, a
tenth with dates and a comment, a tenth taking points again. Then the whole installation is
exported, and imported into another one. `python -m bench.moving 1000000` takes another number of
rows.
"""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.arguments import whole_numbers
from bench.copying import Databases, Spent, postgres_databases, spending, sqlite_files
from bench.processes import memory_megabytes
from bench.shop import SHOP, open_shop
from models.database import close_database, db_value, open_database, transaction
from models.rows.bulk import load
from models.schema_history import migrate
from services.accounts.verification import check_ledger
from services.command.caller import SYSTEM
from services.command.clock import start_clock
from services.command.identifiers import new_id
from services.moving.balance_file import import_balances
from services.moving.files.row_file import RowFile
from services.moving.files.websites_named import WebsitesNamed
from services.moving.installation.export import export_installation
from services.moving.installation.moved_tables import MOVED
from services.moving.installation.restore import import_installation
from services.setup.settings import update_settings

ROWS = 100_000

_AT = datetime(2026, 1, 1, tzinfo=UTC)
_CUSTOMER_COLUMNS = (
    "id", "email", "locale", "customer_group_code", "website_code", "balance_updates",
    "expiration_notifications", "search_text", "created_at",
)  # fmt: skip
_ACCOUNT_COLUMNS = (
    "customer_id", "id", "website_code", "balance", "debt", "entries", "created_at",
)  # fmt: skip
_PIECE = 10_000
# What an import of balances writes, in an order in which each row has what it refers to.
_BALANCES = (
    "reward_accounts",
    "ledger_entries",
    "entry_comments",
    "points_lots",
    "lot_allocations",
)
_INSTALLATION = [table.name for table in MOVED]
_BEGUN = [table.name for table in reversed(MOVED) if table.is_begun]


@dataclass(slots=True)
class Step:
    """How long a step took, and how much memory it needed at most beyond what was there.

    Its processor time is that of this process and of the database's.
    """

    rows: int = 0
    seconds: float = 0.0
    processor_seconds: float = 0.0
    megabytes: float = 0.0
    megabytes_before: float = 0.0

    def told(self, _: object) -> None:
        """Look at the memory, as often as the step tells how far it is."""
        grown = memory_megabytes(os.getpid()) - self.megabytes_before
        self.megabytes = max(self.megabytes, grown)

    def line(self, name: str, copied: Spent | None) -> str:
        """Return the step's line of the table; `copied` is what copying its rows took."""
        figures = (
            f"{self.rows:11,}{self.rows / self.seconds:9,.0f}"
            f"{self.rows / self.processor_seconds:9,.0f}"
            f"{self.megabytes:5.0f}{self.seconds:9.2f}{self.processor_seconds:8.2f}"
        )
        if copied is None:
            return f"{name:28}{figures}"
        ratio = self.seconds / copied.seconds
        of_processor = self.processor_seconds / copied.processor_seconds
        beside = f"{copied.seconds:9.2f}{copied.processor_seconds:8.2f}"
        return f"{name:28}{figures}{beside}{ratio:7.2f}{of_processor:7.2f}"


async def measure_moving(rows: int = ROWS) -> None:
    """Print how fast each way is on each database, and its ratio to copying the same rows."""
    print(f"\nmoving {rows:,} rows of balances; MB is by how much the process grew")
    names = f"{'rows':>11}{'rows/s':>9}{'rows/CPU':>9}{'MB':>5}{'seconds':>9}{'CPU':>8}"
    names += f"{'COPY':>9}{'CPU':>8}{'ratio':>7}{'CPU':>7}"
    print(f"{'':28}{names}")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "balances.csv"
        _write_balances(file, rows)
        for kind in (sqlite_files, postgres_databases):
            async with kind(Path(folder)) as databases:
                await _measure(databases, file, rows)


async def _measure(databases: Databases, file: Path, rows: int) -> None:
    await databases.create("copied")
    async with _opened(databases, "copied"):
        await _make_shop(rows)
    await databases.create("imported", like="copied")
    async with _opened(databases, "imported"):
        await _open_accounts(rows)
    exported = file.with_name("installation.jsonl")
    async with _opened(databases, "imported"):
        with _timed() as bringing:
            bringing.rows = await _import(file, bringing)
        assert (await check_ledger()).ok
        with _timed() as exporting, exported.open("wb") as out:
            exporting.rows = await export_installation(out, told=exporting.told)
    copied = await databases.copy_rows("imported", "copied", _BALANCES)
    print(bringing.line(f"{databases.name}: import balances", copied))
    print(exporting.line(f"{databases.name}: export all", None))
    for name in ("whole", "whole_copied"):
        await databases.create(name)
        async with _opened(databases, name):
            await migrate()
    async with _opened(databases, "whole"):
        with _timed() as restoring:
            restoring.rows = await import_installation(exported, is_dry=False, told=restoring.told)
    copied = await databases.copy_rows("whole", "whole_copied", _INSTALLATION, _BEGUN)
    print(restoring.line(f"{databases.name}: import all", copied))


@asynccontextmanager
async def _opened(databases: Databases, name: str) -> AsyncIterator[None]:
    await open_database(databases.url(name))
    try:
        yield
    finally:
        await close_database()


@contextmanager
def _timed() -> Iterator[Step]:
    step = Step(megabytes_before=memory_megabytes(os.getpid()))
    with spending() as spent:
        yield step
    step.seconds, step.processor_seconds = spent.seconds, spent.processor_seconds


async def _make_shop(customers: int) -> None:
    await migrate()
    start_clock(sandbox=False)
    await open_shop(now=_AT)
    await update_settings(website_code=None, changes={"expiry_days": 365}, caller=SHOP, now=_AT)
    at = db_value(_AT)
    for numbers in _pieces(customers):
        rows = [
            (f"c{n}", f"c{n}@example.com", "en", "general", "us", True, True, "", at)
            for n in numbers
        ]
        async with transaction():
            await load("customers", _CUSTOMER_COLUMNS, rows)


async def _open_accounts(customers: int) -> None:
    """Give each customer the account that `customerPut` opens."""
    at = db_value(_AT)
    for numbers in _pieces(customers):
        rows = [(f"c{n}", db_value(new_id(_AT)), "us", 0, 0, 0, at) for n in numbers]
        async with transaction():
            await load("reward_accounts", _ACCOUNT_COLUMNS, rows)


def _pieces(customers: int) -> Iterator[range]:
    for first in range(0, customers, _PIECE):
        yield range(first, min(first + _PIECE, customers))


def _write_balances(file: Path, rows: int) -> None:
    with file.open("w") as out:
        out.write("customerId,email,points,createdAt,expiresAt,comment\n")
        for n in range(rows):
            out.write(_balance(n))


def _balance(n: int) -> str:
    """Return a row: of ten customers in a row, nine have one or more, and one of these spends."""
    match n % 10:
        case 7:
            return f",c{n}@example.com,{n % 900 + 100},,,\n"
        case 8:
            return f"c{n},,{n % 900 + 100},2026-01-01T09:30:00Z,2099-01-01T00:00:00Z,from before\n"
        case 9:
            return f"c{n - 9},,-50,,,\n"
    return f"c{n},,{n % 900 + 100},,,\n"


async def _import(file: Path, step: Step) -> int:
    websites = WebsitesNamed(for_all="us")
    done = await import_balances(
        RowFile(file, None, websites),
        refused_path=None,
        resume=False,
        caller=SYSTEM,
        told=step.told,
    )
    assert not done.progress.refused
    return done.progress.imported


if __name__ == "__main__":
    asyncio.run(measure_moving(*whole_numbers("ROWS", ROWS)))
