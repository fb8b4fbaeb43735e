import asyncio

import pytest

from services.customers.customers import find_customer, list_customers
from services.programme.customer_groups import CustomerGroup, list_customer_groups
from services.rules.basics.refusals import Invalid, NotFound
from services.setup.customer_groups import delete_customer_group
from services.setup.exchange_rates import list_exchange_rates
from tests.clock import NOW
from tests.services.setup.builders import (
    FIRST_PAGE,
    add_customer,
    audit_log,
    create_rate,
    put_group,
    put_website,
)
from tests.services.shop import ADMIN

pytestmark = pytest.mark.usefixtures("database")


async def delete_group(code: str) -> str:
    return await delete_customer_group(code=code, caller=ADMIN, now=NOW)


async def test_the_group_general_exists_by_default() -> None:
    """R1.1."""
    assert await list_customer_groups() == [CustomerGroup("general", "General")]


async def test_a_new_group_is_named_by_its_code() -> None:
    """R1.1."""
    await put_group("NOT LOGGED IN")

    assert CustomerGroup("NOT LOGGED IN", "NOT LOGGED IN") in await list_customer_groups()


async def test_putting_a_code_again_changes_the_name_that_is_given() -> None:
    """R1.3."""
    await put_group("vip", "Very important")

    left = await put_group("vip")
    changed = await put_group("vip", "Important")

    assert left == CustomerGroup("vip", "Very important")
    assert changed == CustomerGroup("vip", "Important")
    assert [group.code for group in await list_customer_groups()] == ["general", "vip"]


@pytest.mark.parametrize("code", ["", " vip", "vip\n", "x" * 129])
async def test_a_code_of_the_wrong_form_is_refused(code: str) -> None:
    """R1.1."""
    with pytest.raises(Invalid) as refusal:
        await put_group(code)

    assert refusal.value.path == ("code",)


async def test_an_empty_name_is_refused() -> None:
    """R14.3."""
    with pytest.raises(Invalid) as refusal:
        await put_group("vip", "")

    assert refusal.value.path == ("name",)


async def test_the_customers_of_a_deleted_group_move_to_general_and_its_rates_go() -> None:
    """R1.1."""
    await put_website()
    await put_group("vip")
    await create_rate(None, "vip")
    await create_rate(None, None)
    await add_customer("ada", group_code="vip")

    assert await delete_group("vip") == "vip"

    assert (await find_customer("ada")).customer_group_code == "general"
    rates = await list_exchange_rates(page=FIRST_PAGE)
    assert [rate.customer_group_code for rate in rates.items] == [None]
    assert [group.code for group in await list_customer_groups()] == ["general"]


async def test_the_group_general_cannot_be_deleted() -> None:
    """R1.1."""
    with pytest.raises(Invalid) as refusal:
        await delete_group("general")

    assert refusal.value.path == ("code",)


async def test_a_group_that_is_not_there_cannot_be_deleted() -> None:
    """R1.1."""
    with pytest.raises(NotFound) as refusal:
        await delete_group("vip")

    assert refusal.value.path == ("code",)


async def test_both_commands_are_in_the_audit_log() -> None:
    """R12.2."""
    await put_group("vip", "Important")
    await delete_group("vip")

    deleted, put = await audit_log()

    assert (deleted.action, deleted.target) == ("customerGroupDelete", "vip")
    assert (put.action, put.details) == ("customerGroupPut", {"code": "vip", "name": "Important"})


async def test_a_customer_put_into_a_group_while_it_is_deleted_is_refused_or_moved() -> None:
    """R1.1."""
    await put_website()
    await put_group("vip")

    outcomes = await asyncio.gather(
        *(add_customer(f"c{number}", group_code="vip") for number in range(4)),
        delete_group("vip"),
        *(add_customer(f"d{number}", group_code="vip") for number in range(4)),
        return_exceptions=True,
    )

    refused = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    assert all(isinstance(refusal, NotFound) for refusal in refused)
    customers = (await list_customers(page=FIRST_PAGE)).items
    assert len(customers) == 8 - len(refused)
    assert {customer.customer_group_code for customer in customers} <= {"general"}
