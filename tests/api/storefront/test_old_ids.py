"""An old id answers as the customer it was merged into, for ever (R12.5)."""

import asyncio

import pytest

from services.checkout.redemption import apply_points
from services.command import clock
from services.customers.customers import find_customer
from services.storefront.live import follow_points
from services.storefront.visitors import Visitor
from tests.api.storefront.asking import ADA, By, ask, refusals
from tests.api.storefront.entities import IDS, entities, refer
from tests.clock import NOW
from tests.services.customers.merging_life import merge
from tests.services.shop import BOB, add_customer, fill_cart, give, line, place

pytestmark = pytest.mark.usefixtures("shop")

OLD = By("bob")
CUSTOMER = """{ customer { id email reward_points {
    balance { points } balance_history { balance { points } } } orders { items { number } } } }"""
CART = "query ($id: String!) { cart(cart_id: $id) { id applied_reward_points { points } } }"
CUSTOMER_CART = "{ customerCart { id } }"
APPLY = """mutation ($id: ID!) { applyRewardPointsToCart(cartId: $id) {
    cart { applied_reward_points { points } } } }"""
SUBSCRIBE = """mutation { updateCustomerV2(input: { custom_attributes: [
    { attribute_code: "reward_update_notification", value: "0" }] }) { customer { id } } }"""


@pytest.fixture
async def merged(shop: str) -> None:  # noqa: ARG001 - it has to be open
    """Merge Bob, who has a cart with points applied and an order, into Ada."""
    await add_customer("bob")
    await give(30)
    await give(50, customer_id="bob")
    await fill_cart(line("1.00"), cart_id="old", customer_id="bob")
    await place("o1", cart_id="old")
    await fill_cart(line("4.00"), cart_id="c1", customer_id="bob")
    await apply_points(cart_id="c1", points=20, caller=BOB, now=NOW)
    await merge()


async def test_a_token_of_the_old_id_is_the_customers(merged: None) -> None:  # noqa: ARG001
    old, new = await ask(CUSTOMER, OLD), await ask(CUSTOMER, ADA)

    assert old == new
    assert old["customer"]["id"] == "ada"
    assert old["customer"]["reward_points"]["balance"]["points"] == 80
    assert [each["number"] for each in old["customer"]["orders"]["items"]] == ["o1"]


@pytest.mark.parametrize("by", [ADA, OLD], ids=["new-token", "old-token"])
async def test_carts_are_the_customers_by_either_token(merged: None, by: By) -> None:  # noqa: ARG001
    found = await ask(CART, by, id="c1")
    newest = await ask(CUSTOMER_CART, by)
    (referred,) = await entities(IDS, refer("Cart", "c1"), by)
    applied = await ask(APPLY, by, id="c1")

    assert found["cart"]["applied_reward_points"]["points"] == 20
    assert (newest["customerCart"]["id"], referred["id"]) == ("c1", "c1")
    assert applied["applyRewardPointsToCart"]["cart"]["applied_reward_points"]["points"] == 20


@pytest.mark.parametrize("by", [ADA, OLD], ids=["new-token", "old-token"])
@pytest.mark.parametrize("named", ["ada", "bob", "Ym9i"], ids=["new", "old", "old-in-base64"])
async def test_a_gateway_may_refer_by_either_id(merged: None, by: By, named: str) -> None:  # noqa: ARG001
    (found,) = await entities(IDS, refer("Customer", named), by)

    assert found["id"] == "ada"


async def test_an_old_id_of_somebody_else_is_unknown(merged: None) -> None:  # noqa: ARG001
    """R12.1."""
    await add_customer("eve")

    _, found = await refusals(IDS, By("eve"), representations=refer("Customer", "bob"))

    assert [each.code for each in found] == ["NOT_FOUND"]


async def test_subscriptions_of_the_old_id_are_the_customers(merged: None) -> None:  # noqa: ARG001
    """R11.1."""
    await ask(SUBSCRIBE, OLD)

    assert not (await find_customer("ada")).balance_updates


async def test_whoever_watches_the_old_id_sees_the_points_of_the_new_one(shop: str) -> None:  # noqa: ARG001
    """And whatever changes later."""
    await add_customer("bob")
    await give(30)
    changes = follow_points(Visitor("bob", "us"))

    async def news() -> tuple[str, int]:
        async with asyncio.timeout(60):
            standing = (await anext(changes)).points.standing
        return standing.customer_id, standing.balance

    try:
        seen = [await news()]
        await merge(now=await clock.now())
        seen.append(await news())
        await give(5, now=await clock.now())
        seen.append(await news())
    finally:
        await changes.aclose()

    assert seen == [("bob", 0), ("ada", 30), ("ada", 35)]
