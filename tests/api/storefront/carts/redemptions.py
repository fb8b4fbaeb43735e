"""The mutations of points on a cart, and what they answer."""

import pytest

from tests.api.storefront.asking import ADA, By, ask

CART = """cart {
    applied_reward_points { points money { value currency } } prices { grand_total { value } }
}"""
APPLY = f"""mutation ($cart: ID!, $points: Int) {{
    applyRewardPointsToCart(cartId: $cart, points: $points) {{ {CART} }}
}}"""
REMOVE = f"mutation ($cart: ID!) {{ removeRewardPointsFromCart(cartId: $cart) {{ {CART} }} }}"
HOLD = """mutation ($cart: ID!, $ttl: Int) {
    holdRewardPointsForCart(cartId: $cart, ttlSeconds: $ttl) {
        cart { id } held { points money { value currency } } expires_at
    }
}"""
MUTATIONS = pytest.mark.parametrize(
    "mutation", [APPLY, REMOVE, HOLD], ids=["apply", "remove", "hold"]
)


def shows(points: int | None, due: float) -> dict[str, object]:
    """Return a changed cart on which points are worth 0.20 dollars each."""
    applied = points and {"points": points, "money": {"value": points * 0.2, "currency": "USD"}}
    return {"cart": {"applied_reward_points": applied, "prices": {"grand_total": {"value": due}}}}


async def applied(by: By = ADA, **variables: object) -> object:
    """Apply points to the cart c1 and return what that answers."""
    answer = await ask(APPLY, by, cart="c1", **variables)
    return answer["applyRewardPointsToCart"]
