"""Rows that are loaded by thousands are what commands write one by one (R15.4, R3.1)."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import orjson
import pytest

from models.database import fetch, instant
from models.rows import inserts as row_inserts
from models.rows import updates as row_updates
from services.accounts.imports import import_points
from services.accounts.verification import check_ledger
from services.command.caller import SYSTEM
from services.command.clock import real_now
from services.ledger.writing import entry_writing
from services.moving.balance_file import SHOWN, import_balances
from services.moving.files.row_file import RowFile
from services.moving.files.websites_named import WebsitesNamed
from services.rules.basics.enums import ImportMode
from services.rules.ledger.import_rows import ImportRow
from tests.services.shop import add_customer, open_shop

pytestmark = pytest.mark.usefixtures("database")

ROWS, CUSTOMERS = 60, 6
BORN = real_now()
# What is each row's own, however it is written; the ledger's check proves the hashes.
OWN = {
    "id", "customer_id", "account_id", "entry_id", "lot_id", "hash", "last_hash", "comment_salt",
    "comment_hash",
}  # fmt: skip
TABLES = {
    "accounts": "SELECT * FROM reward_accounts WHERE customer_id LIKE ? ORDER BY customer_id",
    "entries": "SELECT * FROM ledger WHERE customer_id LIKE ? ORDER BY customer_id, sequence",
    "lots": """
        SELECT l.*, e.sequence FROM points_lots l
        JOIN ledger_entries e ON e.customer_id = l.customer_id AND e.id = l.entry_id
        WHERE l.customer_id LIKE ? ORDER BY l.customer_id, e.sequence
    """,
    "allocations": """
        SELECT a.*, e.sequence, o.sequence AS opened_by FROM lot_allocations a
        JOIN ledger_entries e ON e.customer_id = a.customer_id AND e.id = a.entry_id
        JOIN points_lots l ON l.customer_id = a.customer_id AND l.id = a.lot_id
        JOIN ledger_entries o ON o.customer_id = l.customer_id AND o.id = l.entry_id
        WHERE a.customer_id LIKE ? ORDER BY a.customer_id, e.sequence, a.position
    """,
}


@pytest.fixture(autouse=True)
async def shop(database: str) -> None:  # noqa: ARG001 - it has to be open
    """Make a shop whose points live for two years, with the same customers twice."""
    await open_shop(settings={"expiry_days": 730, "balance_cap": 2_000})
    for number in range(CUSTOMERS):
        await add_customer(f"many-{number}")
        await add_customer(f"one-{number}")


@pytest.fixture
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the way of thousands of rows with any number."""
    monkeypatch.setattr(row_inserts, "MANY", 1)
    monkeypatch.setattr(entry_writing, "MANY", 1)
    monkeypatch.setattr(row_updates, "_MOST", 0)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.usefixtures("few_are_many")
async def test_a_file_leaves_the_same_rows_as_its_rows_one_by_one(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = list(some_rows(random.Random(seed)))  # noqa: S311 - the same again by its seed

    refused = await bring_file(rows, tmp_path)
    (found,) = await fetch("SELECT MAX(recorded_at) AS at FROM ledger_entries")
    monkeypatch.undo()
    refused_one_by_one = await bring_one_by_one(rows, instant(found["at"]))

    assert refused == refused_one_by_one
    for table in TABLES:
        assert await written(table, "many-%") == await written(table, "one-%"), table
    assert (await check_ledger()).ok


def some_rows(chance: random.Random) -> Iterator[ImportRow]:
    """Yield rows of all kinds, of customers of few accounts: some have to be refused."""
    for number in range(ROWS):
        customer = chance.randrange(CUSTOMERS)
        points = chance.choice([chance.randint(1, 900), -chance.randint(1, 300)])
        mode = chance.choice([ImportMode.ADD, ImportMode.ADD, ImportMode.SET])
        yield ImportRow(
            customer_id=chance.choice([f"{{}}-{customer}", None]),
            email=f"{{}}-{customer}@example.com",
            website_code=chance.choice(["us"] * 9 + ["nowhere"]),
            points=points if mode is ImportMode.ADD else abs(points),
            mode=mode,
            created_at=chance.choice([None, BORN - timedelta(days=chance.randint(1, 90))]),
            expires_at=chance.choice([None, BORN + timedelta(days=9_000 - number)]),
            comment=chance.choice([None, "from before", "=1 'quoted'; ä\n\"€\""]),
        )


async def bring_file(rows: list[ImportRow], folder: Path) -> list[str]:
    path = folder / "balances.jsonl"
    path.write_bytes(b"\n".join(map(as_line, rows)))
    done = await import_balances(
        RowFile(path, None, WebsitesNamed()),
        refused_path=None,
        resume=False,
        caller=SYSTEM,
        told=lambda _: None,
    )
    return [str(refused.error) for refused in done.refusals]


def as_line(row: ImportRow) -> bytes:
    """Return a row of the customers whose rows come together."""
    cells = {
        "customerId": row.customer_id and row.customer_id.format("many"),
        "email": row.email and row.email.format("many"),
        "websiteCode": row.website_code,
        "points": row.points,
        "mode": row.mode.value,
        "createdAt": row.created_at and row.created_at.isoformat(),
        "expiresAt": row.expires_at and row.expires_at.isoformat(),
        "comment": row.comment,
    }
    return orjson.dumps(cells)


async def bring_one_by_one(rows: list[ImportRow], at: datetime) -> list[str]:
    refused: list[str] = []
    for number, row in enumerate(rows):
        own = row._replace(
            customer_id=row.customer_id and row.customer_id.format("one"),
            email=row.email and row.email.format("one"),
        )
        key = f"row-{number}"
        done = await import_points(
            idempotency_key=key, dry_run=False, rows=[own], caller=SYSTEM, now=at
        )
        refused += [str(result.error) for result in done.rows if result.error is not None]
    return refused[:SHOWN]


async def written(table: str, customers: str) -> list[list[tuple[str, object]]]:
    """Return the rows of a table, column by column, but for what is their own."""
    return [
        [(name, value) for name, value in row.items() if name not in OWN]
        for row in await fetch(TABLES[table], [customers])
    ]
