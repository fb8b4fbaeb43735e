"""Merges where no trigger looks at customers and rows are brought together, as on Citus (R18.1).

The statements for a cluster run on one PostgreSQL too, in transactions that are really parallel:
what keeps a cart, an order or an invitation from an old id there is a lock of the program's own.
"""

import asyncio
from collections.abc import AsyncIterator

import pytest

from models.database import close_database, execute, fetch, is_distributed, open_database
from services.accounts.verification import check_ledger
from services.checkout.redemption import apply_points
from services.command.transaction import one_transaction
from services.programme.known_customers import keep_from_merging
from tests.clock import NOW
from tests.services.activities.activity_life import invite, sign_up
from tests.services.customers.merging_life import merge
from tests.services.customers.test_merging_races import at_once, left_behind
from tests.services.guards import take_guards_off
from tests.services.orders.order_life import balance
from tests.services.shop import BOB, add_customer, fill_cart, give, invoice, line, open_shop, place

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.skipif(
        "config.getoption('--database') != 'postgres' or config.getoption('--pooler')",
        reason="about PostgreSQL alone",
    ),
]

ROUNDS = range(5)
# The triggers that the tables of a cluster are without.
_OF_NOBODY_MERGED = """
SELECT tgname AS name, tgrelid::regclass::text AS table_name FROM pg_trigger
WHERE tgname LIKE '%_of_nobody_merged' AND tgparentid = 0
"""

SABOTAGE = [
    ("UPDATE orders SET points_taken = 0", "ada us: order o1 has taken other points"),
    ("UPDATE reward_accounts SET merged = FALSE", "bob us: is of an old id, but not closed"),
    (
        "UPDATE customers SET merged_into = NULL, merged_at = NULL",
        "bob us: is closed, but its customer was not",
    ),
    ("DELETE FROM audit_entries", "ada us: order o1 had a command that is not in the audit log"),
    ("UPDATE points_lots SET remaining = 1", "holds more or less than its allocations leave"),
    ("UPDATE points_lots SET origin_lot_id = entry_id", "does not come from a lot of an old id"),
]


@pytest.fixture(autouse=True)
async def apart(database: str) -> AsyncIterator[None]:
    """Open the database as if its rows stood apart."""
    triggers = await fetch(_OF_NOBODY_MERGED)
    assert triggers
    for each in triggers:
        await fetch(f"DROP TRIGGER {each['name']} ON {each['table_name']}")
    await close_database()
    await open_database(database, citus=True)
    assert is_distributed()
    await open_shop(earning=None)
    await add_customer("bob")
    await give(100, customer_id="bob")
    await give(100)
    await fill_cart(line("4.00"), cart_id="c1", customer_id="bob")
    await apply_points(cart_id="c1", points=20, caller=BOB, now=NOW)
    yield
    assert await left_behind() == []


@pytest.mark.parametrize("number", ROUNDS)
async def test_what_is_commanded_during_a_merge_is_of_who_stays(number: int) -> None:  # noqa: ARG001
    """R12.5."""
    refused = await at_once(
        fill_cart(line("1.00"), cart_id="c2", customer_id="bob"),
        fill_cart(line("2.00"), cart_id="c3", customer_id="bob"),
        invite("v1", inviter_id="bob", email="x@example.com"),
        merge("bob", "ada"),
        place("o1", cart_id="c1"),
        invite("v2", inviter_id="bob", email="y@example.com"),
        sign_up("bob"),
        give(-50, customer_id="bob"),
    )

    assert refused == []
    assert await balance() == 130
    assert (await check_ledger()).violations == []


async def test_who_is_kept_from_merging_is_merged_afterwards() -> None:
    kept, done = asyncio.Event(), asyncio.Event()

    @one_transaction
    async def keep() -> None:
        await keep_from_merging("bob")
        kept.set()
        await asyncio.sleep(0.3)
        done.set()

    async def merge_meanwhile() -> bool:
        await kept.wait()
        await merge("bob", "ada")
        return done.is_set()

    _, was_done = await asyncio.gather(keep(), merge_meanwhile())

    assert was_done


@pytest.mark.parametrize(("statement", "found"), SABOTAGE)
async def test_verify_finds_what_it_brings_together_contradicts(statement: str, found: str) -> None:
    """R17.1."""
    await place("o1", cart_id="c1")
    await invoice("o1")
    await merge("bob", "ada")
    assert (await check_ledger()).violations == []
    await take_guards_off()
    await execute(statement)

    violations = (await check_ledger()).violations

    assert any(found in each for each in violations), violations
