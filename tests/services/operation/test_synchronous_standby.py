"""Synchronous standby: what was done before is not acknowledged either unless one has it (R18.2).

PostgreSQL commits here what a cancelled wait for the standby leaves behind, so it is there for who
sends the command again.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from models.database import close_database, count_statements, fetch, open_database
from services.accounts.accounts import read_account
from services.checkout.redemption import apply_points
from tests.clock import NOW
from tests.services.shop import (
    ADMIN,
    add_customer,
    fill_cart,
    give,
    invoice,
    line,
    open_shop,
    place,
)

pytestmark = pytest.mark.skipif(
    "config.getoption('--database') != 'postgres'", reason="about PostgreSQL alone"
)

_SECONDS = 0.5  # a command here takes some ten milliseconds
_NOBODY = "ALTER SYSTEM SET synchronous_standby_names = 'nobody'"
_RESET = "ALTER SYSTEM RESET synchronous_standby_names"
Deed = Callable[[], Awaitable[object]]


@pytest.fixture(autouse=True)
async def shop(database_url: str) -> AsyncIterator[None]:
    """Ada has 30 points; each commit waits for the standby, if one is asked for."""
    await open_database(database_url)
    await open_shop()
    await give(30)
    name = database_url.rsplit("/", 1)[-1]
    await fetch(f'ALTER DATABASE "{name}" SET synchronous_commit = on')
    await close_database()
    await open_database(database_url)
    yield
    await _ask_for(_RESET, "")
    await close_database()


async def test_no_replay_is_answered_while_the_standby_is_away() -> None:
    deeds: dict[str, Deed] = {
        "customer": lambda: add_customer("bob"),
        "key": lambda: give(50, key="k1"),
        "cart": lambda: fill_cart(line("10.00")),
        "points": lambda: apply_points(cart_id="c1", points=10, caller=ADMIN, now=NOW),
        "order": place,
        "event": invoice,
    }
    await _ask_for(_NOBODY, "nobody")

    answered = [
        (name, time)
        for name, deed in deeds.items()
        for time in ("first", "again")
        if await _is_answered(deed)
    ]

    assert answered == []
    await _ask_for(_RESET, "")
    assert all([await _is_answered(deeds[name]) for name in ("customer", "key", "order", "event")])
    assert (
        await read_account(customer_id="ada", website_code="us", now=NOW)
    ).balance == 30 + 50 - 10 + 40


async def test_what_is_done_for_the_first_time_costs_no_statement_more() -> None:
    await fill_cart(line("10.00"))

    with count_statements() as count:
        await give(50, key="k1")
        await place()

    assert not [each for each in count.statements if "pg_logical_emit_message" in each]


async def _is_answered(deed: Deed) -> bool:
    try:
        async with asyncio.timeout(_SECONDS):
            await deed()
    except TimeoutError:
        return False
    return True


async def _ask_for(statement: str, names: str) -> None:
    await fetch(statement)
    await fetch("SELECT pg_reload_conf()")
    shown = "SELECT current_setting('synchronous_standby_names') AS names"
    async with asyncio.timeout(10):
        while (await fetch(shown))[0]["names"] != names:  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.01)
