"""Several carts that a gateway refers to are quoted together, each as by itself (R5, R14)."""

from datetime import timedelta

import pytest

from models.database import count_statements, fetch
from services.checkout.redemption import apply_points, hold_points
from services.promotions.cart_rules import create_cart_rule
from services.rules.checkout.cart_rules import CartRule
from tests.api.storefront.asking import ADA, Answer, By, ask
from tests.api.storefront.entities import ENTITIES, entities, refer
from tests.clock import NOW
from tests.services.shop import ADA as ADAS_COMMAND
from tests.services.shop import ADMIN, fill_cart, give, line, open_shop

pytestmark = pytest.mark.usefixtures("shop")

WHOLE = """id applied_reward_points { points money { value } } prices { grand_total { value } }
    reward_points_quote { points_to_earn }"""
CARTS = ENTITIES % f"{{ ... on Cart {{ {WHOLE} }} }}"
CART = f"query ($id: String!) {{ cart(cart_id: $id) {{ {WHOLE} }} }}"
US = By(store="us")


async def each_alone(*ids: str, by: By = ADA) -> list[Answer]:
    """Ask for one cart after the other."""
    return [(await ask(CART, by, id=cart_id))["cart"] for cart_id in ids]


async def fill_and_apply(*ids: str) -> None:
    for cart_id in ids:
        await fill_cart(line("12.00", line_id=f"l-{cart_id}"), cart_id=cart_id)
        await apply_points(cart_id=cart_id, caller=ADAS_COMMAND, now=NOW)


async def test_held_points_are_in_the_way_of_the_other_carts_only() -> None:
    """R5.7."""
    await give(100)
    await fill_and_apply("c1", "c2")
    await hold_points(cart_id="c1", ttl_seconds=None, caller=ADAS_COMMAND, now=NOW)
    await fill_cart(line("12.00"), cart_id="c3")

    found = await entities(CARTS, refer("Cart", "c3", "c1", "c2", "c1"))

    assert found == await each_alone("c3", "c1", "c2", "c1")
    used = [cart["applied_reward_points"] for cart in await each_alone("c3", "c1", "c2")]
    assert [points and points["points"] for points in used] == [None, 60, 40]


async def test_a_hold_that_is_over_is_in_nobodys_way() -> None:
    """R5.7: and gives its own cart no more than there is."""
    await give(70)
    await fill_and_apply("c1", "c2")
    await hold_points(cart_id="c1", ttl_seconds=60, caller=ADAS_COMMAND, now=NOW)
    later = By(now=NOW + timedelta(seconds=60))
    await hold_points(cart_id="c2", ttl_seconds=60, caller=ADAS_COMMAND, now=later.now)

    found = await entities(CARTS, refer("Cart", "c1", "c2"), later)

    assert found == await each_alone("c1", "c2", by=later)
    assert found[0]["applied_reward_points"] == {"points": 10, "money": {"value": 2.0}}


async def test_each_cart_has_the_rules_that_are_in_scope_for_it() -> None:
    """R8.1: one of a coupon counts where it was given, none where there is nothing."""
    for points, coupon in ((25, None), (5, "Save")):
        rule = CartRule("", f"{points}", coupon_code=coupon, points=points)
        await create_cart_rule(wanted=rule, caller=ADMIN, now=NOW)
    await fill_cart(line("1.00"), cart_id="plain")
    await fill_cart(line("1.00"), cart_id="coupon", coupon_codes=("save",))
    await fill_cart(cart_id="empty", coupon_codes=("save",))

    found = await entities(CARTS, refer("Cart", "plain", "coupon", "empty"))

    assert found == await each_alone("plain", "coupon", "empty")
    quotes = [cart["reward_points_quote"] for cart in found]
    assert quotes == [{"points_to_earn": points} for points in (25, 30, 0)]


async def test_what_is_answered_is_noted_for_each_cart() -> None:
    """R5.7: a placement may not charge more than the last quote answered."""
    await give(10)
    await fill_and_apply("c1", "c2")
    await give(20)

    await entities(CARTS, refer("Cart", "c1", "c2"))

    noted = await fetch("SELECT id, quoted_points, quoted_due_e4 FROM carts ORDER BY id")
    assert [(row["quoted_points"], row["quoted_due_e4"]) for row in noted] == [(30, 60_000)] * 2


async def test_carts_of_several_websites_are_quoted_each_on_its_own() -> None:
    """R1.2: without a website named, any of the customer's carts is found."""
    await open_shop(website_code="eu", currency="EUR", redemption=(1, "1.00"))
    await give(10, website_code="eu")
    await fill_cart(line("50.00"), cart_id="us-cart")
    await fill_cart(line("50.00"), cart_id="eu-cart", website_code="eu")

    query = ENTITIES % "{ ... on Cart { reward_points_quote { available { points } } } }"
    found = await entities(query, refer("Cart", "us-cart", "eu-cart"))

    assert found == [
        {"reward_points_quote": {"available": {"points": points}}} for points in (0, 10)
    ]


STORE, CART_ROWS, PRODUCTS = 1, 1, 1
PROGRAMME_AND_ACCOUNT = 1
NOTED_OR_UNCHANGED = 1


@pytest.mark.parametrize("carts", [1, 2, 40])
async def test_carts_cost_the_same_however_many(carts: int) -> None:
    """R14: as many statements, whether or not what is answered is new."""
    await give(10)
    ids = [f"c{number}" for number in range(carts)]
    await fill_and_apply(*ids)
    await give(20)

    with count_statements() as changed:
        await entities(CARTS, refer("Cart", *ids), US)
    with count_statements() as again:
        await entities(CARTS, refer("Cart", *ids, *ids), US)

    reading = STORE + CART_ROWS + PROGRAMME_AND_ACCOUNT + PRODUCTS
    assert len(changed.statements) == reading + NOTED_OR_UNCHANGED
    assert len(again.statements) == reading + NOTED_OR_UNCHANGED
