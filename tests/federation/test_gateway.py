"""One graph of a shop and Guerdon, asked through Apollo's gateway, all of them real (ADR 15)."""

import asyncio
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import httpx
import pytest

from schema.storefront.customers.customer_key import CustomerKey
from schema.storefront.points_subgraph import points_subgraph
from schema.storefront.root import schema
from tests.faults.running_shop import ADJUST, SET_UP, RunningShop, ask, running_shop
from tests.federation.node import HERE, gateways

WHOLE = schema.as_str()
SUBGRAPHS = {
    "whole": {"guerdon": WHOLE, "shop": (HERE / "shop.graphql").read_text()},
    "points-alone": {
        "guerdon": points_subgraph(WHOLE, key=CustomerKey.ID),
        "shop": (HERE / "magento.graphql").read_text(),
    },
}
WITHOUT_ID = re.sub(
    r"type Customer @key.*?\n  id: ID!",
    "type Customer {",
    SUBGRAPHS["points-alone"]["shop"],
    flags=re.DOTALL,
)
BY_TOKEN = {"guerdon": points_subgraph(WHOLE), "shop": WITHOUT_ID}
ITEMS = {
    "whole": "lines { sku quantity price { value } }",
    "points-alone": """items {
        quantity prices { price { value } } product { sku }
        ... on SimpleCartItem { customizable_options }
    }""",
}
CARTS = """
mutation {
  customerPut(input: {id: "bob", websiteCode: "us", email: "bob@guerdon.example"})
    { userErrors { code } }
  c1: cartPut(input: {id: "c1", websiteCode: "us", customerId: "ada",
    lines: [{id: "1", sku: "MUG", quantity: 1, unitPrice: "10.00"}]}) { userErrors { code } }
  c2: cartPut(input: {id: "c2", websiteCode: "us", customerId: "ada",
    lines: [{id: "1", sku: "MUG", quantity: 2, unitPrice: "10.00"}]}) { userErrors { code } }
  bobs: cartPut(input: {id: "bobs", websiteCode: "us", customerId: "bob",
    lines: [{id: "1", sku: "MUG", quantity: 3, unitPrice: "10.00"}]}) { userErrors { code } }
  bobs_points: pointsAdjust(
    input: {idempotencyKey: "bobs", customerId: "bob", websiteCode: "us", points: 50}
  ) { userErrors { code } }
  ada: cartApplyPoints(cartId: "c1") { userErrors { code } }
  bob: cartApplyPoints(cartId: "bobs") { userErrors { code } }
}
"""
POINTS = "reward_points { balance { points } }"


@dataclass(frozen=True)
class Graph:
    """A gateway, and the tokens of customers that it passes on."""

    name: str
    url: str
    tokens: dict[str, str]

    def answer(self, query: str, customer: str | None = "ada", **headers: str) -> dict[str, object]:
        """Return what answers the query of a customer, errors with it."""
        if customer is not None:
            headers["authorization"] = f"Bearer {self.tokens[customer]}"
        response = httpx.post(self.url, json={"query": query}, headers=headers, timeout=30)
        answer: dict[str, object] = response.json()
        return answer

    def data(self, query: str, customer: str = "ada", **headers: str) -> dict[str, object]:
        """Return the data that answers the query, which must have no error."""
        answer = self.answer(query, customer, **headers)
        assert "errors" not in answer, answer
        return answer["data"]  # type: ignore[return-value]


@pytest.fixture(scope="module")
def guerdon(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningShop]:
    """Run a server with Ada, 300 points of hers, two of her carts and one of Bob's."""
    path = shutil.copy(sqlite_template, tmp_path_factory.mktemp("federation") / "guerdon.db")
    with running_shop(f"sqlite://{path}") as [server]:
        asyncio.run(_fill(server))
        yield server


async def _fill(server: RunningShop) -> None:
    async with server.admin() as admin:
        await ask(admin, SET_UP)
        await ask(admin, ADJUST, key="first", points=300)
        await ask(admin, CARTS)


@pytest.fixture(scope="module")
def graphs(guerdon: RunningShop) -> Iterator[dict[str, Graph]]:
    tokens = {
        customer: guerdon.command("token", "--customer", customer).stdout.strip()
        for customer in ("ada", "bob")
    }
    with gateways(guerdon.url, {**SUBGRAPHS, "by-token": BY_TOKEN}) as urls:
        yield {name: Graph(name, url, tokens) for name, url in urls.items()}


@pytest.fixture(params=SUBGRAPHS)
def graph(graphs: dict[str, Graph], request: pytest.FixtureRequest) -> Graph:
    return graphs[request.param]


def test_a_customer_is_the_shops_and_their_points_are_ours(graph: Graph) -> None:
    found = graph.data(f"{{ customer {{ id email firstname group {POINTS} }} }}")

    assert found["customer"] == {
        "id": "ada",
        "email": "ada@shop.example",
        "firstname": "Ada",
        "group": "Wholesale",
        "reward_points": {"balance": {"points": 300}},
    }


def test_carts_have_the_shops_items_and_our_points(graph: Graph) -> None:
    """One of them the shop has not told us of: what we would say of it is null."""
    answer = graph.answer(
        f"""{{ customer {{ carts {{
            id email {ITEMS[graph.name]}
            applied_reward_points {{ points money {{ value currency }} }}
            reward_points_quote {{ points_to_earn }}
        }} }} }}"""
    )

    assert answer["data"] == {
        "customer": {
            "carts": [
                {
                    **of_the_shop(graph, "c1", 1),
                    "applied_reward_points": {
                        "points": 300,
                        "money": {"value": 3, "currency": "USD"},
                    },
                    "reward_points_quote": {"points_to_earn": 7},
                },
                {
                    **of_the_shop(graph, "c2", 2),
                    "applied_reward_points": None,
                    "reward_points_quote": {"points_to_earn": 20},
                },
                {
                    **of_the_shop(graph, "unheard-of", 1),
                    "applied_reward_points": None,
                    "reward_points_quote": None,
                },
            ]
        }
    }
    assert refusals(answer) == [
        (
            ["customer", "carts", 2],
            'Could not find a cart with ID "unheard-of"',
            "graphql-no-such-entity",
        )
    ]


def of_the_shop(graph: Graph, cart_id: str, mugs: int) -> dict[str, object]:
    """Return what the shop says of a cart with some mugs, as `ITEMS` asks."""
    lines: dict[str, dict[str, object]] = {
        "whole": {"lines": [{"sku": "MUG", "quantity": mugs, "price": {"value": 10}}]},
        "points-alone": {
            "items": [
                {
                    "quantity": mugs,
                    "prices": {"price": {"value": 10}},
                    "product": {"sku": "MUG"},
                    "customizable_options": None,
                }
            ]
        },
    }
    return {"id": cart_id, "email": "ada@shop.example", **lines[graph.name]}


def test_points_are_applied_and_the_shop_tells_the_rest(graph: Graph) -> None:
    found = graph.data(
        f"""mutation {{ applyRewardPointsToCart(cartId: "bobs") {{ cart {{
            id email owner {{ firstname {POINTS} }} applied_reward_points {{ points }}
        }} }} }}""",
        "bob",
    )

    assert found["applyRewardPointsToCart"] == {
        "cart": {
            "id": "bobs",
            "email": "bob@shop.example",
            "owner": {"firstname": "Bob", "reward_points": {"balance": {"points": 50}}},
            "applied_reward_points": {"points": 50},
        }
    }


def test_what_the_shop_lets_through_is_not_let_through_by_us(graph: Graph) -> None:
    """R12.1: this shop shows everybody's carts and customers to everybody."""
    answer = graph.answer(
        f"""{{
            cart(cart_id: "bobs") {{ id email applied_reward_points {{ points }} }}
            customers {{ id {POINTS} }}
        }}"""
    )

    assert answer["data"] == {
        "cart": {"id": "bobs", "email": "bob@shop.example", "applied_reward_points": None},
        "customers": [
            {"id": "ada", "reward_points": {"balance": {"points": 300}}},
            {"id": "bob", "reward_points": None},
        ],
    }
    assert refusals(answer) == [
        (["cart"], 'Could not find a cart with ID "bobs"', "graphql-no-such-entity"),
        (["customers", 1], 'Could not find a customer with ID "bob"', "graphql-no-such-entity"),
    ]


def test_without_a_token_there_are_no_points(graph: Graph) -> None:
    answer = graph.answer(
        '{ cart(cart_id: "c1") { id applied_reward_points { points } } }', customer=None
    )

    assert answer["data"] == {"cart": {"id": "c1", "applied_reward_points": None}}
    assert refusals(answer) == [
        (["cart"], 'Could not find a cart with ID "c1"', "graphql-no-such-entity")
    ]


def test_a_mutation_of_somebody_elses_cart_is_refused(graph: Graph) -> None:
    answer = graph.answer('mutation { applyRewardPointsToCart(cartId: "bobs") { cart { id } } }')

    assert answer["data"] == {"applyRewardPointsToCart": None}
    assert refusals(answer) == [
        (
            ["applyRewardPointsToCart"],
            'Could not find a cart with ID "bobs"',
            "graphql-no-such-entity",
        )
    ]


def test_the_store_header_names_the_website(graph: Graph) -> None:
    answer = graph.answer(f"{{ customer {{ id {POINTS} }} }}", store="nowhere")

    assert answer["data"] == {"customer": {"id": "ada", "reward_points": None}}
    assert refusals(answer) == [
        (["customer"], "There is no website nowhere.", "graphql-no-such-entity")
    ]


def test_what_the_shop_does_not_have_is_ours(graphs: dict[str, Graph]) -> None:
    """All of Adobe's fields are in the graph: what is due comes from us, the address does not."""
    found = graphs["whole"].data(
        """{
            customerCart { id email prices { grand_total { value } } items { product { sku } } }
            storeConfig { magento_reward_general_is_enabled }
        }""",
        "bob",
    )

    assert found == {
        "customerCart": {
            "id": "bobs",
            "email": "bob@shop.example",
            "prices": {"grand_total": {"value": 29.5}},
            "items": [{"product": {"sku": "MUG"}}],
        },
        "storeConfig": {"magento_reward_general_is_enabled": "1"},
    }


def test_a_shop_that_does_not_say_who_its_customer_is_has_points_by_the_token(
    graphs: dict[str, Graph],
) -> None:
    """Magento up to 2.4.8 (ADR 120)."""
    asked = f"{{ customer {{ email {POINTS} }} }}"

    ada, bob = (graphs["by-token"].data(asked, customer) for customer in ("ada", "bob"))
    nobody = graphs["by-token"].answer(f"{{ customers {{ email {POINTS} }} }}", customer=None)

    points = [300, 50]
    assert [ada, bob] == [
        {
            "customer": {
                "email": f"{name}@shop.example",
                "reward_points": {"balance": {"points": balance}},
            }
        }
        for name, balance in zip(("ada", "bob"), points, strict=True)
    ]
    assert {category for _, _, category in refusals(nobody)} == {"graphql-authorization"}


def refusals(answer: dict[str, object]) -> list[tuple[object, object, object]]:
    """Return each error's path, message and category."""
    errors = cast("list[dict[str, Any]]", answer["errors"])
    return [(e["path"], e["message"], e["extensions"]["category"]) for e in errors]
