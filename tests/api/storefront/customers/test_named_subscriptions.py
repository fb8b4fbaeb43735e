"""A customer chooses their mail by name, where `updateCustomerV2` is the shop's (R11.1)."""

import pytest

from tests.api.storefront.customers.test_subscriptions import attributes, customers
from tests.api.storefront.over_http import Json, Storefront
from tests.services.setup.builders import audit_log, set_settings
from tests.services.shop import add_customer

SHOWN = "subscription_status { balance_updates points_expiration_notifications }"
UPDATE = f"""mutation ($input: RewardPointsSubscriptionsInput!) {{
    updateRewardPointsSubscriptions(input: $input) {{ {SHOWN} }}
}}"""
BOTH_OFF = {"balance_updates": False, "points_expiration_notifications": False}


def shows(updates: str, warnings: str) -> Json:
    return {
        "updateRewardPointsSubscriptions": {
            "subscription_status": {
                "balance_updates": updates,
                "points_expiration_notifications": warnings,
            }
        }
    }


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"balance_updates": False}, ("NOT_SUBSCRIBED", "SUBSCRIBED")),
        ({"points_expiration_notifications": False}, ("SUBSCRIBED", "NOT_SUBSCRIBED")),
        (BOTH_OFF, ("NOT_SUBSCRIBED", "NOT_SUBSCRIBED")),
        ({"balance_updates": None}, ("SUBSCRIBED", "SUBSCRIBED")),
        ({}, ("SUBSCRIBED", "SUBSCRIBED")),
    ],
    ids=["updates", "warnings", "both", "null", "nothing"],
)
async def test_what_is_named_is_changed_and_stays_so(
    storefront: Storefront, given: Json, expected: tuple[str, str]
) -> None:
    changed = await storefront.data(UPDATE, input=given)

    assert changed == shows(*expected)
    assert await storefront.data(UPDATE, input={}) == shows(*expected)


async def test_it_is_the_same_choice_as_the_attributes_are(storefront: Storefront) -> None:
    await storefront.data(UPDATE, input=BOTH_OFF)

    as_attributes = await storefront.data(
        "{ customer { custom_attributes { ...on AttributeValue { value } } } }"
    )

    assert as_attributes == {"customer": {"custom_attributes": [{"value": "0"}, {"value": "0"}]}}


async def test_several_in_one_document_each_show_what_they_left(storefront: Storefront) -> None:
    document = f"""mutation {{
        a: updateRewardPointsSubscriptions(input: {{balance_updates: false}}) {{ {SHOWN} }}
        b: updateRewardPointsSubscriptions(input: {{balance_updates: true}}) {{ {SHOWN} }}
    }}"""

    both = await storefront.data(document)

    (a,), (b,) = (
        shows(updates, "SUBSCRIBED").values() for updates in ("NOT_SUBSCRIBED", "SUBSCRIBED")
    )
    assert both == {"a": a, "b": b}


async def test_nobody_elses_choice_is_touched_and_no_admin_is_recorded(
    storefront: Storefront,
) -> None:
    """R12.1, R12.2."""
    await add_customer("bob")
    bob, recorded = (await customers())[1], await audit_log()

    await storefront.data(UPDATE, input=BOTH_OFF)

    assert (await customers())[1] == bob
    assert await audit_log() == recorded


@pytest.mark.parametrize("switch", ["enabled", "enabled_on_storefront"])
async def test_mail_may_be_refused_while_the_programme_is_off(
    storefront: Storefront, switch: str
) -> None:
    """R1.6."""
    await set_settings("us", **{switch: False})

    changed = await storefront.data(UPDATE, input={"balance_updates": False})

    assert changed == shows("NOT_SUBSCRIBED", "SUBSCRIBED")


async def test_a_customer_never_put_is_no_entity(storefront: Storefront) -> None:
    """R1.2."""
    error = await storefront.as_("stranger").error(UPDATE, input=BOTH_OFF)

    assert (error["code"], error["category"]) == ("NOT_FOUND", "graphql-no-such-entity")
    assert [row["id"] for row in await customers()] == ["ada"]


async def test_nobody_chooses_without_signing_in(storefront: Storefront) -> None:
    before = await customers()

    error = await storefront.as_(None).error(UPDATE, input=BOTH_OFF)

    assert error["code"] == "UNAUTHENTICATED"
    assert await customers() == before


async def test_both_ways_may_be_used_after_one_another(storefront: Storefront) -> None:
    by_attribute = (
        "mutation ($input: CustomerUpdateInput!)"
        " { updateCustomerV2(input: $input) { customer { id } } }"
    )
    await storefront.data(by_attribute, input=attributes(("reward_update_notification", "0")))

    kept = await storefront.data(UPDATE, input={"points_expiration_notifications": False})

    assert kept == shows("NOT_SUBSCRIBED", "NOT_SUBSCRIBED")
