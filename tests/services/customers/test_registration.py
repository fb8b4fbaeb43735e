"""Points for registering: once per customer, told again when the customer is put again (R9.1)."""

import asyncio

import pytest

from services.rules.basics.enums import LedgerReason
from tests.services.activities.activity_life import register
from tests.services.orders.order_life import balance
from tests.services.setup.builders import set_settings
from tests.services.shop import count_rows, open_shop

pytestmark = pytest.mark.usefixtures("database")

SAID = "You earned 50 reward points for registering."


@pytest.fixture(autouse=True)
async def shop(database: str) -> None:  # noqa: ARG001 - it has to be open
    await open_shop()
    await set_settings(None, registration_points=50)


async def test_registering_is_awarded_and_said() -> None:
    """R9.1, R9.4."""
    put = await register()

    assert [(entry.reason, entry.points) for entry in put.awards] == [
        (LedgerReason.REGISTRATION, 50)
    ]
    assert (put.message, put.replayed, await balance("bob")) == (SAID, False, 50)


async def test_it_is_said_in_the_customers_language() -> None:
    """R9.4."""
    put = await register(locale="de-AT")

    assert put.message == "Sie haben 50 Bonuspunkte für Ihre Registrierung erhalten."


async def test_a_replay_answers_the_first_awards_and_message() -> None:
    """R3.5: whatever registering is worth by now."""
    first = await register()
    await set_settings(None, registration_points=70)

    again = await register()

    assert (again.awards, again.message, again.replayed) == (first.awards, SAID, True)
    assert await balance("bob") == 50


async def test_a_change_of_the_customer_is_no_replay_and_awards_nothing() -> None:
    """R1.3, R9.1."""
    await register()

    changed = await register(email="b@example.com")

    assert (changed.awards, changed.message, changed.replayed) == ([], None, False)
    assert await balance("bob") == 50


async def test_who_is_put_without_the_award_never_gets_it() -> None:
    """R9.1."""
    put = await register(award_registration=False)
    again = await register()

    assert (put.awards, put.message) == ([], None)
    assert (again.awards, again.message, again.replayed) == ([], None, True)
    assert await count_rows("ledger_entries") == 0


async def test_where_registering_is_worth_nothing_nothing_is_said() -> None:
    """R9.1."""
    await set_settings(None, registration_points=None)

    assert (await register()).message is None


async def test_what_the_cap_cuts_whole_is_said_and_used_up() -> None:
    """R4.1: cut points are lost."""
    await set_settings(None, registration_points=50, balance_cap=1)
    await register("eve")
    await set_settings(None, balance_cap=None)

    put = await register("eve")

    assert put.message == (
        "You earned 1 reward point for registering. The balance cap cut 49 points off."
    )
    assert await balance("eve") == 1


async def test_many_at_once_register_one_customer_once() -> None:
    """R3.4, R3.5: and all are told the same."""
    puts = await asyncio.gather(*(register() for _ in range(12)))

    assert sorted(put.replayed for put in puts) == [False] + [True] * 11
    assert len({put.awards[0].id for put in puts}) == 1
    assert {put.message for put in puts} == {SAID}
    assert await balance("bob") == 50
