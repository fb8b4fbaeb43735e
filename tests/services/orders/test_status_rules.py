"""What statuses do to points, per website (R6.2, R6.4)."""

from collections.abc import Mapping

import pytest

from services.orders.status_rules import (
    delete_order_status_rule,
    list_order_status_rules,
    put_order_status_rule,
)
from services.programme.programme import load_programme
from services.rules.basics.enums import PointsChange
from services.rules.basics.refusals import Invalid, NotFound
from services.rules.orders.status import DEFAULT_RULES, StatusRule
from tests.clock import NOW
from tests.services.shop import ADMIN, open_shop

pytestmark = pytest.mark.usefixtures("database")


async def in_force(website_code: str) -> Mapping[str, StatusRule]:
    programme = await load_programme(website_code=website_code, customer_id=None)
    return programme.status_rules


NOTHING = StatusRule(PointsChange.UNCHANGED, PointsChange.UNCHANGED)


async def put(status: str, rule: StatusRule = NOTHING, website_code: str | None = None) -> None:
    await put_order_status_rule(
        status=status,
        website_code=website_code,
        needed=rule.needed,
        received=rule.received,
        caller=ADMIN,
        now=NOW,
    )


async def delete(status: str, website_code: str | None = None) -> str:
    return await delete_order_status_rule(
        status=status, website_code=website_code, caller=ADMIN, now=NOW
    )


async def test_without_any_rule_set_the_built_in_ones_hold() -> None:
    """R6.4."""
    await open_shop()

    assert await in_force("us") == DEFAULT_RULES


async def test_a_websites_rule_replaces_the_default_scopes_which_replaces_the_built_in() -> None:
    """R6.4."""
    await open_shop()
    await open_shop(website_code="uk")
    both = DEFAULT_RULES["complete"]
    await put("complete")
    await put("complete", both, website_code="us")

    assert (await in_force("us"))["complete"] == both
    assert (await in_force("uk"))["complete"] == NOTHING


async def test_a_rule_taken_back_lets_the_one_behind_it_hold() -> None:
    """R6.4."""
    await open_shop()
    await put("complete")
    await put("complete", DEFAULT_RULES["failed"], website_code="us")

    await delete("complete", "us")
    behind = (await in_force("us"))["complete"]
    await delete("complete")

    assert behind == NOTHING
    assert (await in_force("us"))["complete"] == DEFAULT_RULES["complete"]


async def test_the_list_says_where_each_rule_is_set() -> None:
    await open_shop()
    await put("picked_up", website_code="us")

    found = {rule.status: rule.website_code for rule in await list_order_status_rules()}
    of_website = await list_order_status_rules(website_code="us")

    assert "picked_up" not in found
    assert {rule.status: rule.website_code for rule in of_website}["picked_up"] == "us"


@pytest.mark.parametrize("status", ["", " ", " complete", "x" * 65, "a\0b"])
async def test_a_malformed_status_is_refused(status: str) -> None:
    with pytest.raises(Invalid):
        await put(status)


async def test_an_empty_website_code_does_not_stand_for_the_default_scope() -> None:
    """R6.4: a caller that lost the code must not take the rule back for all websites."""
    await open_shop()
    await put("complete")

    with pytest.raises(NotFound):
        await delete("complete", "")

    assert (await in_force("us"))["complete"] == NOTHING


async def test_what_is_not_there_is_not_found() -> None:
    await open_shop()

    for refused in (
        delete("complete"),
        delete("x" * 500),
        delete("complete", "x" * 500),
        put("complete", website_code="nowhere"),
        list_order_status_rules(website_code="nowhere"),
    ):
        with pytest.raises(NotFound):
            await refused
