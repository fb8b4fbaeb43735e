"""Introspection: who may read the admin API's schema, and answers that are kept (R14.1)."""

import time
from collections.abc import Callable

import httpx
import pytest
from graphql import get_introspection_query

from schema.admin.root import schema as admin
from transport.api.execution import graphql_schema
from transport.documents.documents import Documents
from transport.documents.schema_answers import MOST_KEPT, SchemaAnswers

Sign = Callable[..., str]

READING = [
    get_introspection_query(),
    '{ __type(name: "Query") { name } }',
    "{ _service { sdl } }",
    "{ ... { schema: __schema { queryType { name } } } }",
    "{ viewer ...F } fragment F on Query { ...G } fragment G on Query { __schema { description } }",
]


async def _ask(
    client: httpx.AsyncClient, path: str, query: str, token: str | None = None, **more: object
) -> httpx.Response:
    headers = {} if token is None else {"authorization": f"Bearer {token}"}
    return await client.post(path, json={"query": query, **more}, headers=headers)


@pytest.mark.parametrize("query", READING)
async def test_the_admin_schema_is_shown_to_nobody_without_a_token(
    client: httpx.AsyncClient, query: str
) -> None:
    answer = await _ask(client, "/graphql/admin", query)

    assert answer.json() == {
        "errors": [
            {
                "message": "This needs the token of an admin or a service.",
                "extensions": {"category": "graphql-authorization", "code": "UNAUTHENTICATED"},
            }
        ]
    }


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ({}, "it speaks for a customer"),
        ({"scope": "admin", "exp": 1}, "it has expired"),
        ({"scope": ""}, "This needs a token with a scope."),
    ],
)
async def test_a_token_that_is_no_good_there_is_told_why(
    client: httpx.AsyncClient, sign: Sign, claims: dict[str, object], said: str
) -> None:
    answer = await _ask(client, "/graphql/admin", READING[0], sign(claims))

    assert "data" not in answer.json()
    assert said in answer.json()["errors"][0]["message"]


@pytest.mark.parametrize("query", READING)
async def test_any_scope_is_enough(client: httpx.AsyncClient, sign: Sign, query: str) -> None:
    answer = await _ask(client, "/graphql/admin", query, sign({"scope": "orders:read"}))

    assert "errors" not in answer.json()


async def test_the_storefronts_schema_is_everybodys(client: httpx.AsyncClient) -> None:
    answer = await _ask(client, "/graphql", READING[0])

    assert answer.json()["data"]["__schema"]["queryType"]["name"] == "Query"


async def test_a_type_name_needs_no_token(client: httpx.AsyncClient) -> None:
    answer = await _ask(client, "/graphql/admin", "{ __typename }")

    assert answer.json() == {"data": {"__typename": "Query"}}


async def test_an_answer_is_kept_by_its_text(client: httpx.AsyncClient) -> None:
    def seconds(began_at: float) -> float:
        return time.process_time() - began_at

    began_at = time.process_time()
    first = await _ask(client, "/graphql", READING[0])
    first_took = seconds(began_at)
    again, took = first, []
    for _ in range(5):
        began_at = time.process_time()
        again = await _ask(client, "/graphql", READING[0])
        took.append(seconds(began_at))

    assert again.json() == first.json()
    assert again.headers["content-type"] == first.headers["content-type"]
    assert min(took) < first_took / 3


async def test_a_kept_answer_needs_a_token_too(client: httpx.AsyncClient, sign: Sign) -> None:
    await _ask(client, "/graphql/admin", READING[1], sign({"scope": "admin"}))

    answer = await _ask(client, "/graphql/admin", READING[1])

    assert "data" not in answer.json()


async def test_what_depends_on_who_asks_is_not_kept(client: httpx.AsyncClient, sign: Sign) -> None:
    query = '{ __type(name: "Query") { name } customer }'

    answers = [await _ask(client, "/graphql", query, sign({"sub": sub})) for sub in ("ada", "bob")]

    assert [answer.json()["data"]["customer"] for answer in answers] == ["ada", "bob"]


async def test_what_depends_on_variables_is_not_kept(client: httpx.AsyncClient) -> None:
    query = "query ($of: String!) { __type(name: $of) { name } }"

    answers = [
        await _ask(client, "/graphql", query, variables={"of": name}) for name in ("Query", "Item")
    ]

    assert [answer.json()["data"]["__type"]["name"] for answer in answers] == ["Query", "Item"]


async def test_operations_of_one_document_have_answers_of_their_own(
    client: httpx.AsyncClient,
) -> None:
    query = 'query A { __type(name: "Query") { name } } query B { __type(name: "Item") { name } }'

    answers = [await _ask(client, "/graphql", query, operationName=name) for name in ("A", "B")]

    assert [answer.json()["data"]["__type"]["name"] for answer in answers] == ["Query", "Item"]


def test_as_many_answers_are_kept_as_there_are_tools() -> None:
    documents, answers = Documents(graphql_schema(admin)), SchemaAnswers()
    operations = [
        documents.operation(f"{{ __schema {{ description }} }} # {number}", None)
        for number in range(MOST_KEPT + 1)
    ]

    for operation in operations:
        answers.keep(operation, {"data": {}})

    assert [answers.find(operation) is None for operation in operations] == [
        True,
        *[False] * MOST_KEPT,
    ]


def test_an_answer_with_errors_is_not_kept() -> None:
    operation = Documents(graphql_schema(admin)).operation("{ _service { sdl } }", None)
    answers = SchemaAnswers()

    answers.keep(operation, {"data": None, "errors": []})

    assert answers.find(operation) is None
