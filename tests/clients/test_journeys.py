"""A storefront's journey with the clients that storefronts are written with (R12.1, R13.1)."""

from collections.abc import Callable
from typing import Any

import pytest
from gql import Client, GraphQLRequest
from gql.transport.exceptions import TransportQueryError
from gql.transport.httpx import HTTPXAsyncTransport

from tests.clients.conftest import SampleShop
from tests.clients.journey import Step, prove_journey, steps, told, watched_cart
from tests.clients.node_script import ask_node

GRAPHQL_JSON = "application/graphql-response+json; charset=utf-8"
MUTATIONS = {"ApplyRewards", "RemoveRewards"}
METHODS = [pytest.param(False, id="by-post"), pytest.param(True, id="queries-by-get")]
Record = Callable[[str, object], None]


def _method(*, use_get: bool) -> str:
    return "GET" if use_get else "POST"


def _count(answers: dict[str, dict[str, Any]]) -> str:
    return f"{len(answers)} steps of a storefront's journey"


def prove_methods(requests: list[dict[str, Any]], *, use_get: bool) -> None:
    """Assert that mutations went by POST, queries as told, and that each was named."""
    for request in requests:
        name = request["body"]["operationName"]
        by_get = use_get and name not in MUTATIONS
        assert request["method"] == _method(use_get=by_get), name


@pytest.mark.parametrize("use_get", METHODS)
def test_apollo_client_takes_the_journey(
    sample_shop: SampleShop, record_property: Record, *, use_get: bool
) -> None:
    """R12.1, R13.1: with fragments on interfaces told apart by what introspection says."""
    seen = ask_node(
        "apollo.js",
        url=sample_shop.storefront_url,
        steps=told(sample_shop),
        watched=watched_cart(),
        useGet=use_get,
    )

    prove_journey(seen["answers"])
    prove_methods(seen["requests"], use_get=use_get)
    assert {request["contentType"] for request in seen["requests"]} == {GRAPHQL_JSON}
    assert seen["warnings"] == []
    record_property(
        f"Apollo Client, queries by {_method(use_get=use_get)}", _count(seen["answers"])
    )


def test_apollos_cache_shows_the_cart_that_a_mutation_answers(sample_shop: SampleShop) -> None:
    """A page that has the cart needs not ask for it again."""
    seen = ask_node(
        "apollo.js",
        url=sample_shop.storefront_url,
        steps=told(sample_shop),
        watched=watched_cart(),
        useGet=False,
    )

    points = {name: page["cart"]["applied_reward_points"] for name, page in seen["cached"].items()}
    assert points["cart"] is None
    assert points["applied"]["points"] == 100
    assert points["removed"] is None
    items = seen["cached"]["removed"]["cart"]["items"]
    assert [item["__typename"] for item in items] == ["SimpleCartItem", "SimpleCartItem"]


@pytest.mark.parametrize("use_get", METHODS)
def test_urql_takes_the_journey(
    sample_shop: SampleShop, record_property: Record, *, use_get: bool
) -> None:
    """R12.1, R13.1."""
    seen = ask_node(
        "urql.js", url=sample_shop.storefront_url, steps=told(sample_shop), useGet=use_get
    )

    prove_journey(seen["answers"])
    prove_methods(seen["requests"], use_get=use_get)
    assert {request["contentType"] for request in seen["requests"]} == {GRAPHQL_JSON}
    record_property(f"urql, queries by {_method(use_get=use_get)}", _count(seen["answers"]))


async def _take(url: str, step: Step) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {step.token}"} if step.token else {}
    transport = HTTPXAsyncTransport(url=url, headers=headers)
    # It reads the schema from the server first, and holds the document against it.
    async with Client(transport=transport, fetch_schema_from_transport=True) as session:
        try:
            data = await session.execute(
                GraphQLRequest(step.document, variable_values=step.variables)
            )
        except TransportQueryError as error:
            return {"data": error.data, "errors": error.errors}
    return {"data": data, "errors": []}


async def test_gql_takes_the_journey(sample_shop: SampleShop, record_property: Record) -> None:
    """R12.1, R13.1: Python's client, which validates by the schema it reads from the server."""
    answers = {
        step.name: await _take(sample_shop.storefront_url, step) for step in steps(sample_shop)
    }

    prove_journey(answers)
    record_property("gql for Python", _count(answers))
