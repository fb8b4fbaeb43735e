"""Order of locks: who completes an order never waits for its inviter out of turn (R18.1)."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from models.database import fetch
from services.accounts.verification import check_ledger
from tests.services.activities.activity_life import accept, invite, register
from tests.services.orders.order_life import balance
from tests.services.setup.builders import set_settings
from tests.services.shop import add_customer, fill_cart, invoice, line, open_shop, place

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.skipif("config.getoption('--database') != 'postgres'", reason="locks of rows"),
]

_LOCK = "SELECT 1 FROM reward_accounts WHERE customer_id = $1 FOR UPDATE NOWAIT"
_WAITS = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = ?"


@pytest.fixture(autouse=True)
async def shop(database: str) -> None:  # noqa: ARG001 - it has to be open
    """Let Bob, whom Ada invited, have an order that is about to become complete."""
    await open_shop()
    await set_settings("us", invitation_order_points=100)
    await invite()
    await register()
    await accept()
    await fill_cart(line("10.00", 2), customer_id="bob")
    await place()


@pytest.fixture
async def another(database_url: str) -> AsyncIterator[asyncpg.Connection]:
    """Yield another connection, in a transaction."""
    connection = await asyncpg.connect(database_url)
    async with connection.transaction():
        yield connection
    await connection.close()


async def until_it_waits() -> None:
    async with asyncio.timeout(10):
        while not await fetch(_WAITS, ["transactionid"]):  # noqa: ASYNC110 - nothing tells
            await asyncio.sleep(0.01)


async def test_while_an_inviter_who_goes_first_is_waited_for_the_buyer_is_free(
    database_url: str, another: asyncpg.Connection
) -> None:
    """R9.3, R18.1: Ada comes before Bob, and is locked before him when she was in other hands."""
    third = await asyncpg.connect(database_url)
    await another.fetch(_LOCK, "ada")

    invoiced = asyncio.create_task(invoice())
    await until_it_waits()
    async with third.transaction():
        free = await third.fetch(_LOCK, "bob")
    await another.execute("ROLLBACK; BEGIN")
    done = await invoiced
    await third.close()

    assert len(free) == 1
    assert [entry.customer_id for entry in done.entries] == ["bob", "ada"]
    assert (await balance(), await balance("bob")) == (100, 100)
    assert (await check_ledger()).ok


async def test_an_inviter_without_an_account_gets_one_in_her_turn() -> None:
    await fetch("DELETE FROM reward_accounts WHERE customer_id = ?", ["ada"])

    await invoice()

    assert await balance() == 100


async def test_an_inviter_who_goes_last_is_waited_for_with_the_buyer_in_hand() -> None:
    """R18.1: that is the order of ids."""
    await add_customer("zoe")
    await invite("v2", inviter_id="zoe", email="carl@example.com")
    await register("carl")
    await accept("v2", customer_id="carl")
    await fill_cart(line("10.00", 2), cart_id="c2", customer_id="carl")
    await place("o2", cart_id="c2")

    done = await invoice("o2")

    assert [entry.customer_id for entry in done.entries] == ["carl", "zoe"]
