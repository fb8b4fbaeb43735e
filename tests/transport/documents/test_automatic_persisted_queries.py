"""Apollo's automatic persisted queries: a hash, then once the text (GraphQL over HTTP, Apollo)."""

import asyncio
import hashlib
import json

import httpx
import pytest

from services.access.tokens import TokenRules
from tests.transport.conftest import ADMIN_SCHEMA, SECRET, STOREFRONT_SCHEMA
from transport.application import HttpOptions, build_application
from transport.documents import persisted_documents

HELLO = "{ hello }"
GREETED = {"data": {"hello": "Hello, world!"}}
NOT_FOUND = {
    "message": "PersistedQueryNotFound",
    "extensions": {"category": "graphql-input", "code": "PERSISTED_QUERY_NOT_FOUND"},
}
GRAPHQL_JSON = "application/graphql-response+json"


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def by_hash(text: str, **others: object) -> dict[str, object]:
    """Return the body that names a document as Apollo's clients do."""
    named = {"version": 1, "sha256Hash": sha256(text)}
    return {"extensions": {"persistedQuery": named}, **others}


async def ask(client: httpx.AsyncClient, body: object, path: str = "/graphql") -> dict[str, object]:
    answer = await client.post(path, json=body)
    return answer.json()  # type: ignore[no-any-return]


async def test_an_unknown_hash_is_said_to_be_one_in_apollos_words(
    client: httpx.AsyncClient,
) -> None:
    older = await client.post("/graphql", json=by_hash(HELLO))
    newer = await client.post("/graphql", json=by_hash(HELLO), headers={"accept": GRAPHQL_JSON})

    assert older.json() == newer.json() == {"errors": [NOT_FOUND]}
    assert (older.status_code, newer.status_code) == (200, 400)


async def test_a_text_sent_with_its_hash_is_known_by_it_from_then_on(
    client: httpx.AsyncClient,
) -> None:
    registered = await ask(client, by_hash(HELLO, query=HELLO))
    asked = await ask(client, by_hash(HELLO))
    by_id = await ask(client, {"documentId": f"sha256:{sha256(HELLO)}"})

    assert registered == asked == by_id == GREETED


async def test_a_hash_goes_by_get_too_and_with_variables(client: httpx.AsyncClient) -> None:
    text = "query Hi($name: String!) { hello(name: $name) }"
    parameters = {
        "extensions": json.dumps(by_hash(text)["extensions"]),
        "variables": '{"name": "Ada"}',
        "operationName": "Hi",
    }

    unknown = await client.get("/graphql", params=parameters)
    registered = await client.get("/graphql", params={**parameters, "query": text})
    known = await client.get("/graphql", params=parameters)

    assert unknown.json() == {"errors": [NOT_FOUND]}
    assert registered.json() == known.json() == {"data": {"hello": "Hello, Ada!"}}


async def test_a_mutation_known_by_its_hash_is_still_405_by_get(client: httpx.AsyncClient) -> None:
    text = 'mutation { say(text: "a") }'
    await ask(client, by_hash(text, query=text))

    answer = await client.get(
        "/graphql", params={"extensions": json.dumps(by_hash(text)["extensions"])}
    )

    assert answer.status_code == 405


async def test_the_hash_of_another_text_is_refused_and_nothing_is_registered(
    client: httpx.AsyncClient,
) -> None:
    answer = await ask(client, by_hash(HELLO, query="{ item { name } }"))

    assert "data" not in answer
    assert await ask(client, by_hash(HELLO)) == {"errors": [NOT_FOUND]}
    assert await ask(client, by_hash("{ item { name } }")) == {"errors": [NOT_FOUND]}


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "{ nothing }",
        "{" + " ".join(f"a{number}: hello" for number in range(16)) + "}",
        f"{{ hello {' ' * 15_000}}}",
    ],
    ids=["malformed", "not-valid", "too-many-aliases", "too-long"],
)
async def test_only_good_documents_are_registered(client: httpx.AsyncClient, text: str) -> None:
    """R14.1."""
    await ask(client, by_hash(text, query=text))

    assert await ask(client, by_hash(text)) == {"errors": [NOT_FOUND]}


async def test_a_known_document_meets_the_limits_each_time(client: httpx.AsyncClient) -> None:
    """R14.1: the variables decide what it costs."""
    text = "query ($n: Int!) { items(pageSize: 100) { items(first: $n) { a: name name } } }"

    cheap = await ask(client, by_hash(text, query=text, variables={"n": 1}))
    dear = await ask(client, by_hash(text, variables={"n": 100}))

    assert "errors" not in cheap
    assert "exceeds the limit for cost" in str(dear["errors"])


async def test_what_one_api_knows_the_other_does_not(client: httpx.AsyncClient) -> None:
    """R12.2."""
    text = "{ __typename }"
    await ask(client, by_hash(text, query=text))

    assert await ask(client, by_hash(text), "/graphql/admin") == {"errors": [NOT_FOUND]}
    await ask(client, by_hash(text, query=text), "/graphql/admin")
    assert await ask(client, by_hash(text), "/graphql/admin") == {"data": {"__typename": "Query"}}


async def test_many_may_register_at_once(client: httpx.AsyncClient) -> None:
    texts = [f"{{ hello a{number}: hello }}" for number in range(10)]

    await asyncio.gather(*(ask(client, by_hash(text, query=text)) for text in texts * 5))
    answers = await asyncio.gather(*(ask(client, by_hash(text)) for text in texts * 5))

    assert all("errors" not in answer for answer in answers)


@pytest.mark.parametrize(
    ("bound", "most"),
    [("MOST_REGISTERED", 2), ("MOST_REGISTERED_CHARACTERS", 25)],
    ids=["number", "characters"],
)
async def test_what_was_not_asked_for_the_longest_is_forgotten_first(
    bound: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(persisted_documents, bound, most)
    application = build_application(
        STOREFRONT_SCHEMA, ADMIN_SCHEMA, HttpOptions(TokenRules(SECRET))
    )
    transport = httpx.ASGITransport(application)
    texts = ["{ a: hello }", "{ b: hello }", "{ c: hello }"]
    async with httpx.AsyncClient(transport=transport, base_url="http://guerdon") as client:
        for text in texts[:2]:
            await ask(client, by_hash(text, query=text))
        await ask(client, by_hash(texts[0]))
        await ask(client, by_hash(texts[2], query=texts[2]))

        known = ["errors" not in await ask(client, by_hash(text)) for text in texts]

    assert known == [True, False, True]


@pytest.mark.parametrize(
    "body",
    [
        {"extensions": {"persistedQuery": "hash"}},
        {"extensions": {"persistedQuery": {"version": 1}}},
        {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": 7}}},
        {"extensions": {"persistedQuery": {"version": 2, "sha256Hash": sha256(HELLO)}}},
        {"documentId": 7},
        {"documentId": ""},
        {"documentId": sha256("{ item { name } }"), **by_hash(HELLO)},
        {**by_hash(HELLO), "query": 7},
        {"extensions": {}},
    ],
)
async def test_a_document_named_in_no_way_that_there_is_is_400(
    client: httpx.AsyncClient, body: dict[str, object]
) -> None:
    answer = await client.post("/graphql", json=body)

    assert answer.status_code == 400


@pytest.mark.parametrize("document_id", ["x" * 90_000, "md5", "sha512:00", sha256(HELLO).upper()])
async def test_an_id_that_is_no_hash_names_nothing(
    client: httpx.AsyncClient, document_id: str
) -> None:
    await ask(client, by_hash(HELLO, query=HELLO))

    answer = await client.post("/graphql", json={"documentId": document_id})

    (error,) = answer.json()["errors"]
    assert error["extensions"]["code"] == "PERSISTED_DOCUMENT_NOT_FOUND"
    assert len(answer.content) < 1_000
