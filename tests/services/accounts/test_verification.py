"""What was changed behind the ledger's back is found (R3.3)."""

import asyncio
import os
import re
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from models.database import dialect, execute, fetch
from services.accounts import verification
from services.accounts.imports import ImportRow, import_points
from services.accounts.verification import check_ledger
from services.checkout.redemption import apply_points, hold_points
from services.command.caller import Caller, CallerKind
from tests.clock import NOW
from tests.services.activities.activity_life import define, do
from tests.services.guards import APPEND_ONLY, drop_triggers, take_guards_off
from tests.services.setup.builders import put_website, set_settings
from tests.services.shop import (
    ADA,
    ADMIN,
    add_customer,
    fill_cart,
    give,
    invoice,
    line,
    open_shop,
    place,
)

pytestmark = pytest.mark.usefixtures("database")

SABOTAGE = [
    pytest.param(
        "UPDATE reward_accounts SET balance = balance + 1",
        "balance is not the sum of its entries",
        id="a-balance",
    ),
    pytest.param(
        "UPDATE points_lots SET remaining = remaining - 1 WHERE remaining > 0",
        "holds more or less than its allocations leave",
        id="a-lots-remainder",
    ),
    pytest.param(
        "UPDATE points_lots SET remaining = remaining - 1 WHERE remaining > 0",
        "balance is not what its lots hold less the debt",
        id="a-lots-remainder-and-the-balance",
    ),
    pytest.param(
        "UPDATE points_lots SET expired = 1 WHERE remaining < points",
        "counts other expired points than were booked",
        id="what-a-lot-lost-to-expiry",
    ),
    pytest.param(
        "UPDATE reward_accounts SET entries = entries + 1",
        "entries have a gap in their sequence",
        id="the-number-of-entries",
    ),
    pytest.param(
        "UPDATE reward_accounts SET balance = -5, debt = 5",
        "is in debt while lots hold points",
        id="a-debt-over-lots",
    ),
    pytest.param(
        "UPDATE orders SET points_taken = 0",
        "ada us: order o1 has taken other points than were booked for it",
        id="what-an-order-took",
    ),
    pytest.param(
        "UPDATE orders SET points_granted = 0",
        "ada us: order o1 has granted other points than were booked for it",
        id="what-an-order-granted",
    ),
]
SABOTAGED_ENTRIES = [
    pytest.param(
        "UPDATE ledger_entries SET balance = balance + 1 WHERE sequence = 1",
        "has a balance that is not the sum so far",
        id="an-entrys-balance",
    ),
    pytest.param(
        "UPDATE ledger_entries SET points = points + 1 WHERE sequence = 1",
        "does not add up to its lots",
        id="an-entrys-points",
    ),
    pytest.param(
        "UPDATE ledger_entries SET debt_change = debt_change + 1 WHERE sequence = 1",
        "debt is not the sum of its changes",
        id="an-entrys-debt",
    ),
    pytest.param(
        "UPDATE ledger_entries SET sequence = sequence + 10 WHERE sequence > 1",
        "entries have a gap in their sequence",
        id="an-entrys-number",
    ),
    pytest.param(
        "DELETE FROM lot_allocations",
        "does not add up to its lots",
        id="allocations-deleted",
    ),
]
# R17.1: with foreign keys, checks and triggers off, as a superuser could have them.
UNGUARDED = [
    pytest.param(
        "DELETE FROM reward_accounts WHERE customer_id = 'bob'",
        r"bob us: entry \S+ has no account",
        id="account-deleted-from-under-its-entries",
    ),
    pytest.param(
        "DELETE FROM reward_accounts WHERE customer_id = 'bob'",
        r"bob us: lot \S+ has no account",
        id="account-deleted-from-under-its-lots",
    ),
    pytest.param(
        "DELETE FROM reward_accounts WHERE customer_id = 'ada'",
        r"ada -: hold \S+ has no account",
        id="account-deleted-from-under-a-hold",
    ),
    pytest.param(
        "DELETE FROM websites",
        r"bob us: is of a website that is not there",
        id="website-deleted",
    ),
    pytest.param(
        "UPDATE ledger_entries SET website_code = 'de' WHERE customer_id = 'bob'",
        r"bob de: entry \S+ is of another website than its account",
        id="an-entrys-website",
    ),
    pytest.param(
        "UPDATE ledger_entries SET amount_e4 = amount_e4 + 10000 WHERE reason = 'ADMIN_ADJUSTMENT'",
        r"bob us: entry \S+ is worth something other than its rate says",
        id="an-entrys-amount",
    ),
    pytest.param(
        "UPDATE ledger_entries SET amount_balance_e4 = 0 WHERE reason = 'ADMIN_ADJUSTMENT'",
        r"bob us: entry \S+ is worth something other than its rate says",
        id="an-entrys-amount-balance",
    ),
    pytest.param(
        "UPDATE ledger_entries SET rate_points = 1 WHERE customer_id = 'bob'",
        r"bob us: entry \S+ is worth something other than its rate says",
        id="an-entrys-rate",
    ),
    pytest.param(
        "UPDATE ledger_entries SET amount_e4 = amount_e4 + 1 WHERE reason = 'REDEMPTION'",
        r"ada us: entry \S+ is worth what its points can't be at any rate",
        id="less-than-a-cent",
    ),
    pytest.param(
        "UPDATE ledger_entries SET amount_e4 = -10000 WHERE reason = 'PURCHASE'",
        r"ada us: entry \S+ is worth what its points can't be at any rate",
        id="a-credit-that-takes-worth",
    ),
    pytest.param(
        "UPDATE ledger_entries SET currency = 'EUR' WHERE customer_id = 'bob'",
        r"bob us: entry \S+ is in another currency than its website",
        id="an-entrys-currency",
    ),
    pytest.param(
        "UPDATE ledger_entries SET created_at = (SELECT MAX(expires_at) FROM point_holds)",
        r"bob us: entry \S+ is dated after it was recorded",
        id="an-entrys-date",
    ),
    pytest.param(
        "UPDATE ledger_entries SET debt_change = 1 WHERE customer_id = 'bob'",
        r"bob us: entry \S+ leaves a debt that is not what its balance lacks",
        id="a-debt-beside-points",
    ),
    pytest.param(
        "DELETE FROM ledger_entries WHERE customer_id = 'bob'",
        r"bob us: lot \S+ has no entry",
        id="entry-deleted-from-under-its-lot",
    ),
    pytest.param(
        "DELETE FROM ledger_entries WHERE reason = 'REDEMPTION'",
        r"ada us: allocation \S+ has no entry",
        id="entry-deleted-from-under-its-allocation",
    ),
    pytest.param(
        "DELETE FROM points_lots",
        r"ada us: allocation \S+ has no lot",
        id="lots-deleted",
    ),
    pytest.param(
        "UPDATE points_lots SET account_id = (SELECT id FROM reward_accounts"
        " WHERE customer_id = 'ada' AND website_code = 'de') WHERE customer_id = 'ada'",
        r"ada de: lot \S+ is of another account than its entry",
        id="a-lots-account",
    ),
    pytest.param(
        "UPDATE points_lots SET account_id = (SELECT id FROM reward_accounts"
        " WHERE customer_id = 'ada' AND website_code = 'de') WHERE customer_id = 'ada'",
        r"ada us: allocation \S+ is of a lot of another account than its entry",
        id="an-allocations-account",
    ),
    pytest.param(
        "DELETE FROM orders",
        r"ada us: entry \S+ names an order that is not there",
        id="order-deleted",
    ),
    pytest.param(
        "UPDATE orders SET customer_id = 'bob'",
        r"ada us: entry \S+ names an order of another customer or website",
        id="an-orders-customer",
    ),
    pytest.param(
        "UPDATE point_holds SET points = 1000",
        r"ada us: hold \S+ keeps points beyond the balance",
        id="hold-beyond-the-balance",
    ),
    pytest.param(
        "UPDATE point_holds SET cart_id = 'nowhere'",
        r"ada us: hold \S+ is of an order or cart that is not there",
        id="hold-for-no-cart",
    ),
    pytest.param(
        "UPDATE point_holds SET cart_id = NULL, order_id = 'o1'",
        r"ada us: hold \S+ is not what its order or cart may hold",
        id="hold-for-an-order-that-holds-nothing",
    ),
    pytest.param(
        "UPDATE carts SET customer_id = 'bob'",
        r"ada us: hold \S+ is not what its order or cart may hold",
        id="hold-for-the-cart-of-another",
    ),
    pytest.param(
        "DELETE FROM ledger_entries WHERE reason = 'CUSTOM'",
        r"ada us: award \S+ has no entry",
        id="award-without-its-entry",
    ),
    pytest.param(
        "UPDATE activity_awards SET kind = 'REVIEW', activity_code = ''",
        r"ada us: award \S+ is not what its entry says",
        id="award-of-another-kind",
    ),
    pytest.param(
        "DELETE FROM activity_awards",
        r"ada us: entry \S+ has no award",
        id="entry-without-its-award",
    ),
    pytest.param(
        "DELETE FROM audit_entries",
        r"bob us: entry \S+ is of a command that is not in the audit log",
        id="audit-entry-of-an-entry-deleted",
    ),
    pytest.param(
        "DELETE FROM audit_entries WHERE action = 'orderInvoice'",
        r"ada us: order o1 had a command that is not in the audit log: INVOICE \S+",
        id="audit-entry-of-an-order-deleted",
    ),
    pytest.param(
        "DELETE FROM audit_entries WHERE action = 'pointsAdjust'",
        r"pointsAdjust give-\S+ is a command that is not in the audit log",
        id="audit-entry-of-a-key-deleted",
    ),
]


@pytest.fixture(autouse=True)
async def history(database: str) -> None:  # noqa: ARG001 - it has to be open
    """Let Ada be given points, redeem some and earn; Bob has points too."""
    await open_shop()
    await add_customer("bob")
    await give(30, customer_id="bob")
    await give(100)
    await fill_cart(line("30.00"))
    await apply_points(cart_id="c1", points=40, caller=ADA, now=NOW)
    await place()
    await invoice()
    await put_website("de")
    await give(5, website_code="de")
    await define()
    await do(reference="x")
    await fill_cart(line("30.00"), cart_id="c2")
    await apply_points(cart_id="c2", points=40, caller=ADA, now=NOW)
    await hold_points(cart_id="c2", caller=ADA, now=NOW)


async def test_an_honest_ledger_holds() -> None:
    """R3.3."""
    check = await check_ledger()

    assert (check.ok, check.accounts, check.violations) == (True, 3, [])


@pytest.mark.parametrize(("statement", "violation"), SABOTAGE)
async def test_what_was_changed_by_hand_is_found(statement: str, violation: str) -> None:
    """R3.3."""
    await execute(statement)

    check = await check_ledger()

    assert not check.ok
    assert any(violation in found for found in check.violations), check.violations


@pytest.mark.parametrize(("statement", "violation"), SABOTAGED_ENTRIES)
async def test_what_was_changed_without_the_triggers_is_found(
    statement: str, violation: str
) -> None:
    """R3.1, R3.3: a superuser can take the triggers off; the proof still tells."""
    await drop_triggers()
    await execute(statement)

    check = await check_ledger()

    assert any(violation in found for found in check.violations), check.violations


@pytest.mark.parametrize(("statement", "line"), UNGUARDED)
async def test_what_contradicts_other_rows_is_found(statement: str, line: str) -> None:
    """R17.1: one line names the customer, the website and what."""
    await take_guards_off()
    await execute(statement)

    check = await check_ledger()

    assert any(re.fullmatch(line, found) for found in check.violations), check.violations


async def test_an_account_without_a_row_is_found_for_the_one_customer_too() -> None:
    """R17.1."""
    await take_guards_off()
    await execute("DELETE FROM reward_accounts WHERE customer_id = 'bob'")

    check = await check_ledger(customer_id="bob")

    assert (check.ok, check.accounts) == (False, 0)


@pytest.mark.parametrize("table", APPEND_ONLY)
async def test_a_missing_trigger_is_found(table: str) -> None:
    """R17.1."""
    name = f"{table}_append_only" + ("_update" if dialect() == "sqlite" else "")
    on_table = "" if dialect() == "sqlite" else f" ON {table}"
    await fetch(f"DROP TRIGGER {name}{on_table}")

    check = await check_ledger()

    expected = f"table {table}: the trigger {name} is missing or does nothing"
    assert check.violations == [expected]


@pytest.mark.parametrize("table", APPEND_ONLY)
async def test_a_trigger_that_does_nothing_is_found(table: str) -> None:
    """R17.1."""
    if dialect() == "postgres":
        await fetch(f"ALTER TABLE {table} DISABLE TRIGGER {table}_append_only")
    else:
        name = f"{table}_append_only_delete"
        await execute(f"DROP TRIGGER {name}")
        await execute(
            f"CREATE TRIGGER {name} BEFORE DELETE ON {table}"
            f" WHEN 0 BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )

    check = await check_ledger()

    assert len(check.violations) == 1
    assert check.violations[0].startswith(f"table {table}: the trigger {table}_append_only")


async def test_triggers_whose_function_does_nothing_are_found() -> None:
    """R17.1."""
    if dialect() == "sqlite":
        pytest.skip("SQLite's triggers have no function")
    await fetch(
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql"
        " AS $$ BEGIN RETURN NULL; END $$"
    )

    lines = (await check_ledger()).violations

    # A partition of a table has a trigger of its own.
    named = {table for table in APPEND_ONLY for line in lines if f"table {table}:" in line}
    assert named == set(APPEND_ONLY)
    assert all("is missing or does nothing" in line for line in lines)


async def test_a_hold_whose_points_have_expired_is_no_violation() -> None:
    """R5.7: a hold keeps points from being spent, not from expiring."""
    await add_customer("cy")
    row = ImportRow("cy", "us", 50, expires_at=NOW + timedelta(minutes=10))
    await import_points(idempotency_key="i", dry_run=False, rows=[row], caller=ADMIN, now=NOW)
    await fill_cart(line("30.00"), cart_id="c3", customer_id="cy")
    cy = Caller(subject="cy", kind=CallerKind.CUSTOMER)
    await apply_points(cart_id="c3", points=40, caller=cy, now=NOW)
    await hold_points(cart_id="c3", caller=cy, now=NOW)

    await give(1, customer_id="cy", now=NOW + timedelta(minutes=12))

    assert (await check_ledger(customer_id="cy")).violations == []


async def test_a_lot_above_its_size_is_found_though_all_adds_up() -> None:
    """R3.3."""
    await drop_triggers()
    await _drop_check("points_lots", "remaining_within_size")
    await execute("UPDATE lot_allocations SET points = 5 WHERE points = -40")
    await execute("UPDATE points_lots SET remaining = points + 5 WHERE remaining = points - 40")

    check = await check_ledger()

    above = [found for found in check.violations if "more or less than its allocations" in found]
    assert len(above) == 1


async def test_one_customer_is_checked_alone() -> None:
    """R3.3: what is wrong with others is not told."""
    await execute("UPDATE reward_accounts SET balance = balance + 1 WHERE customer_id = 'bob'")

    assert (await check_ledger(customer_id="ada")).ok
    assert not (await check_ledger(customer_id="bob")).ok
    assert (await check_ledger(customer_id="nobody")).accounts == 0


async def test_all_accounts_are_checked_however_many_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """R3.3: some at a time, to the last one."""
    monkeypatch.setattr(verification, "_BATCH", 1)
    await execute("UPDATE reward_accounts SET balance = balance + 1 WHERE customer_id = 'bob'")

    check = await check_ledger()

    assert (check.ok, check.accounts) == (False, 3)


async def test_the_command_tells_each_violation_and_exits_with_1(database: str) -> None:
    """R3.3."""
    honest = await _verify_by_command(database)
    await execute("UPDATE reward_accounts SET entries = entries + 1 WHERE customer_id = 'bob'")

    corrupt = await _verify_by_command(database)

    assert honest == (0, "The ledger holds: 3 accounts verified.\n")
    assert corrupt == (1, "bob us: entries have a gap in their sequence\n")


async def _verify_by_command(url: str) -> tuple[int | None, str]:
    guerdon = Path(sys.executable).with_name("guerdon")
    secret = "0123456789abcdef0123456789abcdef"
    running = await asyncio.create_subprocess_exec(
        guerdon,
        "verify",
        env={**os.environ, "GUERDON_DATABASE_URL": url, "GUERDON_JWT_SECRET": secret},
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await running.communicate()
    return running.returncode, said.decode()


async def _drop_check(table: str, name: str) -> None:
    if dialect() == "postgres":
        await fetch(f"ALTER TABLE {table} DROP CONSTRAINT {table}_{name}")
        return
    await execute("PRAGMA ignore_check_constraints = ON")


@pytest.mark.parametrize(
    ("changed", "subject"),
    [
        ("UPDATE exchange_rates SET points = points + 1", "rate"),
        ("DELETE FROM exchange_rates", "rate"),
        ("UPDATE websites SET time_zone = 'Asia/Tokyo' WHERE code = 'us'", "website us"),
        ("UPDATE setting_overrides SET overrides = '{}' WHERE scope = 'us'", "settings us"),
        ("DELETE FROM programme_changes WHERE key = 'us'", "website us"),
    ],
    ids=["a-rate", "no-rate", "a-website", "settings", "history"],
)
async def test_a_programme_that_is_not_what_its_history_says_is_found(
    changed: str, subject: str
) -> None:
    """R15.1: books of the past are read by the history, today's by the programme in force."""
    await set_settings("us", expiry_days=30)
    assert (await check_ledger()).ok

    await execute(changed)

    found = (await check_ledger()).violations
    assert found != []
    assert all(each.endswith("is not what its history says") for each in found)
    assert any(each.startswith(subject) for each in found)


async def test_what_an_order_promises_is_proven_before_anything_was_booked() -> None:
    """R3.3: with `since`, too: who ordered for the first time then has no entry yet."""
    since = NOW + timedelta(days=1)
    await add_customer("cyd", now=since)
    await fill_cart(line("10.00"), cart_id="c9", customer_id="cyd", now=since)
    await place("o9", cart_id="c9", now=since)
    checks = [await check_ledger(), await check_since(since)]
    await execute("UPDATE reward_accounts SET pending_points = 1 WHERE customer_id = 'cyd'")
    checks += [await check_ledger(), await check_since(since)]
    await execute("DELETE FROM reward_accounts WHERE customer_id = 'cyd'")
    checks += [await check_ledger(), await check_since(since)]

    other = "cyd us: promises other points than its orders"
    gone = "cyd us: order o9 promises points to an account that is not there"
    assert [check.violations for check in checks] == [[], [], [other], [other], [gone], [gone]]


async def check_since(since: datetime) -> verification.LedgerCheck:
    parts = [part async for part in verification.check_ledger_in_parts(since=since)]
    return verification.LedgerCheck(
        sum(part.accounts for part in parts), [each for part in parts for each in part.violations]
    )
