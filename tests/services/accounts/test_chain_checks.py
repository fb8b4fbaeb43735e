"""Whatever is changed in entries, lots and allocations is found by the chain (R17.1).

The rows are changed as a superuser could: triggers, checks and foreign keys off, sums put right.
"""

import re
from datetime import datetime, timedelta

import pytest

from models.database import dialect, execute, fetch
from models.rows.bulk import snapshot
from services.accounts.adjustments import adjust_points
from services.accounts.checks import chains
from services.accounts.checks.chains import broken_chains
from services.accounts.expiry import expire_points
from services.accounts.imports import ImportRow, import_points
from services.accounts.verification import check_ledger
from tests.clock import NOW
from tests.services.guards import take_guards_off
from tests.services.shop import ADMIN, give, open_shop

pytestmark = pytest.mark.usefixtures("database")

_ENTRY = r"ada us: entry \S+ \(number {number}\) is not what was written, .*"
_COMMENT = r"ada us: entry \S+ has another comment than was written"
# What is done, and the line that tells.
CHANGES = {
    "actor": ("UPDATE ledger_entries SET actor = 'mallory' WHERE sequence = 2", 2),
    "instant": ("UPDATE ledger_entries SET created_at = recorded_at WHERE sequence = 1", 1),
    "comment-hash": ("UPDATE ledger_entries SET comment_hash = hash WHERE sequence = 3", 3),
    "label": ("UPDATE ledger_entries SET label = 'A gift' WHERE sequence = 1", 1),
    "order": ("UPDATE ledger_entries SET order_id = 'o9' WHERE sequence = 2", 2),
    "rate": ("UPDATE ledger_entries SET rate_priority = 9 WHERE sequence = 2", 2),
    "hash": ("UPDATE ledger_entries SET hash = comment_hash WHERE sequence = 3", 3),
    "lot-date": ("UPDATE points_lots SET static_expires_at = created_at WHERE points = 30", 2),
    "lot-age": ("UPDATE points_lots SET created_at = static_expires_at WHERE points = 30", 2),
    "lot-kind": ("UPDATE points_lots SET kind = 'PAID' WHERE points = 30", 2),
    "lot-size": ("UPDATE points_lots SET points = 31, remaining = 1 WHERE points = 30", 2),
    "allocation": ("UPDATE lot_allocations SET position = 7 WHERE points = -20", 4),
}


@pytest.fixture(autouse=True)
async def books(database: str) -> None:  # noqa: ARG001 - it has to be open
    """Give Ada credits with dates and with comments, and a debit; expire some of them."""
    await open_shop()
    rows = [
        ImportRow("ada", "us", 40, created_at=NOW - timedelta(days=9), expires_at=_later(9)),
        ImportRow("ada", "us", 30, expires_at=_later(1)),
    ]
    await import_points(idempotency_key="i", dry_run=False, rows=rows, caller=ADMIN, now=NOW)
    await _adjust("Sorry", 5)
    await _adjust("Oops", -20)
    await expire_points(now=_later(2))
    await give(7)


def _later(days: int) -> datetime:
    return NOW + timedelta(days=days)


async def _adjust(comment: str, points: int) -> None:
    await adjust_points(
        idempotency_key=comment,
        customer_id="ada",
        website_code="us",
        points=points,
        comment=comment,
        caller=ADMIN,
        now=NOW,
    )


async def _broken() -> list[str]:
    async with snapshot() as books:
        return await broken_chains(books, "customer_id = ?", ["ada"])


async def test_untouched_books_hold_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """What commands wrote and what batches wrote off is chained alike."""
    monkeypatch.setattr(chains, "_PAGE", 2)

    entries = await fetch("SELECT reason FROM ledger_entries ORDER BY sequence")
    broken = await _broken()

    reasons = ["IMPORT"] * 2 + ["ADMIN_ADJUSTMENT"] * 2 + ["EXPIRED", "ADMIN_ADJUSTMENT"]
    assert [entry["reason"] for entry in entries] == reasons
    assert broken == []


@pytest.mark.parametrize(("statement", "number"), CHANGES.values(), ids=CHANGES)
async def test_a_change_is_found_at_its_entry(statement: str, number: int) -> None:
    await take_guards_off()
    await execute(statement)

    first = (await _broken())[0]

    assert re.fullmatch(_ENTRY.format(number=number), first), first


@pytest.mark.parametrize("column", ["text = 'Well earned'", "salt = SALT"])
async def test_a_changed_comment_is_found(column: str) -> None:
    salt = "zeroblob(16)" if dialect() == "sqlite" else "decode(repeat('00', 16), 'hex')"
    await take_guards_off()
    await execute(f"UPDATE entry_comments SET {column.replace('SALT', salt)}")  # noqa: S608

    broken = await _broken()

    assert len(broken) == 2
    assert all(re.fullmatch(_COMMENT, line) for line in broken), broken


async def test_a_deleted_entry_is_found_though_all_numbers_and_sums_are_put_right() -> None:
    """The credit of 7 at the end hides the 5 that were taken out: the chain does not."""
    await take_guards_off()
    await _delete(3)
    await execute("UPDATE ledger_entries SET sequence = sequence - 1 WHERE sequence > 3")
    await execute("UPDATE ledger_entries SET balance = balance - 5 WHERE sequence >= 3")
    await execute("UPDATE reward_accounts SET balance = balance - 5, entries = entries - 1")

    broken = await _broken()

    assert re.fullmatch(_ENTRY.format(number=3), broken[0]), broken


async def test_a_deleted_entry_is_named_by_its_number() -> None:
    await take_guards_off()
    await _delete(3)

    assert "ada us: entry number 3 is missing" in await _broken()


async def test_two_entries_that_changed_places_are_found() -> None:
    await take_guards_off()
    for before, after in ((1, 99), (2, 1), (99, 2)):
        await execute("UPDATE ledger_entries SET sequence = ? WHERE sequence = ?", [after, before])

    broken = await _broken()

    for number in (1, 2):
        assert re.fullmatch(_ENTRY.format(number=number), broken[number - 1]), broken


async def test_an_inserted_entry_is_found() -> None:
    await take_guards_off()
    await execute("UPDATE reward_accounts SET entries = 7 WHERE customer_id = 'ada'")
    columns = list((await fetch("SELECT * FROM ledger_entries LIMIT 1"))[0])
    given = ", ".join({"id": "account_id", "sequence": "7"}.get(name, name) for name in columns)
    await execute(
        f"INSERT INTO ledger_entries ({', '.join(columns)})"  # noqa: S608 - names of ours
        f" SELECT {given} FROM ledger_entries WHERE sequence = 3"
    )

    broken = await _broken()

    assert re.fullmatch(_ENTRY.format(number=7), broken[0]), broken


async def test_a_wrong_end_of_the_chain_is_found() -> None:
    await execute("UPDATE reward_accounts SET last_hash = NULL")

    check = await check_ledger(customer_id="ada")

    assert check.violations == ["ada us: the last hash is not that of the last entry"]


async def _delete(sequence: int) -> None:
    """Delete an entry with the lot that it opened, which nothing was taken from."""
    for table, column in (("points_lots", "entry_id"), ("ledger_entries", "id")):
        await execute(
            f"DELETE FROM {table} WHERE {column} IN"  # noqa: S608 - names of ours
            " (SELECT id FROM ledger_entries WHERE sequence = ?)",
            [sequence],
        )
