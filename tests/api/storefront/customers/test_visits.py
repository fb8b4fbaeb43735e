"""Which website a request is about, and who may ask (R1.2, R12.1)."""

import pytest

from services.setup.websites import delete_website, put_website
from tests.api.storefront.asking import NOBODY, By, Refusal, ask, refusal, refusals
from tests.clock import NOW
from tests.services.shop import ADMIN, fill_cart, give, line, open_shop

UNKNOWN = Refusal("There is no website xx.", "NOT_FOUND", "graphql-no-such-entity")
FORBIDDEN = Refusal(
    "The token is for another website than the Store header names.",
    "FORBIDDEN",
    "graphql-authorization",
)
EVERYTHING = {
    "customer": "{ customer { id } }",
    "cart": '{ cart(cart_id: "c1") { id } }',
    "newest-cart": "{ customerCart { id } }",
    "apply": 'mutation { applyRewardPointsToCart(cartId: "c1") { cart { id } } }',
    "apply-to-items": 'mutation { applyRewardPointsToCartItems(cartId: "c1") { cart { id } } }',
    "remove": 'mutation { removeRewardPointsFromCart(cartId: "c1") { cart { id } } }',
    "hold": 'mutation { holdRewardPointsForCart(cartId: "c1") { expires_at } }',
}
EVERY_FIELD = pytest.mark.parametrize("query", EVERYTHING.values(), ids=EVERYTHING.keys())


@pytest.fixture(autouse=True)
async def two_websites(shop: str) -> str:
    """Open the website eu beside us, the default one: Ada has 20 points there and 10 here."""
    await open_shop(website_code="eu", currency="EUR")
    await give(10)
    await give(20, website_code="eu")
    return shop


@pytest.mark.parametrize(
    ("by", "points"),
    [
        (By(), 10),
        (By(website="eu"), 20),
        (By(store="eu"), 20),
        (By(website="eu", store="eu"), 20),
    ],
    ids=["default", "token", "header", "both"],
)
async def test_the_header_names_the_website_then_the_token(by: By, points: int) -> None:
    answer = await ask("{ customer { reward_points { balance { points } } } }", by)

    assert answer["customer"]["reward_points"]["balance"]["points"] == points


@EVERY_FIELD
async def test_a_website_that_does_not_exist_is_refused(query: str) -> None:
    await fill_cart(line("5.00"))
    await ask('mutation { applyRewardPointsToCart(cartId: "c1") { cart { id } } }')

    found = await refusal(query, By(store="xx"))

    assert found == UNKNOWN


@EVERY_FIELD
async def test_a_token_for_another_website_than_the_header_names_is_refused(query: str) -> None:
    await fill_cart(line("5.00"))

    found = await refusal(query, By(website="us", store="eu"))

    assert found == FORBIDDEN


@pytest.mark.parametrize("by", [By(website="eu"), By(store="eu")], ids=["token", "header"])
@pytest.mark.parametrize("field", ["cart", "apply", "apply-to-items", "remove", "hold"])
async def test_a_cart_of_another_website_is_unknown_and_left_alone(field: str, by: By) -> None:
    await give(100)
    await fill_cart(line("50.00"))
    await ask('mutation { applyRewardPointsToCart(cartId: "c1", points: 20) { cart { id } } }')

    found = await refusal(EVERYTHING[field], by)
    after = await ask(
        """{ cart(cart_id: "c1") { applied_reward_points { points } }
        customer { reward_points { available { points } } } }"""
    )

    text = 'Could not find a cart with ID "c1"'
    assert found == Refusal(text, "NOT_FOUND", "graphql-no-such-entity")
    assert after == {
        "cart": {"applied_reward_points": {"points": 20}},
        "customer": {"reward_points": {"available": {"points": 110}}},
    }


async def test_the_newest_cart_is_one_of_the_website() -> None:
    await fill_cart(line("5.00"), cart_id="here")
    await fill_cart(line("5.00"), cart_id="there", website_code="eu", now=NOW.replace(hour=13))

    assert await ask("{ customerCart { id } }") == {"customerCart": {"id": "here"}}
    assert await ask("{ customerCart { id } }", By(store="eu")) == {"customerCart": {"id": "there"}}


@pytest.mark.parametrize("code", ["xx", "a\x00b", "e'u", "long" * 40], ids=repr)
async def test_store_config_of_a_website_that_does_not_exist_is_refused(code: str) -> None:
    data, found = await refusals("{ storeConfig { code } }", By(customer=None, store=code))

    assert data == {"storeConfig": None}
    assert [(error.code, error.category) for error in found] == [
        ("NOT_FOUND", "graphql-no-such-entity")
    ]


@pytest.mark.parametrize(
    ("by", "code"),
    [
        (NOBODY, "us"),
        (By(customer=None, store="eu"), "eu"),
        (By(website="eu"), "eu"),
        (By(website="us", store="eu"), "eu"),
    ],
    ids=["default", "header", "token", "header-before-token"],
)
async def test_store_config_answers_for_the_website_asked_about(by: By, code: str) -> None:
    assert await ask("{ storeConfig { code } }", by) == {"storeConfig": {"code": code}}


async def test_a_deleted_website_is_none() -> None:
    """R1.5."""
    await delete_website(code="eu", caller=ADMIN, now=NOW)

    found = await refusal("{ customer { id } }", By(store="eu"))

    assert found == Refusal("There is no website eu.", "NOT_FOUND", "graphql-no-such-entity")


async def test_the_default_website_may_change() -> None:
    await put_website(code="eu", is_default=True, caller=ADMIN, now=NOW)

    assert await ask("{ storeConfig { code } }") == {"storeConfig": {"code": "eu"}}


@pytest.mark.parametrize("field", sorted(EVERYTHING.keys() - {"cart"}))
async def test_nobody_is_answered_without_signing_in(field: str) -> None:
    """R13.1: whatever else is wrong. Guests' carts alone are read without a token (R12.1)."""
    found = await refusal(EVERYTHING[field], By(customer=None, store="xx"))

    assert found == Refusal(
        "The current customer isn't authorized.", "UNAUTHENTICATED", "graphql-authorization"
    )
