"""Points in the shop's own graph: customers and carts are merged, and nobody asks twice."""

import re

import httpx
import pytest

from tests.gateway.graph import APPLY, Graph
from tests.gateway.magento.shop import Json

PARTS = """fragment Parts on Cart {
    id total_quantity items { product { sku } }
    applied_reward_points { points money { value currency } }
    prices { grand_total { value currency } subtotal_excluding_tax { value } }
}"""
READ = f"query ($cart: String!) {{ cart(cart_id: $cart) {{ ...Parts }} }} {PARTS}"

REMOVE = f"""mutation ($cart: ID!) {{
    removeRewardPointsFromCart(cartId: $cart) {{ cart {{ ...Parts }} }}
}} {PARTS}"""
CHECKOUT = """query ($cart: String!) {
    storeConfig { code }
    cart(cart_id: $cart) { id applied_reward_points { points } }
    customer { email reward_points { balance { points } } }
}"""


def shown(cart: str, points: int) -> Json:
    """Return a cart with a mug and tea, of which so many points pay a cent each."""
    money = {"value": points / 100, "currency": "USD"}
    return {
        "id": cart,
        "total_quantity": 2,
        "items": [{"product": {"sku": "MUG"}}, {"product": {"sku": "TEA"}}],
        "applied_reward_points": {"points": points, "money": money} if points else None,
        "prices": {
            "grand_total": {"value": 19 - points / 100, "currency": "USD"},
            "subtotal_excluding_tax": {"value": 19},
        },
    }


def test_a_customer_is_the_shops_and_their_points_are_ours(graph: Graph) -> None:
    """R12.1: whichever form the shop's version gives the id."""
    asked = "{ customer { id firstname reward_points { balance { points } } } }"

    found = graph.data(asked, customer="bob")["customer"]

    in_base64 = "OA==" if graph.magento.version == "2.4.9" else None
    points = {"balance": {"points": 50}}
    assert found == {"id": in_base64, "firstname": "Bob", "reward_points": points}


@pytest.mark.parametrize(
    ("mutation", "points"),
    [
        ("applyRewardPointsToCart(cartId: $cart, points: 200)", 200),
        ("removeRewardPointsFromCart(cartId: $cart)", 0),
        ("holdRewardPointsForCart(cartId: $cart)", 100),
    ],
    ids=["apply", "remove", "hold"],
)
def test_a_clients_own_fragments_survive_what_points_do_to_a_cart(
    graph: Graph, mutation: str, points: int
) -> None:
    cart = graph.cart("MUG", "TEA")
    graph.data(APPLY, {"cart": cart})

    document = f"mutation ($cart: ID!) {{ {mutation} {{ cart {{ ...Parts }} }} }} {PARTS}"
    (changed,) = graph.data(document, {"cart": cart}).values()

    assert changed == {"cart": shown(cart, points)}
    assert graph.data(READ, {"cart": cart}) == {"cart": shown(cart, points)}


def test_each_step_of_a_mutation_shows_the_total_that_it_leaves(graph: Graph) -> None:
    cart = graph.cart("MUG", "TEA")
    document = f"""mutation ($cart: ID!) {{
        one: applyRewardPointsToCart(cartId: $cart, points: 200) {{ cart {{ ...Parts }} }}
        two: removeRewardPointsFromCart(cartId: $cart) {{ cart {{ ...Parts }} }}
    }} {PARTS}"""

    found = graph.data(document, {"cart": cart})

    assert found == {"one": {"cart": shown(cart, 200)}, "two": {"cart": shown(cart, 0)}}


def test_a_guests_cart_has_no_points_and_no_error(graph: Graph) -> None:
    """R12.1: an empty one too, of which nobody has told Guerdon."""
    full, empty = graph.cart("MUG", "TEA", customer=None), graph.cart(customer=None)

    found = graph.data(READ, {"cart": full}, customer=None)
    new = graph.data(READ, {"cart": empty}, customer=None)

    assert found == {"cart": shown(full, 0)}
    assert new["cart"]["applied_reward_points"] is None


def test_a_cart_that_guerdon_has_not_been_told_of_has_no_points_and_no_error(graph: Graph) -> None:
    """Shops tell by a queue, and a new cart is read at once (ADR 121)."""
    cart = graph.cart()

    found = graph.data(READ, {"cart": cart})

    assert found["cart"]["applied_reward_points"] is None
    assert found["cart"]["prices"]["grand_total"] == {"value": 0, "currency": "USD"}


def test_a_guest_is_told_what_registering_would_earn(graph: Graph) -> None:
    cart = graph.cart("MUG", "TEA", customer=None)

    found = graph.data(
        "query ($c: String!) { cart(cart_id: $c) { reward_points_quote"
        " { points_to_earn points_to_earn_if_registered } } }",
        {"c": cart},
        customer=None,
    )

    quote = {"points_to_earn": 0, "points_to_earn_if_registered": 19}
    assert found["cart"]["reward_points_quote"] == quote


def test_an_order_says_what_the_points_paid(graph: Graph) -> None:
    """Magento's own total stays the shop's: what it charges is its affair."""
    cart = graph.cart("MUG", "TEA")
    graph.data(APPLY, {"cart": cart})
    total = "total { total_reward_points { value currency } grand_total { value } }"

    place = "mutation ($c: String!) { placeOrder(input: {cart_id: $c}) { orderV2 { %s } } }"

    placed = graph.data(place % total, {"c": cart})
    orders = graph.data(f"{{ customer {{ orders {{ items {{ {total} }} }} }} }}")

    expected = {
        "total": {
            "total_reward_points": {"value": 1, "currency": "USD"},
            "grand_total": {"value": 19},
        }
    }
    assert placed["placeOrder"]["orderV2"] == expected
    assert orders["customer"]["orders"]["items"][0] == expected


def test_settings_of_both_are_of_one_store(graph: Graph) -> None:
    found = graph.data("{ storeConfig { store_name magento_reward_general_is_enabled } }")

    assert found["storeConfig"] == {
        "store_name": "Shop",
        "magento_reward_general_is_enabled": "1",
    }


def test_a_cart_that_points_cannot_be_applied_to_says_so_where_it_was_asked(graph: Graph) -> None:
    answer = graph.answer(
        'mutation { mine: applyRewardPointsToCart(cartId: "none") { cart { id } } }'
    )

    assert answer["data"] == {"mine": None}
    (error,) = answer["errors"]
    assert error["path"] == ["mine"]
    assert error["message"] == 'Could not find a cart with ID "none"'
    assert error["extensions"]["category"] == "graphql-no-such-entity"


@pytest.mark.parametrize(
    ("document", "of_the_shop", "of_guerdon"),
    [
        ("{ customer { reward_points { balance { points } } } }", 0, 1),
        ("{ customer { firstname reward_points { balance { points } } } }", 1, 1),
        ("{ storeConfig { magento_reward_general_is_enabled } }", 0, 1),
        ("{ customer { orders { items { total { total_reward_points { value } } } } } }", 1, 1),
        (READ, 1, 1),
        (REMOVE, 1, 2),
        (CHECKOUT, 1, 1),
        ("query ($cart: String!) { storeConfig { code } cart(cart_id: $cart) { id } }", 1, 0),
    ],
    ids=["points", "customer", "flags", "orders", "cart", "remove", "checkout", "no-points"],
)
def test_each_side_is_asked_once_or_not_at_all(
    graphs: dict[str, Graph],
    admin: httpx.Client,
    document: str,
    of_the_shop: int,
    of_guerdon: int,
) -> None:
    """Whom a token is for is asked once a minute, by the first request of its customer."""
    graph = graphs["2.4.8"]
    graph.magento.shop.place(graph.magento.shop.carts[graph.cart("MUG")])
    cart = graph.cart("MUG", "TEA")
    graph.data(APPLY, {"cart": cart})
    graph.magento.asked.clear()
    before = storefront_requests(admin)

    graph.data(document, {"cart": cart} if "$cart" in document else {})

    asked = (len(graph.magento.asked), storefront_requests(admin) - before)
    assert asked == (of_the_shop, of_guerdon)


def storefront_requests(admin: httpx.Client) -> int:
    """Return how many requests the storefront's API has had."""
    counted = r'^guerdon_requests_total\{endpoint="storefront".*\} (\S+)$'
    found = re.findall(counted, admin.get("/metrics").text, re.MULTILINE)
    return sum(int(float(number)) for number in found)
