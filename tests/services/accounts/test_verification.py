"""What was changed behind the ledger's back is found (R3.3)."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from models.database import dialect, execute, fetch
from services.accounts import verification
from services.accounts.verification import check_ledger
from services.checkout.redemption import apply_points
from tests.clock import NOW
from tests.services.shop import ADA, add_customer, fill_cart, give, invoice, line, open_shop, place

pytestmark = pytest.mark.usefixtures("database")

SABOTAGE = [
    pytest.param(
        "UPDATE reward_accounts SET balance = balance + 1",
        "balance is not the sum of its entries",
        id="a-balance",
    ),
    pytest.param(
        "UPDATE points_lots SET remaining = remaining - 1 WHERE remaining > 0",
        "lot holds more or less than its allocations leave",
        id="a-lots-remainder",
    ),
    pytest.param(
        "UPDATE points_lots SET remaining = remaining - 1 WHERE remaining > 0",
        "balance is not what its lots hold less the debt",
        id="a-lots-remainder-and-the-balance",
    ),
    pytest.param(
        "UPDATE points_lots SET expired = 1 WHERE remaining < points",
        "lot counts other expired points than were booked",
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
        "order has taken other points than were booked for it",
        id="what-an-order-took",
    ),
    pytest.param(
        "UPDATE orders SET points_granted = 0",
        "order has granted other points than were booked for it",
        id="what-an-order-granted",
    ),
]
SABOTAGED_ENTRIES = [
    pytest.param(
        "UPDATE ledger_entries SET balance = balance + 1 WHERE sequence = 1",
        "entry has a balance that is not the sum so far",
        id="an-entrys-balance",
    ),
    pytest.param(
        "UPDATE ledger_entries SET points = points + 1 WHERE sequence = 1",
        "entry does not add up to its lots",
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
        "entry does not add up to its lots",
        id="allocations-deleted",
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


async def test_an_honest_ledger_holds() -> None:
    """R3.3."""
    check = await check_ledger()

    assert (check.ok, check.accounts, check.violations) == (True, 2, [])


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
    await _drop_triggers()
    await execute(statement)

    check = await check_ledger()

    assert any(violation in found for found in check.violations), check.violations


async def test_a_lot_above_its_size_is_found_though_all_adds_up() -> None:
    """R3.3."""
    await _drop_triggers()
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

    assert (check.ok, check.accounts) == (False, 2)


async def test_the_command_tells_each_violation_and_exits_with_1(database: str) -> None:
    """R3.3."""
    honest = await _verify_by_command(database)
    await execute("UPDATE reward_accounts SET entries = entries + 1 WHERE customer_id = 'bob'")

    corrupt = await _verify_by_command(database)

    assert honest == (0, "The ledger holds: 2 accounts verified.\n")
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


async def _drop_triggers() -> None:
    tables = ("ledger_entries", "lot_allocations")
    if dialect() == "postgres":
        for table in tables:
            await fetch(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        return
    for table in tables:
        for action in ("update", "delete"):
            await execute(f"DROP TRIGGER {table}_append_only_{action}")


async def _drop_check(table: str, name: str) -> None:
    if dialect() == "postgres":
        await fetch(f"ALTER TABLE {table} DROP CONSTRAINT {table}_{name}")
        return
    await execute("PRAGMA ignore_check_constraints = ON")
