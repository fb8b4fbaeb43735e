import asyncio
from dataclasses import replace

import pytest

from models.database import dialect, fetch, is_distributed, transaction
from models.tables.setup import CustomerRow
from services.accounts.accounts import read_accounts
from services.command.caller import Caller, CallerKind
from services.command.pages.cursor_page import PageRequest
from services.customers.customers import Customer, find_customer, list_customers
from services.customers.putting import PutCustomer
from services.customers.subscriptions import update_subscriptions
from services.rules.basics.refusals import Invalid, NotFound
from tests.clock import NOW
from tests.services.setup.builders import (
    FIRST_PAGE,
    add_customer,
    audit_log,
    delete_website,
    put_group,
    put_website,
    set_settings,
)
from tests.services.shop import ADMIN

pytestmark = pytest.mark.usefixtures("database")

ADA_HERSELF = Caller(subject="ada", kind=CallerKind.CUSTOMER)


@pytest.fixture(autouse=True)
async def website(database: str) -> None:  # noqa: ARG001 - opens it first
    await put_website("us")


async def found(search: str | None) -> list[str]:
    return [each.id for each in (await list_customers(search=search, page=FIRST_PAGE)).items]


async def test_a_new_customer_is_of_the_group_general_and_reads_english() -> None:
    """R1.1."""
    put = await add_customer("ada", email="ada@example.com")

    ada = Customer(
        id="ada",
        email="ada@example.com",
        first_name=None,
        last_name=None,
        locale="en",
        customer_group_code="general",
        website_code="us",
        created_at=NOW,
        balance_updates=True,
        expiration_notifications=True,
    )
    assert put == PutCustomer(ada, awards=[], message=None, replayed=False)
    assert await find_customer("ada") == ada


async def test_putting_the_same_id_again_changes_what_is_given_and_leaves_the_rest() -> None:
    """R1.3."""
    await put_group("vip")
    first = await add_customer(
        "ada", first_name="Ada", last_name="Lovelace", locale="de-AT", group_code="vip"
    )

    changed = await add_customer("ada", email="countess@example.com", first_name="Augusta")

    expected = replace(first.customer, email="countess@example.com", first_name="Augusta")
    assert changed.customer == expected
    assert await find_customer("ada") == expected
    assert await found(None) == ["ada"]


async def test_an_empty_name_takes_the_name_away() -> None:
    """R1.3."""
    await add_customer("ada", first_name="Ada", last_name="Lovelace")

    changed = await add_customer("ada", last_name="")

    assert (changed.customer.first_name, changed.customer.last_name) == ("Ada", None)


async def test_putting_just_the_same_again_is_a_replay_and_a_change_is_none() -> None:
    """R1.3, R3.5."""
    first = await add_customer("ada")
    again = await add_customer("ada")
    changed = await add_customer("ada", first_name="Ada")

    assert [first.replayed, again.replayed, changed.replayed] == [False, True, False]


async def test_many_at_once_with_one_id_make_one_customer() -> None:
    """R1.3."""
    puts = await asyncio.gather(*(add_customer("ada") for _ in range(5)))

    assert sorted(put.replayed for put in puts) == [False] + [True] * 4
    assert await found(None) == ["ada"]


async def test_the_reward_account_comes_into_being_with_the_customer() -> None:
    """R1.2."""
    await add_customer("ada")

    (account,) = await read_accounts(customer_id="ada", now=NOW)

    assert (account.website_code, account.balance) == ("us", 0)


async def test_a_customer_who_moves_to_another_website_gets_an_account_there() -> None:
    """R1.2."""
    await put_website("uk", currency="GBP")
    await add_customer("ada")

    moved = await add_customer("ada", website_code="uk")

    accounts = await read_accounts(customer_id="ada", now=NOW)
    assert moved.customer.website_code == "uk"
    assert {account.website_code for account in accounts} == {"us", "uk"}


async def test_a_customer_whose_website_was_deleted_stays() -> None:
    """R1.5."""
    await put_website("uk")
    await add_customer("ada", website_code="uk")

    await delete_website("uk")

    assert (await find_customer("ada")).website_code == "uk"


@pytest.mark.parametrize("subscribed", [True, False])
async def test_new_customers_are_subscribed_as_their_website_says(*, subscribed: bool) -> None:
    """R11.1."""
    await set_settings(None, subscribe_by_default=not subscribed)
    await set_settings("us", subscribe_by_default=subscribed)

    customer = (await add_customer("ada")).customer

    assert customer.balance_updates is subscribed
    assert customer.expiration_notifications is subscribed


async def test_a_change_of_the_default_leaves_those_who_are_there() -> None:
    """R11.1."""
    await add_customer("ada")
    await set_settings(None, subscribe_by_default=False)

    changed = await add_customer("ada", first_name="Ada")

    assert changed.customer.balance_updates


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("id", "", id="empty-id"),
        pytest.param("id", "x" * 129, id="long-id"),
        pytest.param("id", "a\x00b", id="unprintable-id"),
        pytest.param("email", "ada", id="no-address"),
        pytest.param("email", "ada@example.com,eve@example.com", id="two-addresses"),
        pytest.param("email", "ada@example.com\r\nBcc: eve@example.com", id="header-injection"),
        pytest.param("first_name", "x" * 256, id="long-first-name"),
        pytest.param("last_name", "a\x00b", id="unprintable-last-name"),
        pytest.param("locale", "klingon", id="no-locale"),
        pytest.param("locale", "", id="empty-locale"),
    ],
)
async def test_a_value_of_the_wrong_form_is_refused_with_the_field_named(
    field: str, value: str
) -> None:
    """R1.3, R14.3."""
    good = {"id": "ada", "email": "a@example.com", "first_name": "A", "last_name": "L"}
    given = {**good, "locale": "en", field: value}

    with pytest.raises(Invalid) as refusal:
        await add_customer(
            given["id"],
            email=given["email"],
            first_name=given["first_name"],
            last_name=given["last_name"],
            locale=given["locale"],
        )

    assert refusal.value.path == (field,)
    assert await found(None) == []


@pytest.mark.parametrize("code", ["nobody", "", "x" * 129], ids=["unknown", "empty", "long"])
async def test_an_unknown_group_is_not_found_for_new_and_old_customers(code: str) -> None:
    """R1.1."""
    for _ in range(2):
        with pytest.raises(NotFound) as refusal:
            await add_customer("ada", group_code=code)
        assert refusal.value.path == ("customer_group_code",)
        await add_customer("ada")


@pytest.mark.parametrize("code", ["nowhere", "gone"])
async def test_an_unknown_or_deleted_website_is_not_found(code: str) -> None:
    """R1.1."""
    await put_website("gone")
    await delete_website("gone")

    with pytest.raises(NotFound) as refusal:
        await add_customer("ada", website_code=code)

    assert refusal.value.path == ("website_code",)


@pytest.mark.parametrize("customer_id", ["ada", "", "x" * 200, "a\x00b"])
async def test_a_customer_never_put_is_not_found(customer_id: str) -> None:
    """R1.1."""
    with pytest.raises(NotFound) as refusal:
        await find_customer(customer_id)

    assert refusal.value.path == ("id",)


@pytest.mark.parametrize(
    ("search", "ids"),
    [
        pytest.param("ada", ["1", "2"], id="name-and-address"),
        pytest.param("ADA LOVE", ["1"], id="both-names-in-any-case"),
        pytest.param("lovelace ada", ["1"], id="last-name-first"),
        pytest.param("åsa", ["3"], id="letters-beyond-ascii"),
        pytest.param("turing@", ["3"], id="address"),
        pytest.param("2", ["2"], id="id"),
        pytest.param("%", [], id="percent-sign-is-no-wildcard"),
        pytest.param("_", ["2"], id="underscore-is-no-wildcard"),
        pytest.param("", ["1", "2", "3"], id="empty-finds-all"),
        pytest.param(None, ["1", "2", "3"], id="none-finds-all"),
        pytest.param("ada\x00", ["1", "2"], id="control-characters-are-ignored"),
        pytest.param("babbage", [], id="nobody"),
    ],
)
async def test_customers_are_found_by_names_address_or_id(
    search: str | None, ids: list[str]
) -> None:
    """R1.1."""
    await add_customer("1", first_name="Ada", last_name="Lovelace", email="al@example.com")
    await add_customer("2", email="ada_b@example.com")
    await add_customer("3", first_name="ÅSA", email="turing@example.com")

    assert await found(search) == ids


async def test_postgres_looks_customers_up_by_an_index() -> None:
    if dialect() != "postgres":
        pytest.skip("SQLite looks through all customers")
    if is_distributed():
        pytest.skip("a setting of the coordinator says nothing to the workers")
    asked = CustomerRow.filter(search_text__contains="lovelace").sql(params_inline=True)

    async with transaction():
        await fetch("SET LOCAL enable_seqscan = off")
        plan = await fetch(f"EXPLAIN {asked}")

    assert "customers_by_search_text" in str([dict(row) for row in plan])


async def test_a_changed_customer_is_found_by_what_they_are_now() -> None:
    """R1.3."""
    await add_customer("1", first_name="Ada")
    await add_customer("1", first_name="Grace")

    assert await found("grace") == ["1"]
    assert await found("ada") == ["1"]  # by the address, which stayed
    await add_customer("1", email="hopper@example.com")
    assert await found("ada") == []


@pytest.mark.parametrize(
    "search", ["x" * 256, "\x00", "\x01\x02"], ids=["long", "null-character", "control-characters"]
)
async def test_a_search_that_no_name_can_match_is_refused(search: str) -> None:
    """R14.3."""
    with pytest.raises(Invalid) as refusal:
        await found(search)

    assert refusal.value.path == ("search",)


async def test_customers_come_in_pages_with_the_count_of_all_that_match() -> None:
    """R14.1."""
    for number in range(5):
        await add_customer(f"c{number}", first_name="Ada")
    await add_customer("x", email="x@example.org")

    first = await list_customers(search="ada", page=PageRequest(first=3))
    after = first.cursors[-1]
    second = await list_customers(search="ada", page=PageRequest(first=3, after=after))

    assert [each.id for each in first.items] == ["c0", "c1", "c2"]
    assert [each.id for each in second.items] == ["c3", "c4"]
    assert (first.total_count, second.total_count) == (5, 5)
    assert (first.has_next, second.has_next) == (True, False)


async def test_a_subscription_not_named_stays() -> None:
    """R11.1."""
    await add_customer("ada")

    changed = await update_subscriptions(
        customer_id="ada", expiration_notifications=False, caller=ADA_HERSELF, now=NOW
    )

    assert (changed.balance_updates, changed.expiration_notifications) == (True, False)
    assert await find_customer("ada") == changed


@pytest.mark.parametrize("customer_id", ["ada", "x" * 200])
async def test_somebody_unknown_has_no_subscriptions_to_change(customer_id: str) -> None:
    """R11.1."""
    with pytest.raises(NotFound) as refusal:
        await update_subscriptions(
            customer_id=customer_id, balance_updates=False, caller=ADA_HERSELF, now=NOW
        )

    assert refusal.value.path == ("customer_id",)


async def test_every_command_of_an_admin_is_in_the_audit_log() -> None:
    """R12.2: what customers do for themselves is not, or they could fill it."""
    await add_customer("ada", first_name="Ada")
    for caller in (ADMIN, ADA_HERSELF):
        await update_subscriptions(customer_id="ada", balance_updates=False, caller=caller, now=NOW)

    subscribed, put, _ = await audit_log()

    assert (put.action, put.target, put.actor) == ("customerPut", "ada", "backend")
    assert put.details == {
        "id": "ada",
        "websiteCode": "us",
        "email": "ada@example.com",
        "firstName": "Ada",
        "lastName": None,
        "locale": None,
        "customerGroupCode": None,
        "excludedFromRewards": None,
        "awardRegistration": True,
    }
    assert subscribed.action == "subscriptionsUpdate"
    assert subscribed.actor == ADMIN.actor
    assert subscribed.details == {
        "customerId": "ada",
        "balanceUpdates": False,
        "expirationNotifications": None,
    }
