from decimal import Decimal

import pytest

from models.database import count_statements
from services.programme.programme import (
    Programme,
    load_programme,
    load_programme_of_group,
    load_recorded_programme,
)
from services.rules.basics.refusals import NotFound
from services.rules.orders.status import DEFAULT_RULES
from services.rules.programme.conversion import RecordedRate
from services.rules.programme.settings import PRODUCT_DEFAULTS
from services.rules.programme.website import Website
from tests.services.setup.builders import (
    EARNING,
    REDEMPTION,
    add_customer,
    create_rate,
    delete_website,
    put_group,
    put_website,
    set_settings,
)

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
async def shop(database: str) -> None:  # noqa: ARG001 - opens it first
    await put_website("us")
    await put_website("uk", currency="GBP")
    await put_group("vip")


async def of_ada(website_code: str = "uk") -> Programme:
    return await load_programme(website_code=website_code, customer_id="ada")


async def test_without_any_set_up_the_defaults_hold_and_points_have_no_value() -> None:
    """R1.4, R2.5."""
    programme = await load_programme(website_code="uk", customer_id=None)

    assert programme == Programme(
        website=Website("uk", "uk", "GBP", "UTC", is_default=False),
        settings=PRODUCT_DEFAULTS,
        group_code="general",
        earning=None,
        redemption=None,
        status_rules=DEFAULT_RULES,
        cart_rules=(),
        locale="en",
        customer_known=False,
    )


async def test_a_customer_brings_their_group_and_locale() -> None:
    """R1.1."""
    await add_customer("ada", website_code="us", locale="de-AT", group_code="vip")

    programme = await of_ada()

    assert (programme.group_code, programme.locale) == ("vip", "de-AT")
    assert programme.customer_known


@pytest.mark.parametrize("customer_id", [None, "nobody", "a\x00b"])
async def test_guests_and_strangers_are_of_the_group_general(customer_id: str | None) -> None:
    """R1.2."""
    programme = await load_programme(website_code="uk", customer_id=customer_id)

    assert (programme.group_code, programme.customer_known) == ("general", False)


async def test_the_settings_are_those_of_the_website_over_those_of_the_shop() -> None:
    """R1.4."""
    await set_settings(None, balance_cap=100, expiry_days=30)
    await set_settings("uk", balance_cap=None)
    await set_settings("us", expiry_days=7)

    settings = (await of_ada()).settings

    assert (settings.balance_cap, settings.expiry_days) == (None, 30)


async def test_each_direction_has_the_rate_that_wins_in_the_websites_currency() -> None:
    """R2.1, R2.2."""
    await add_customer("ada", group_code="vip")
    await create_rate(None, None, points=1)
    await create_rate("uk", None, points=2)
    await create_rate(None, "vip", points=3)
    await create_rate("us", "vip", points=4)
    await create_rate("uk", "general", points=5, direction=REDEMPTION)
    await create_rate(None, None, points=6, amount="0.5", direction=REDEMPTION)

    programme = await of_ada()

    assert programme.earning == RecordedRate(3, Decimal("2.00"), "GBP", EARNING, 2)
    assert programme.redemption == RecordedRate(6, Decimal("0.50"), "GBP", REDEMPTION, 4)


async def test_the_programme_of_a_group_has_the_rates_of_that_group() -> None:
    """R2.2."""
    await create_rate(None, "vip", points=3)
    await create_rate(None, None, points=1)

    of_vip = await load_programme_of_group(website_code="uk", group_code="vip")
    of_general = await load_programme_of_group(website_code="uk", group_code="general")

    assert of_vip.earning == RecordedRate(3, Decimal("2.00"), "GBP", EARNING, 2)
    assert of_general.earning == RecordedRate(1, Decimal("2.00"), "GBP", EARNING, 4)


@pytest.mark.parametrize("code", ["nowhere", "", "x" * 200, "a\x00b"])
async def test_a_website_that_never_was_has_no_programme(code: str) -> None:
    """R1.1."""
    for command in (
        load_programme(website_code=code, customer_id=None),
        load_recorded_programme(website_code=code, customer_id=None),
        load_programme_of_group(website_code=code, group_code="general"),
    ):
        with pytest.raises(NotFound) as refusal:
            await command
        assert refusal.value.path == ("website_code",)


async def test_a_deleted_website_has_a_programme_for_what_was_begun_there_only() -> None:
    """R1.5."""
    await set_settings(None, expiry_days=30)
    await set_settings("uk", expiry_days=7)
    await delete_website("uk")

    recorded = await load_recorded_programme(website_code="uk", customer_id=None)
    with pytest.raises(NotFound):
        await load_programme(website_code="uk", customer_id=None)

    assert recorded.website.is_deleted
    assert recorded.settings.expiry_days == 30


async def test_a_programme_takes_one_statement_however_many_rates_there_are() -> None:
    """R2.2."""
    await add_customer("ada", group_code="vip")
    for website_code in (None, "us", "uk"):
        for group_code in (None, "vip", "general"):
            await create_rate(website_code, group_code)

    await of_ada()
    with count_statements() as count:
        await of_ada()

    assert len(count.statements) == 1
