"""GUERDON_INTROSPECTION=0: the schema cannot be read, whole or by guessing."""

import dataclasses

import httpx
import pytest
from graphql import get_introspection_query

from transport.application import HttpOptions


@pytest.fixture
def options(options: HttpOptions) -> HttpOptions:
    return dataclasses.replace(options, introspection=False)


@pytest.mark.parametrize("path", ["/graphql", "/graphql/admin"])
@pytest.mark.parametrize(
    "query",
    [get_introspection_query(), '{ __type(name: "Query") { name } }', "{ _service { sdl } }"],
)
async def test_introspection_is_refused(client: httpx.AsyncClient, path: str, query: str) -> None:
    answer = await client.post(path, json={"query": query})

    assert "data" not in answer.json()


async def test_a_type_name_is_no_introspection(client: httpx.AsyncClient) -> None:
    answer = await client.post("/graphql", json={"query": "{ __typename item { __typename } }"})

    assert answer.json() == {"data": {"__typename": "Query", "item": {"__typename": "Item"}}}


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        ("{ helo }", {}),
        ("{ hello(nam: 1) }", {}),
        ("query ($a: Strin) { hello }", {}),
        ("{ paint(colour: REDD) }", {}),
        ("query ($a: Colour!) { paint(colour: $a) }", {"a": "REDD"}),
    ],
    ids=["field", "argument", "type", "value", "variable"],
)
async def test_messages_suggest_nothing(
    client: httpx.AsyncClient, query: str, variables: dict[str, object]
) -> None:
    answer = await client.post("/graphql", json={"query": query, "variables": variables})

    assert "errors" in answer.json()
    assert "Did you mean" not in answer.text
