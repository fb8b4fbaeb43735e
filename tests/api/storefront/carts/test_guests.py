"""Guests' carts: read by their ids without a token, and nothing more (R12.1, R5.8)."""

import pytest

from services.checkout.answers import Cart
from services.checkout.cart_input import CartInput
from services.checkout.putting import put_cart
from services.promotions.cart_rules import create_cart_rule
from services.promotions.product_points import ProductPoints, put_product_points
from services.rules.checkout.cart import CartContent
from services.rules.checkout.cart_rules import CartRule
from services.setup.settings import update_settings
from tests.api.storefront.asking import ADA, NOBODY, By, Refusal, ask, refusal, refusals
from tests.api.storefront.carts.carts import CART
from tests.clock import NOW
from tests.services.shop import ADMIN, fill_cart, line, open_shop, place

pytestmark = pytest.mark.usefixtures("shop")

QUOTE = """reward_points_quote { points_to_earn points_to_earn_if_registered
    available { points } maximum_applicable { points } sources { points } }"""
UNKNOWN = Refusal('Could not find a cart with ID "c1"', "NOT_FOUND", "graphql-no-such-entity")
UNAUTHORIZED = Refusal(
    "The current customer isn't authorized.", "UNAUTHENTICATED", "graphql-authorization"
)


async def fill(*lines: object, email: str | None = "gina@example.com", **content: object) -> Cart:
    """Put a guest's cart c1: by default of 12.00, which is worth 60 points to a customer."""
    values = CartContent(currency="", lines=lines or (line("12.00"),), **content)  # type: ignore[arg-type]
    cart = CartInput("c1", "us", None, email, values)
    return await put_cart(cart=cart, caller=ADMIN, now=NOW)


async def test_a_guests_cart_is_read_by_its_id_without_a_token() -> None:
    """R12.1: without its e-mail address; its points fields are null, which is no error."""
    await fill()

    found = await ask(
        CART % "id email applied_reward_points { points } prices { grand_total { value } }"
        " items { product { sku } }",
        NOBODY,
    )

    assert found["cart"] == {
        "id": "c1",
        "email": None,
        "applied_reward_points": None,
        "prices": {"grand_total": {"value": 12.0}},
        "items": [{"product": {"sku": "sku-l1"}}],
    }


async def test_a_customer_reads_the_address_of_their_own_cart() -> None:
    await put_cart(
        cart=CartInput("c1", "us", "ada", "a@example.com", CartContent("", (line("1.00"),))),
        caller=ADMIN,
        now=NOW,
    )

    assert await ask(CART % "email") == {"cart": {"email": "a@example.com"}}


async def test_a_guests_quote_tells_what_it_would_earn_a_customer() -> None:
    """R5.8: by the rate, by products and by rules; as it is, it earns nothing."""
    rule = CartRule("", "Rule", points=7)
    await create_cart_rule(wanted=rule, caller=ADMIN, now=NOW)
    product = ProductPoints("sku-l1", points_received=3)
    await put_product_points(product=product, caller=ADMIN, now=NOW)
    await fill(line("6.00", 2))

    found = await ask(CART % QUOTE, NOBODY)

    assert found["cart"]["reward_points_quote"] == {
        "points_to_earn": 0,
        "points_to_earn_if_registered": 60 + 6 + 7,
        "available": {"points": 0},
        "maximum_applicable": {"points": 0},
        "sources": [],
    }


async def test_of_a_customers_cart_the_quote_says_no_such_thing() -> None:
    """R5.8."""
    await fill_cart(line("12.00"))

    found = await ask(CART % "reward_points_quote { points_to_earn_if_registered }")

    assert found["cart"]["reward_points_quote"] == {"points_to_earn_if_registered": None}


@pytest.mark.parametrize(
    ("settings", "in_admin", "in_storefront"),
    [
        pytest.param({"earn_on_purchase": False}, 0, 0, id="no-purchases"),
        pytest.param({"enabled": False}, 0, None, id="off"),
        pytest.param({"enabled_on_storefront": False}, 0, None, id="storefront-off"),
    ],
)
async def test_where_nothing_is_earned_a_guest_would_earn_nothing(
    settings: dict[str, object], in_admin: int, in_storefront: int | None
) -> None:
    """R1.6, R6.7: the quote is null where the customer's is."""
    await update_settings(website_code="us", changes=settings, caller=ADMIN, now=NOW)

    cart = await fill()
    found = await ask(CART % "reward_points_quote { points_to_earn_if_registered }", NOBODY)

    quote = found["cart"]["reward_points_quote"]
    assert cart.quote.points_to_earn_if_registered == in_admin
    assert (quote and quote["points_to_earn_if_registered"]) == in_storefront


async def test_a_guests_order_says_no_more_what_it_would_have_earned() -> None:
    await fill()

    placed = await place()

    assert placed.orders[0].quote.points_to_earn_if_registered is None


async def test_a_customers_cart_is_unknown_without_their_token() -> None:
    """R12.1: as somebody else's is."""
    await fill_cart(line("1.00"))

    assert await refusal(CART % "id", NOBODY) == UNKNOWN


async def test_a_guests_cart_is_unknown_to_a_customer() -> None:
    """R12.1: as in Adobe, which gives guests' carts to guests alone."""
    await fill()

    assert await refusal(CART % "id", ADA) == UNKNOWN


async def test_a_guests_cart_of_another_website_is_unknown_there() -> None:
    """R12.1."""
    await open_shop(website_code="eu", currency="EUR")
    await fill()

    assert await refusal(CART % "id", By(customer=None, store="eu")) == UNKNOWN
    assert await ask(CART % "id", By(customer=None, store="us")) == {"cart": {"id": "c1"}}


async def test_a_placed_guests_cart_is_not_active() -> None:
    await fill()
    await place()

    found = await refusal(CART % "id", NOBODY)

    assert found == Refusal("The cart isn't active", "CART_INACTIVE", "graphql-input")


@pytest.mark.parametrize("by", [NOBODY, ADA], ids=["guest", "customer"])
@pytest.mark.parametrize(
    "mutation",
    [
        "applyRewardPointsToCart",
        "applyRewardPointsToCartItems",
        "removeRewardPointsFromCart",
        "holdRewardPointsForCart",
    ],
)
async def test_no_points_are_applied_to_a_guests_cart(mutation: str, by: By) -> None:
    """R12.1."""
    await fill()

    data, (found,) = await refusals(
        f'mutation {{ {mutation}(cartId: "c1") {{ cart {{ id }} }} }}', by
    )

    assert data == {mutation: None}
    assert found == (UNAUTHORIZED if by is NOBODY else UNKNOWN)
