"""Points for registering are awarded once per e-mail address and website (R9.1)."""

import asyncio
import importlib
from typing import Any

import pytest
from tortoise import connections

from models.database import execute, fetch
from tests.services.activities.activity_life import register
from tests.services.orders.order_life import balance
from tests.services.setup.builders import put_website, set_settings
from tests.services.shop import count_rows, fill_cart, invoice, line, open_shop, place

pytestmark = pytest.mark.usefixtures("database")

ONCE = "The points for registering were already awarded to this e-mail address."
ADDRESS = "eve@example.com"


@pytest.fixture(autouse=True)
async def shop(database: str) -> None:  # noqa: ARG001 - it has to be open
    await open_shop()
    await put_website("uk", currency="GBP")
    await set_settings(None, registration_points=50)


@pytest.mark.parametrize("again", [ADDRESS, "EVE@Example.com", "eve+2@example.com"])
async def test_another_customer_of_the_same_address_is_awarded_nothing(again: str) -> None:
    """R9.1, R9.3: compared without case and without a +tag."""
    first = await register("c1", email=ADDRESS)

    second = await register("c2", email=again)
    third = await register("c3", email=again)

    assert len(first.awards) == 1
    assert [(put.awards, put.message) for put in (second, third)] == [([], ONCE)] * 2
    assert [await balance(each) for each in ("c1", "c2", "c3")] == [50, 0, 0]


async def test_the_refusal_is_answered_again_in_a_replay() -> None:
    """R3.5."""
    await register("c1", email=ADDRESS)
    await register("c2", email=ADDRESS)

    again = await register("c2", email=ADDRESS)

    assert (again.awards, again.message, again.replayed) == ([], ONCE, True)


async def test_another_website_awards_the_address_once_too() -> None:
    """R9.1: once per website."""
    await register("c1", email=ADDRESS)

    there = [await register(each, email=ADDRESS, website_code="uk") for each in ("c2", "c3")]

    assert [len(put.awards) for put in there] == [1, 0]


async def test_the_address_at_the_award_counts_whatever_it_is_now() -> None:
    """R9.1."""
    await register("c1", email=ADDRESS)
    await register("c1", email="other@example.com")

    assert (await register("c2", email=ADDRESS)).awards == []
    assert len((await register("c3", email="other@example.com")).awards) == 1


async def test_of_many_at_once_one_is_awarded() -> None:
    """R3.4, R9.1."""
    puts = await asyncio.gather(*(register(f"c{n}", email=ADDRESS) for n in range(6)))

    assert sum(len(put.awards) for put in puts) == 1


async def test_without_the_setting_each_is_awarded_and_their_addresses_noted() -> None:
    """R9.1."""
    await set_settings(None, registration_once_per_email=False)
    puts = [await register(each, email=ADDRESS) for each in ("c1", "c2")]
    await set_settings(None, registration_once_per_email=True)

    after = await register("c3", email=ADDRESS)

    assert [len(put.awards) for put in puts] == [1, 1]
    assert after.awards == []


@pytest.mark.parametrize("setting", [{"enabled": False}, {"registration_points": None}], ids=str)
async def test_an_address_that_was_awarded_nothing_is_still_to_be(
    setting: dict[str, object],
) -> None:
    """R9.1."""
    await set_settings("us", **setting)
    await register("c1", email=ADDRESS)
    await set_settings("us", enabled=True, registration_points=50)

    assert len((await register("c2", email=ADDRESS)).awards) == 1


async def test_an_address_whose_award_the_cap_cut_whole_is_still_to_be_awarded() -> None:
    """R4.1, R9.1: the customer had points before they were put."""
    await fill_cart(line("20.00"), customer_id="c1")
    await place()
    await invoice()
    await set_settings("us", balance_cap=1)
    cut = await register("c1", email=ADDRESS)
    await set_settings("us", balance_cap=None)

    assert cut.awards == []
    assert len((await register("c2", email=ADDRESS)).awards) == 1


async def test_no_address_is_kept_in_clear() -> None:
    """R9.1: a hash with a key of the installation's own."""
    await register("c1", email=ADDRESS)

    (kept,) = await fetch("SELECT email_hash FROM registered_emails")
    (key,) = await fetch("SELECT secret FROM installation_keys")

    assert "eve" not in str(kept["email_hash"])
    assert len(str(key["secret"])) == 64


async def test_addresses_awarded_before_the_upgrade_count() -> None:
    """R9.1: the migration notes them."""
    await register("c1", email="Eve+x@Example.com")
    await register("c2", email="bob@example.com", award_registration=False)
    await execute("DELETE FROM registered_emails")
    await execute("DELETE FROM installation_keys")
    migration: Any = importlib.import_module("models.migrations.0015_people")

    await migration.remember_addresses(connections.get("default"))

    assert await count_rows("registered_emails") == 1
    assert (await register("c3", email=ADDRESS)).awards == []
    assert len((await register("c4", email="bob@example.com")).awards) == 1
