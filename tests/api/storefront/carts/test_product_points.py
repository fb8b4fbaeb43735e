"""Items paid with points at the products' own prices, as the storefront asks for it (R7)."""

import pytest

from services.promotions.product_points import GroupPoints, ProductPoints, put_product_points
from tests.api.storefront.asking import ADA, NOBODY, By, ask, refusal
from tests.clock import NOW
from tests.services.shop import ADMIN, fill_cart, give, line

pytestmark = pytest.mark.usefixtures("shop")

APPLY = """mutation ($cart: ID!, $points: Int) {
    applyRewardPointsToCartItems(cartId: $cart, points: $points) { cart {
        items {
            ... on SimpleCartItem { reward_points_used }
            product { reward_points_needed reward_points_received }
            prices { price { value } row_total { value } row_total_including_tax { value } }
        }
        prices { subtotal_excluding_tax { value } grand_total { value } discounts { label } }
        applied_reward_points { points }
        reward_points_quote { points_to_earn available { points } }
    } }
}"""


@pytest.fixture(autouse=True)
async def cart(shop: str) -> None:  # noqa: ARG001 - it has to be open
    """Give Ada 60 points and a cart of a mug for 50 points and a bag."""
    groups = (GroupPoints("general", 0),)
    product = ProductPoints("sku-l1", 50, 3, groups)
    await put_product_points(product=product, caller=ADMIN, now=NOW)
    await give(60)
    await fill_cart(line("10.00", tax="1.00"), line("5.00", line_id="l2"))


async def test_items_are_paid_with_points() -> None:
    """R7.1, R7.2."""
    answer = await ask(APPLY, cart="c1")

    cart = answer["applyRewardPointsToCartItems"]["cart"]
    assert cart["items"] == [
        {
            "reward_points_used": 50,
            "product": {"reward_points_needed": 50, "reward_points_received": 0},
            "prices": {
                "price": {"value": 10.0},
                "row_total": {"value": 0.0},
                "row_total_including_tax": {"value": 0.0},
            },
        },
        {
            "reward_points_used": 0,
            "product": {"reward_points_needed": None, "reward_points_received": None},
            "prices": {
                "price": {"value": 5.0},
                "row_total": {"value": 5.0},
                "row_total_including_tax": {"value": 5.0},
            },
        },
    ]
    assert cart["prices"] == {
        "subtotal_excluding_tax": {"value": 5.0},
        "grand_total": {"value": 5.0},
        "discounts": None,
    }
    assert cart["applied_reward_points"] is None
    assert cart["reward_points_quote"] == {"points_to_earn": 20, "available": {"points": 60.0}}


async def test_removing_takes_them_off() -> None:
    """R5.6."""
    await ask(APPLY, cart="c1", points=20)

    answer = await ask(
        """mutation { removeRewardPointsFromCart(cartId: "c1") {
            cart { prices { grand_total { value } } }
        } }"""
    )

    removed = answer["removeRewardPointsFromCart"]["cart"]
    assert removed == {"prices": {"grand_total": {"value": 16.0}}}


@pytest.mark.parametrize(
    ("by", "cart_id", "points", "code"),
    [
        pytest.param(NOBODY, "c1", None, "UNAUTHENTICATED", id="nobody"),
        pytest.param(By(customer="bob"), "c1", None, "NOT_FOUND", id="somebody-else"),
        pytest.param(ADA, "", None, "INVALID", id="no-cart"),
        pytest.param(ADA, "c1", 61, "INSUFFICIENT_POINTS", id="too-many"),
        pytest.param(ADA, "c1", 0, "OUT_OF_RANGE", id="none"),
    ],
)
async def test_what_cannot_be_paid_with_points_is_refused(
    by: By, cart_id: str, points: int | None, code: str
) -> None:
    """R12.1, R13.1."""
    assert (await refusal(APPLY, by, cart=cart_id, points=points)).code == code
