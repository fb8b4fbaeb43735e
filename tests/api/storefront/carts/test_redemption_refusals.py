"""Points that are not to be used, and why (R1.6, R2.5, R4.2, R4.3, R12.1, R13.1)."""

import pytest

from services.checkout.redemption import apply_points
from tests.api.storefront.asking import NOBODY, Refusal, ask, refusal, refusals
from tests.api.storefront.carts.redemptions import APPLY, HOLD, MUTATIONS, REMOVE, applied, shows
from tests.clock import NOW
from tests.services.setup.builders import set_settings
from tests.services.shop import ADMIN, fill_cart, give, line, open_shop, place

pytestmark = pytest.mark.usefixtures("shop")


@pytest.mark.parametrize(
    ("settings", "points", "code"),
    [
        ({}, 0, "OUT_OF_RANGE"),
        ({}, -1, "OUT_OF_RANGE"),
        ({}, 101, "INSUFFICIENT_POINTS"),
        ({"redemption_threshold": 101}, None, "BELOW_THRESHOLD"),
        ({"min_points_per_order": 50}, 40, "LIMIT_EXCEEDED"),
    ],
    ids=["none", "negative", "above-the-balance", "below-the-threshold", "below-the-minimum"],
)
async def test_a_wrong_choice_is_refused(
    settings: dict[str, object], points: int | None, code: str
) -> None:
    """R4.2, R4.3: and nothing is applied."""
    await give(100)
    await fill_cart(line("50.00"))
    await set_settings("us", **settings)

    data, (found,) = await refusals(APPLY, cart="c1", points=points)
    after = await ask('{ cart(cart_id: "c1") { applied_reward_points { points } } }')

    assert (found.code, found.category) == (code, "graphql-input")
    assert data == {"applyRewardPointsToCart": None}
    assert after == {"cart": {"applied_reward_points": None}}


async def test_without_a_rate_nothing_can_be_redeemed() -> None:
    """R2.5."""
    await open_shop(website_code="eu", currency="EUR", redemption=None)
    await give(100, website_code="eu")
    await fill_cart(line("50.00"), website_code="eu")

    found = await refusal(APPLY, cart="c1")

    assert (found.code, found.category) == ("NO_REDEMPTION_RATE", "graphql-input")


async def test_a_hold_of_no_points_is_refused() -> None:
    await fill_cart(line("50.00"))

    found = await refusal(HOLD, cart="c1")

    assert found == Refusal("No points are applied to this cart.", "INVALID", "graphql-input")


@pytest.mark.parametrize("ttl", [0, -1, 24 * 60 * 60 + 1])
async def test_a_hold_is_for_a_second_to_a_day(ttl: int) -> None:
    await give(25)
    await fill_cart(line("50.00"))
    await applied()

    found = await refusal(HOLD, cart="c1", ttl=ttl)

    assert (found.code, found.category) == ("OUT_OF_RANGE", "graphql-input")


@pytest.mark.parametrize("switch", ["enabled", "enabled_on_storefront"])
@pytest.mark.parametrize("mutation", [APPLY, HOLD], ids=["apply", "hold"])
async def test_points_are_not_to_be_used_while_a_switch_is_off(switch: str, mutation: str) -> None:
    """R1.6."""
    await give(25)
    await fill_cart(line("50.00"))
    await applied()
    await set_settings("us", **{switch: False})

    found = await refusal(mutation, cart="c1")

    assert found == Refusal("Reward points are switched off.", "DISABLED", "graphql-input")


@pytest.mark.parametrize("switch", ["enabled", "enabled_on_storefront"])
async def test_points_can_be_taken_off_while_a_switch_is_off(switch: str) -> None:
    """R1.6: those that an admin applied too."""
    await give(25)
    await fill_cart(line("50.00"))
    await apply_points(cart_id="c1", caller=ADMIN, now=NOW)
    await set_settings("us", **{switch: False})

    answer = await ask(REMOVE, cart="c1")

    assert answer["removeRewardPointsFromCart"] == shows(None, 50.0)


@MUTATIONS
@pytest.mark.parametrize("cart_id", ["nowhere", "bobs", "guests", "a\x00b"], ids=repr)
async def test_a_cart_that_is_not_the_customers_is_unknown(mutation: str, cart_id: str) -> None:
    """R12.1."""
    await fill_cart(line("50.00"), cart_id="bobs", customer_id="bob")
    await fill_cart(line("50.00"), cart_id="guests", customer_id=None)

    found = await refusal(mutation, cart=cart_id)

    text = f'Could not find a cart with ID "{cart_id}"'
    assert found == Refusal(text, "NOT_FOUND", "graphql-no-such-entity")


@MUTATIONS
async def test_a_placed_cart_is_not_active(mutation: str) -> None:
    """R13.1."""
    await fill_cart(line("50.00"))
    await place()

    found = await refusal(mutation, cart="c1")

    assert found == Refusal("The cart isn't active", "CART_INACTIVE", "graphql-input")


@MUTATIONS
async def test_an_empty_cart_id_is_missing(mutation: str) -> None:
    """R13.1."""
    found = await refusal(mutation, cart="")

    assert found == Refusal('Required parameter "cart_id" is missing', "INVALID", "graphql-input")


@MUTATIONS
async def test_nobody_uses_points_without_signing_in(mutation: str) -> None:
    """R13.1: whatever else is wrong."""
    await fill_cart(line("50.00"))

    found = await refusal(mutation, NOBODY, cart="")

    assert found == Refusal(
        "The current customer isn't authorized.", "UNAUTHENTICATED", "graphql-authorization"
    )
