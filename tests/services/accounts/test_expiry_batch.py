"""Expiry by statements over many accounts writes what expiry by hand would (R3.1, R10.3)."""

import random
from contextlib import suppress
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from models.database import execute, fetch, instant, transaction
from services.accounts import expiry as expiring
from services.accounts.imports import ImportRow, import_points
from services.accounts.verification import check_ledger
from services.command import run_clock
from services.command.caller import SYSTEM
from services.customers.putting import put_customer
from services.ledger.writing.books import open_books, write_books
from services.operation.jobs import run_job
from services.programme.known_customers import known_customers
from services.programme.programme import Programme, load_programme_of_group, load_recorded_programme
from services.programme.websites import list_all_website_codes
from services.rules.basics.enums import ExpiryCalculation, ExpiryRounding, Job, RateDirection
from services.setup.customer_groups import put_customer_group
from services.setup.settings import update_settings
from services.setup.websites import delete_website, put_website
from tests.clock import NOW
from tests.services.shop import ADMIN, add_customer, count_rows, give, open_shop, set_rate

pytestmark = pytest.mark.usefixtures("database")

WEBSITES = {"us": "USD", "jp": "JPY", "kw": "KWD", "gone": "EUR"}
GROUPS = ("general", "vip", "none")
RATES = {
    ("us", "general"): (7, "0.3333"),
    ("us", "vip"): (100, "1.00"),
    ("jp", "general"): (3, "10.0000"),
    ("jp", "vip"): (1, "9999999999.9999"),
    ("kw", "general"): (9, "0.0071"),
    ("gone", "vip"): (10, "1.00"),
}
TABLES = {
    "ledger_entries": "customer_id, account_id, sequence",
    "lot_allocations": "customer_id, lot_id, points",
    "points_lots": "customer_id, id",
    "reward_accounts": "customer_id, id",
    "emails": "customer_id, account_id, first_sequence",
}


async def live(
    chance: random.Random,
    calculation: ExpiryCalculation,
    rounding: ExpiryRounding = ExpiryRounding.INSTANT,
) -> None:
    """Give customers of all groups lots of all ages on all websites, some of them spent."""
    for code, currency in WEBSITES.items():
        await put_website(
            code=code, base_currency=currency, time_zone="Europe/Berlin", caller=ADMIN, now=NOW
        )
    for group in GROUPS[1:]:
        await put_customer_group(code=group, caller=ADMIN, now=NOW)
    for (code, group), rate in RATES.items():
        direction = RateDirection.POINTS_TO_CURRENCY
        await set_rate(direction, rate, website_code=code, group_code=group)
    changes = {
        "expiry_days": 100,
        "expiry_calculation": calculation,
        "expiry_rounding": rounding,
    }
    await update_settings(website_code=None, changes=changes, caller=ADMIN, now=NOW)
    for number in range(12):
        await put_customer(
            customer_id=f"c{number}",
            website_code="us",
            email=f"c{number}@example.com",
            customer_group_code=GROUPS[number % 3],
            caller=ADMIN,
            now=NOW,
        )
    rows = [
        ImportRow(
            customer_id=f"c{chance.randrange(12)}",
            website_code=chance.choice(list(WEBSITES)),
            points=chance.randint(1, 5_000),
            created_at=NOW - timedelta(days=chance.randint(0, 99), seconds=chance.randint(0, 99)),
            expires_at=chance.choice([None, None, NOW + timedelta(days=chance.randint(1, 150))]),
        )
        for _ in range(150)
    ]
    await import_points(idempotency_key="past", dry_run=False, rows=rows, caller=ADMIN, now=NOW)
    for _ in range(20):
        row = chance.choice(rows)
        with suppress(Exception):
            points = -chance.randint(1, row.points)
            await give(points, customer_id=str(row.customer_id), website_code=row.website_code)
    await execute("UPDATE customers SET balance_updates = ? WHERE id = 'c3'", [False])
    await delete_website(code="gone", caller=ADMIN, now=NOW)
    await update_settings(
        website_code="kw", changes={"enabled_on_storefront": False}, caller=ADMIN, now=NOW
    )


async def by_hand(now: datetime) -> None:
    """Expire as every command does, by opening the book of each account."""
    customers = [f"c{number}" for number in range(12)]
    known = await known_customers(customers)
    groups = {customer_id: str(row["customer_group_code"]) for customer_id, row in known.items()}
    for code in await list_all_website_codes():
        wanted: dict[str, list[Programme]] = {}
        owners = await fetch(
            "SELECT customer_id FROM reward_accounts WHERE website_code = ?", [code]
        )
        for owner in owners:
            customer = str(owner["customer_id"])
            wanted[customer] = [
                await load_programme_of_group(website_code=code, group_code=groups[customer])
            ]
        books = await open_books(wanted, caller=SYSTEM, now=now)
        await write_books(books.values())


async def at_once(now: datetime) -> None:
    await expiring.expire_points(now=now)


async def written(way: object, now: datetime) -> dict[str, list[dict[str, object]]]:
    """Return all rows as `way` leaves them, but for the keys it made and their hashes; undo it."""
    found: dict[str, list[dict[str, object]]] = {}
    with suppress(ZeroDivisionError):
        async with transaction():
            await way(now)  # type: ignore[operator]
            for table, order in TABLES.items():
                rows = await fetch(f"SELECT * FROM {table} ORDER BY {order}")  # noqa: S608
                found[table] = [without_own_keys(table, row) for row in rows]
            _ = 1 / 0
    return found


def without_own_keys(table: str, row: dict[str, object]) -> dict[str, object]:
    made = {
        "ledger_entries": {"id", "hash"},
        "lot_allocations": {"id", "entry_id"},
        "reward_accounts": {"last_hash"},
        "emails": {"id"},
    }
    return {name: value for name, value in row.items() if name not in made.get(table, set())}


@pytest.mark.parametrize("rounding", [ExpiryRounding.INSTANT, ExpiryRounding.END_OF_MONTH])
@pytest.mark.parametrize("calculation", ExpiryCalculation)
@pytest.mark.parametrize("seed", range(2))
async def test_both_ways_write_the_same(
    calculation: ExpiryCalculation, rounding: ExpiryRounding, seed: int
) -> None:
    """R3.1, R10.1 to R10.3: sequences, balances, worths, rates, allocations, mails."""
    await live(random.Random(seed), calculation, rounding)  # noqa: S311 - the test's own chance
    later = NOW + timedelta(days=60)

    slow, fast = await written(by_hand, later), await written(at_once, later)

    assert len(fast["ledger_entries"]) > len(await fetch("SELECT id FROM ledger_entries"))
    for table in TABLES:
        assert fast[table] == slow[table]


async def test_the_books_hold_and_keys_follow_the_order_of_writing() -> None:
    """R3.3: lists go by the key, which a page's cursor names."""
    await live(random.Random(7), ExpiryCalculation.STATIC)  # noqa: S311 - as above

    expired = await run_job(job=Job.EXPIRE_POINTS, now=NOW + timedelta(days=60))
    again = await run_job(job=Job.EXPIRE_POINTS, now=NOW + timedelta(days=60))
    await give(1, customer_id="c1", now=NOW + timedelta(days=60))

    assert expired > 20
    assert again == 0
    assert (await check_ledger()).ok
    rows = await fetch("SELECT account_id, sequence, id FROM ledger_entries ORDER BY id")
    by_account: dict[str, list[int]] = {}
    for row in rows:
        by_account.setdefault(str(row["account_id"]), []).append(int(str(row["sequence"])))
    assert all(sequences == sorted(sequences) for sequences in by_account.values())
    keys = [str(row["id"]) for row in rows]
    assert all(key[14] == "7" and key[19] in "89ab" for key in keys)
    assert len(set(keys)) == len(keys)


async def test_an_account_with_more_lots_than_a_batch_is_written_off_in_several(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """R10.3: each a transaction of its own, of which the customer is told."""
    await open_shop(settings={"expiry_days": 30})
    rows = [ImportRow("ada", "us", 3, NOW)] * 120
    await import_points(idempotency_key="k", dry_run=False, rows=rows, caller=ADMIN, now=NOW)
    monkeypatch.setattr(expiring, "_LOTS_A_BATCH", 7)

    assert await run_job(job=Job.EXPIRE_POINTS, now=NOW + timedelta(days=30)) == 120

    assert await count_rows("ledger_entries") == 240
    mails = await fetch("SELECT first_sequence, last_sequence FROM emails ORDER BY first_sequence")
    told = [(row["first_sequence"], row["last_sequence"]) for row in mails]
    assert told == [(first, min(first + 6, 240)) for first in range(121, 241, 7)]
    assert (await check_ledger()).ok


async def test_a_customer_never_put_loses_expired_points_too() -> None:
    """R1.2, R10.3: as one of the group `general`."""
    await open_shop(settings={"expiry_days": 30})
    await give(10)
    await execute("DELETE FROM customers")

    assert await run_job(job=Job.EXPIRE_POINTS, now=NOW + timedelta(days=30)) == 1

    (entry,) = await fetch("SELECT rate_points FROM ledger_entries WHERE reason = 'EXPIRED'")
    assert entry["rate_points"] == 10
    assert (await check_ledger()).ok


async def test_the_worth_is_at_the_rate_of_the_customer_s_group() -> None:
    """R3.1."""
    await open_shop(settings={"expiry_days": 30})
    await give(25)
    programme = await load_recorded_programme(website_code="us", customer_id="ada")

    await run_job(job=Job.EXPIRE_POINTS, now=NOW + timedelta(days=30))

    (entry,) = await fetch("SELECT * FROM ledger_entries WHERE reason = 'EXPIRED'")
    assert programme.redemption is not None
    assert entry["amount_e4"] == -int(Decimal("4.00") * 10_000)
    assert (entry["amount_balance_e4"], entry["balance"], entry["rate_points"]) == (0, 0, 10)


async def test_a_long_run_writes_each_batch_at_its_own_instant(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """R10.3, R15.1: what was dated back would come after books that are closed by then."""
    await open_shop(settings={"expiry_days": 30})
    for customer_id in ("bob", "eve"):
        await add_customer(customer_id)
        await give(40, customer_id=customer_id)
    monkeypatch.setattr(run_clock, "_A_MOMENT", timedelta(0))
    monkeypatch.setattr(expiring, "_LOTS_A_BATCH", 1)
    at = NOW + timedelta(days=31)

    assert await expiring.expire_points(now=at) == 2

    rows = await fetch("SELECT recorded_at FROM ledger_entries WHERE reason = 'EXPIRED'")
    first, last = sorted(instant(row["recorded_at"]) for row in rows)
    assert at < first < last
