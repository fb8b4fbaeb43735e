"""A customer says which mail they get, as in Adobe Commerce: `updateCustomerV2` (R11.1)."""

import pytest

from models.database import count_statements, fetch
from tests.api.storefront.over_http import Json, Storefront
from tests.services.setup.builders import audit_log, set_settings
from tests.services.shop import add_customer

UPDATES, WARNINGS = "reward_update_notification", "reward_warning_notification"
SHOWN = """customer {
    id
    custom_attributes { code ... on AttributeValue { value } }
    reward_points { subscription_status { balance_updates points_expiration_notifications } }
}"""
UPDATE = (
    f"mutation ($input: CustomerUpdateInput!) {{ updateCustomerV2(input: $input) {{ {SHOWN} }} }}"
)


def attributes(*given: tuple[str, str | None]) -> Json:
    """Return the input that changes these attributes."""
    return {
        "custom_attributes": [{"attribute_code": code, "value": value} for code, value in given]
    }


def shows(updates: str, warnings: str) -> Json:
    """Return Ada with these two subscriptions, each "0" or "1"."""
    words = {"0": "NOT_SUBSCRIBED", "1": "SUBSCRIBED"}
    return {
        "customer": {
            "id": "ada",
            "custom_attributes": [
                {"code": UPDATES, "value": updates},
                {"code": WARNINGS, "value": warnings},
            ],
            "reward_points": {
                "subscription_status": {
                    "balance_updates": words[updates],
                    "points_expiration_notifications": words[warnings],
                }
            },
        }
    }


async def customers() -> list[Json]:
    """Return all that is kept of customers."""
    return [dict(row) for row in await fetch("SELECT * FROM customers ORDER BY id")]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([(UPDATES, "0")], ("0", "1")),
        ([(WARNINGS, "0")], ("1", "0")),
        ([(WARNINGS, "0"), (UPDATES, "0")], ("0", "0")),
        ([(UPDATES, "1"), (WARNINGS, "1")], ("1", "1")),
    ],
    ids=["updates", "warnings", "both", "as-they-were"],
)
async def test_each_subscription_is_changed_by_its_attribute_and_stays_so(
    storefront: Storefront, given: list[tuple[str, str | None]], expected: tuple[str, str]
) -> None:
    changed = await storefront.data(UPDATE, input=attributes(*given))

    assert changed == {"updateCustomerV2": shows(*expected)}
    assert await storefront.data(f"{{ {SHOWN} }}") == shows(*expected)


async def test_nobody_elses_subscription_is_touched(storefront: Storefront) -> None:
    """R12.1."""
    await add_customer("bob")
    before = (await customers())[1]

    await storefront.data(UPDATE, input=attributes((UPDATES, "0"), (WARNINGS, "0")))

    assert (await customers())[1] == before


@pytest.mark.parametrize(
    "given",
    [{}, {"custom_attributes": None}, {"custom_attributes": []}, {"custom_attributes": [None]}],
    ids=["left-out", "null", "empty", "nulls"],
)
async def test_where_nothing_is_given_nothing_changes(storefront: Storefront, given: Json) -> None:
    await storefront.data(UPDATE, input=attributes((UPDATES, "0")))
    before = await customers()

    unchanged = await storefront.data(UPDATE, input=given)

    assert unchanged == {"updateCustomerV2": shows("0", "1")}
    assert await customers() == before


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ([("shoe_size", "1")], "The attribute shoe_size can't be changed here."),
        ([(UPDATES, "2")], f'The attribute {UPDATES} must be "0" or "1".'),
        ([(UPDATES, "true")], f'The attribute {UPDATES} must be "0" or "1".'),
        ([(UPDATES, "")], f'The attribute {UPDATES} must be "0" or "1".'),
        ([(UPDATES, None)], f'The attribute {UPDATES} must be "0" or "1".'),
        ([(UPDATES, "0"), (UPDATES, "0")], f"The attribute {UPDATES} is given twice."),
        ([(WARNINGS, "0"), ("shoe_size", "1")], "The attribute shoe_size can't be changed here."),
        (
            [("", "1"), (WARNINGS, "0"), (UPDATES, "on")],
            f'The attribute  can\'t be changed here. The attribute {UPDATES} must be "0" or "1".',
        ),
    ],
    ids=["code", "number", "word", "empty", "null", "twice", "one-of-two", "two-of-three"],
)
async def test_if_any_attribute_is_bad_it_is_named_and_none_is_changed(
    storefront: Storefront, given: list[tuple[str, str | None]], message: str
) -> None:
    """R13.1."""
    before = await customers()

    answer = await storefront.send(UPDATE, {"input": attributes(*given)})

    (error,) = answer["errors"]
    assert answer["data"] == {"updateCustomerV2": None}
    assert error["message"] == message
    assert error["extensions"] == {"category": "graphql-input", "code": "INVALID"}
    assert await customers() == before


async def test_more_attributes_than_a_list_may_have_are_refused(storefront: Storefront) -> None:
    """R14.1."""
    error = await storefront.error(UPDATE, input=attributes(*[(UPDATES, "0")] * 101))

    assert (error["category"], error["code"]) == ("graphql-input", "OUT_OF_RANGE")


async def test_an_overlong_code_is_not_repeated_whole(storefront: Storefront) -> None:
    error = await storefront.error(UPDATE, input=attributes(("x" * 50_000, "1")))

    assert error["message"].startswith("The attribute xxx")
    assert len(error["message"]) == 500


async def test_aliased_mutations_run_in_order_and_each_shows_what_it_left(
    storefront: Storefront,
) -> None:
    document = f"""mutation {{
        a: updateCustomerV2(input: {{custom_attributes: [
            {{attribute_code: "{UPDATES}", value: "0"}}
            {{attribute_code: "{WARNINGS}", value: "0"}}
        ]}}) {{ {SHOWN} }}
        b: updateCustomerV2(input: {{custom_attributes: [
            {{attribute_code: "{WARNINGS}", value: "1"}}
        ]}}) {{ {SHOWN} }}
        c: updateCustomerV2(input: {{custom_attributes: [
            {{attribute_code: "{UPDATES}", value: "no"}}
        ]}}) {{ customer {{ id }} }}
        d: updateCustomerV2(input: {{custom_attributes: [
            {{attribute_code: "{WARNINGS}", value: "0"}}
        ]}}) {{ {SHOWN} }}
        e: updateCustomerV2(input: {{custom_attributes: [
            {{attribute_code: "{UPDATES}", value: "1"}}
        ]}}) {{ {SHOWN} }}
    }}"""

    answer = await storefront.send(document)

    assert answer["data"] == {
        "a": shows("0", "0"),
        "b": shows("0", "1"),
        "c": None,
        "d": shows("0", "0"),
        "e": shows("1", "0"),
    }
    assert [error["path"] for error in answer["errors"]] == [["c"]]


@pytest.mark.parametrize("switch", ["enabled", "enabled_on_storefront"])
async def test_mail_may_be_refused_while_the_programme_is_off(
    storefront: Storefront, switch: str
) -> None:
    """R1.6."""
    await set_settings("us", **{switch: False})

    changed = await storefront.data(UPDATE, input=attributes((UPDATES, "0")))

    assert changed == {
        "updateCustomerV2": {"customer": {**shows("0", "1")["customer"], "reward_points": None}}
    }


async def test_a_customer_never_put_is_no_entity(storefront: Storefront) -> None:
    """R1.2: they may read, but there is nobody yet to subscribe."""
    stranger = storefront.as_("stranger")

    error = await stranger.error(UPDATE, input=attributes((UPDATES, "0")))
    nothing_asked = await stranger.data(UPDATE, input={})

    assert error == {
        "message": "There is no customer stranger.",
        "category": "graphql-no-such-entity",
        "code": "NOT_FOUND",
    }
    assert nothing_asked["updateCustomerV2"]["customer"]["id"] == "stranger"
    assert [row["id"] for row in await customers()] == ["ada"]


async def test_nobody_subscribes_without_signing_in(storefront: Storefront) -> None:
    """R13.1: whatever else is wrong."""
    error = await storefront.as_(None).error(UPDATE, input=attributes(("shoe_size", "0")))

    assert error == {
        "message": "The current customer isn't authorized.",
        "category": "graphql-authorization",
        "code": "UNAUTHENTICATED",
    }


async def test_on_a_website_that_there_is_none_of_nothing_is_changed(
    storefront: Storefront,
) -> None:
    """R12.1."""
    before = await customers()

    error = await storefront.as_("ada", store="nowhere").error(
        UPDATE, input=attributes((UPDATES, "0"))
    )

    assert error["code"] == "NOT_FOUND"
    assert await customers() == before


async def test_a_customers_own_choice_is_no_admins_command(storefront: Storefront) -> None:
    """R12.2."""
    before = await audit_log()

    await storefront.data(UPDATE, input=attributes((UPDATES, "0")))

    assert await audit_log() == before


async def test_a_change_takes_five_statements_between_the_website_and_the_answer(
    storefront: Storefront,
) -> None:
    """BEGIN, find, update, find, COMMIT."""
    document = UPDATE.replace(SHOWN, "customer { custom_attributes { code } }")
    store_and_programme, answer = 2, 1

    with count_statements() as counted:
        await storefront.as_("ada", store="us").data(document, input=attributes((UPDATES, "0")))

    assert counted.round_trips == store_and_programme + 5 + answer
