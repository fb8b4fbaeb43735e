import asyncio
from collections.abc import Sequence
from decimal import Decimal

import pytest

from models.tables.checkout import CartRow
from services.checkout.redemption import apply_points
from services.programme.settings import SettingsInForce, read_settings
from services.rules.basics.enums import ClawbackPolicy
from services.rules.basics.refusals import Invalid, NotFound, OutOfRange
from services.rules.programme.settings import PRODUCT_DEFAULTS
from services.setup.settings import reset_settings
from tests.clock import NOW
from tests.services.setup.builders import audit_log, put_website, set_settings
from tests.services.shop import ADA, ADMIN, fill_cart, give, line, open_shop

pytestmark = pytest.mark.usefixtures("database")


async def reset(website_code: str | None, fields: Sequence[str]) -> SettingsInForce:
    return await reset_settings(website_code=website_code, fields=fields, caller=ADMIN, now=NOW)


async def test_a_new_installation_has_the_product_defaults() -> None:
    """R1.4."""
    assert await read_settings() == SettingsInForce(None, [], PRODUCT_DEFAULTS)


async def test_a_new_installation_explains_the_programme() -> None:
    """R1.7: it explains how points come, go and are spent."""
    values = (await read_settings()).values

    assert values.landing_page_identifier == "reward-points"
    assert values.landing_page_title
    page = str(values.landing_page_markdown)
    assert all(told in page for told in ("earn points", "spend points", "Points may expire"))


async def test_a_website_inherits_what_it_does_not_override() -> None:
    """R1.4."""
    await put_website("us")
    await set_settings(None, balance_cap=100, expiry_days=30)

    in_force = await set_settings("us", expiry_days=60)

    assert in_force.website_code == "us"
    assert in_force.overridden == ["expiry_days"]
    assert (in_force.values.balance_cap, in_force.values.expiry_days) == (100, 60)
    assert await read_settings(website_code="us") == in_force


async def test_an_explicit_blank_differs_from_inheriting() -> None:
    """R1.4."""
    await put_website("us")
    await set_settings(None, balance_cap=100)

    blank = await set_settings("us", balance_cap=None)
    inherited = await reset("us", ["balance_cap"])

    assert (blank.overridden, blank.values.balance_cap) == (["balance_cap"], None)
    assert (inherited.overridden, inherited.values.balance_cap) == ([], 100)


async def test_settings_of_one_website_are_not_those_of_another() -> None:
    """R1.4."""
    await put_website("us")
    await put_website("uk")

    await set_settings("us", balance_cap=100)

    assert (await read_settings(website_code="uk")).values == PRODUCT_DEFAULTS
    assert (await read_settings()).values == PRODUCT_DEFAULTS


async def test_settings_left_out_stay() -> None:
    """R1.4."""
    await set_settings(None, balance_cap=100)

    in_force = await set_settings(None, max_percent_of_order=Decimal("12.5"))

    assert in_force.overridden == ["balance_cap", "max_percent_of_order"]
    assert in_force.values.balance_cap == 100
    assert in_force.values.max_percent_of_order == Decimal("12.5")


async def test_settings_changed_at_once_are_all_kept() -> None:
    """R1.4."""
    await asyncio.gather(
        set_settings(None, balance_cap=100),
        set_settings(None, expiry_days=30),
        set_settings(None, review_points=5),
    )

    assert (await read_settings()).overridden == ["balance_cap", "expiry_days", "review_points"]


async def test_every_form_of_value_comes_back_from_the_database_as_it_was() -> None:
    """R1.4."""
    await set_settings(
        None,
        enabled=False,
        clawback=ClawbackPolicy.DEBT,
        email_sender_name="Åsa's shop",
        blocked_payment_methods=["checkmo"],
    )

    values = (await read_settings()).values

    assert values.enabled is False
    assert values.clawback is ClawbackPolicy.DEBT
    assert values.email_sender_name == "Åsa's shop"
    assert values.blocked_payment_methods == ("checkmo",)


async def test_the_default_scope_goes_back_to_the_product_defaults() -> None:
    """R1.4."""
    await set_settings(None, return_grace_days=3, balance_cap=100)

    in_force = await reset(None, ["return_grace_days"])

    assert in_force.values.return_grace_days == 14
    assert in_force.overridden == ["balance_cap"]


async def test_one_bad_setting_refuses_the_command_and_is_named() -> None:
    """R1.4."""
    with pytest.raises(OutOfRange) as refusal:
        await set_settings(None, balance_cap=100, max_percent_of_order=Decimal(101))

    assert refusal.value.path == ("max_percent_of_order",)
    assert (await read_settings()).overridden == []


async def test_null_is_invalid_for_a_setting_that_cannot_be_blank() -> None:
    """R1.4."""
    with pytest.raises(Invalid) as refusal:
        await set_settings(None, enabled=None)

    assert refusal.value.path == ("enabled",)


async def test_a_cap_without_a_threshold_is_taken_as_each_is_validated_on_its_own() -> None:
    """R1.4."""
    await set_settings(None, redemption_threshold=500)

    in_force = await set_settings(None, balance_cap=100, min_points_per_order=200)

    assert in_force.values.redemption_threshold == 500


async def test_resetting_a_setting_there_is_none_of_is_invalid() -> None:
    """R1.4."""
    with pytest.raises(Invalid) as refusal:
        await reset(None, ["balance_cap", "generosity"])

    assert refusal.value.path == ("fields", 1)


async def test_an_unknown_website_has_no_settings() -> None:
    """R1.4."""
    for command in (
        read_settings(website_code="nowhere"),
        set_settings("nowhere", balance_cap=1),
        reset("nowhere", ["balance_cap"]),
    ):
        with pytest.raises(NotFound) as refusal:
            await command
        assert refusal.value.path == ("website_code",)


async def apply_from_the_storefront(cart_id: str, website_code: str) -> None:
    await fill_cart(line("5.00"), cart_id=cart_id, website_code=website_code)
    await apply_points(cart_id=cart_id, points=None, caller=ADA, now=NOW)


async def has_wish(cart_id: str) -> bool:
    return (await CartRow.get(id=cart_id)).points_applied


async def test_a_wish_from_the_storefront_dies_where_the_storefront_is_switched_off() -> None:
    """R1.6."""
    await open_shop()
    await give(100)
    await apply_from_the_storefront("c1", "us")
    assert await has_wish("c1")

    await set_settings("us", enabled_on_storefront=False)

    assert not await has_wish("c1")


async def test_a_wish_lives_on_where_a_website_keeps_its_storefront_on() -> None:
    """R1.6."""
    await open_shop(settings={"enabled_on_storefront": True})
    await give(100)
    await apply_from_the_storefront("c1", "us")

    await set_settings(None, enabled_on_storefront=False)

    assert await has_wish("c1")


async def test_a_wish_dies_when_a_website_inherits_the_switch_again() -> None:
    """R1.6."""
    await open_shop(settings={"enabled_on_storefront": True})
    await give(100)
    await apply_from_the_storefront("c1", "us")
    await set_settings(None, enabled_on_storefront=False)

    await reset("us", ["enabled_on_storefront"])

    assert not await has_wish("c1")


async def test_an_admins_wish_survives_the_switch() -> None:
    """R1.6."""
    await open_shop()
    await give(100)
    await fill_cart(line("5.00"))
    await apply_points(cart_id="c1", points=None, caller=ADMIN, now=NOW)

    await set_settings(None, enabled_on_storefront=False)

    assert await has_wish("c1")


async def test_both_commands_are_in_the_audit_log() -> None:
    """R12.2."""
    await put_website("us")
    await set_settings(None, max_percent_of_order=Decimal("12.5"), clawback="DEBT")
    await reset("us", ["clawback"])

    was_reset, was_updated, _ = await audit_log()

    assert (was_updated.action, was_updated.target) == ("settingsUpdate", None)
    assert was_updated.details == {
        "websiteCode": None,
        "input": {"maxPercentOfOrder": "12.5", "clawback": "DEBT"},
    }
    assert (was_reset.action, was_reset.target) == ("settingsReset", "us")
    assert was_reset.details == {"websiteCode": "us", "fields": ["clawback"]}
