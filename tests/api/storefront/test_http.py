"""The storefront over HTTP: tokens, the `Store` header, GET (R12.1, R13.1, R13.4)."""

import json
from collections.abc import AsyncIterator

import httpx
import pytest

from schema.storefront.root import schema
from services.access.tokens import TokenRules, issue_admin_token, issue_customer_token
from tests.executor import IS_COMPILED
from tests.services.shop import fill_cart, give, line, open_shop
from transport.application import HttpOptions, build_application

RULES = TokenRules(secret="a secret of at least thirty-two bytes")
OTHER_RULES = TokenRules(secret="another secret of thirty-two bytes")
BALANCE = "{ customer { id reward_points { balance { points } } } }"

ADAS = issue_customer_token(rules=RULES, customer_id="ada", ttl_seconds=86_400)
ADAS_FOR_EU = issue_customer_token(
    rules=RULES, customer_id="ada", website_code="eu", ttl_seconds=86_400
)
NO_GOOD = {
    "expired": issue_customer_token(rules=RULES, customer_id="ada", ttl_seconds=-1),
    "of-another-key": issue_customer_token(rules=OTHER_RULES, customer_id="ada", ttl_seconds=60),
    "an-admins": issue_admin_token(
        rules=RULES, subject="backend", scopes=["admin"], ttl_seconds=60
    ),
    "no-token": "gibberish",
}
EVERYTHING = {
    "customer": BALANCE,
    "cart": '{ cart(cart_id: "c1") { id } }',
    "newest-cart": "{ customerCart { id } }",
    "apply": 'mutation { applyRewardPointsToCart(cartId: "c1") { cart { id } } }',
    "remove": 'mutation { removeRewardPointsFromCart(cartId: "c1") { cart { id } } }',
    "hold": 'mutation { holdRewardPointsForCart(cartId: "c1") { expires_at } }',
    "update": "mutation { updateCustomerV2(input: {}) { customer { id } } }",
    "subscribe": "mutation { updateRewardPointsSubscriptions(input: {}) { __typename } }",
}


@pytest.fixture(autouse=True)
async def ada(shop: str) -> str:
    """Give Ada 25 points and a cart of 50.00 dollars."""
    await give(25)
    await fill_cart(line("50.00"))
    return shop


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    options = HttpOptions(token_rules=RULES, compiled_execution=IS_COMPILED)
    application = build_application(schema, schema, options)
    transport = httpx.ASGITransport(application)
    async with httpx.AsyncClient(transport=transport, base_url="http://guerdon") as opened:
        yield opened


def headers(token: str | None = ADAS, store: str | None = None) -> dict[str, str]:
    given = {"authorization": token and f"Bearer {token}", "store": store}
    return {name: value for name, value in given.items() if value}


def balance(points: int) -> dict[str, object]:
    return {"data": {"customer": {"id": "ada", "reward_points": {"balance": {"points": points}}}}}


async def test_a_token_reads_its_customers_balance(client: httpx.AsyncClient) -> None:
    answer = await client.post("/graphql", json={"query": BALANCE}, headers=headers())

    assert (answer.status_code, answer.json()) == (200, balance(25))


async def test_a_query_is_answered_over_get_with_its_variables(client: httpx.AsyncClient) -> None:
    """R13.4."""
    parameters = {
        "query": "query ($id: String!) { cart(cart_id: $id) { id } }",
        "variables": json.dumps({"id": "c1"}),
    }

    answer = await client.get("/graphql", params=parameters, headers=headers())

    assert answer.json() == {"data": {"cart": {"id": "c1"}}}


async def test_an_anonymous_mutation_with_a_name_beside_it_is_run(
    client: httpx.AsyncClient,
) -> None:
    """R13.4: as Adobe's clients send it."""
    mutation = """mutation ($id: ID!) {
        applyRewardPointsToCart(cartId: $id) { cart { applied_reward_points { points } } }
    }"""
    body = {"query": mutation, "variables": {"id": "c1"}, "operationName": "ApplyPoints"}

    answer = await client.post("/graphql", json=body, headers=headers())

    cart = {"applied_reward_points": {"points": 20.0}}
    assert answer.json() == {"data": {"applyRewardPointsToCart": {"cart": cart}}}


@pytest.mark.parametrize(
    ("token", "store", "points"),
    [(ADAS, "eu", 7), (ADAS_FOR_EU, None, 7), (ADAS_FOR_EU, "eu", 7), (ADAS, "us", 25)],
    ids=["header", "token", "both", "header-of-the-default"],
)
async def test_header_and_token_name_the_website(
    client: httpx.AsyncClient, token: str, store: str | None, points: int
) -> None:
    """R12.1."""
    await open_shop(website_code="eu", currency="EUR")
    await give(7, website_code="eu")

    answer = await client.post("/graphql", json={"query": BALANCE}, headers=headers(token, store))

    assert answer.json() == balance(points)


@pytest.mark.any_database
@pytest.mark.parametrize("field", sorted(EVERYTHING.keys() - {"cart"}))
async def test_without_a_token_each_field_says_who_is_missing(
    client: httpx.AsyncClient, field: str
) -> None:
    """R13.1: but for the cart, which may be a guest's (R12.1)."""
    answer = await client.post("/graphql", json={"query": EVERYTHING[field]})

    (error,) = answer.json()["errors"]
    assert error["message"] == "The current customer isn't authorized."
    assert error["extensions"] == {
        "category": "graphql-authorization",
        "code": "UNAUTHENTICATED",
    }


@pytest.mark.any_database
@pytest.mark.parametrize("token", NO_GOOD.values(), ids=NO_GOOD.keys())
@pytest.mark.parametrize("query", EVERYTHING.values(), ids=EVERYTHING.keys())
async def test_a_token_that_is_no_good_signs_nobody_in(
    client: httpx.AsyncClient, query: str, token: str
) -> None:
    """R13.1."""
    answer = await client.post("/graphql", json={"query": query}, headers=headers(token))

    (error,) = answer.json()["errors"]
    assert error["message"] == "The current customer isn't authorized."
    assert error["extensions"]["category"] == "graphql-authentication"


@pytest.mark.any_database
@pytest.mark.parametrize("token", [None, *NO_GOOD.values()], ids=["none", *NO_GOOD])
async def test_store_config_needs_no_token(client: httpx.AsyncClient, token: str | None) -> None:
    query = {"query": "{ customer { id } storeConfig { code } }"}

    answer = await client.post("/graphql", json=query, headers=headers(token))

    assert answer.json()["data"] == {"customer": None, "storeConfig": {"code": "us"}}


async def test_an_unknown_store_is_named(client: httpx.AsyncClient) -> None:
    answer = await client.post(
        "/graphql", json={"query": BALANCE}, headers=headers(store="nowhere")
    )

    (error,) = answer.json()["errors"]
    assert answer.json()["data"] == {"customer": None}
    assert error["message"] == "There is no website nowhere."
    assert error["extensions"] == {"category": "graphql-no-such-entity", "code": "NOT_FOUND"}
