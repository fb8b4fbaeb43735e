"""With a manifest the storefront's API runs only the documents in it."""

import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path

import httpx
import pytest

from services.access.tokens import TokenRules
from tests.transport.conftest import ADMIN_SCHEMA, SECRET, STOREFRONT_SCHEMA
from tests.transport.documents.test_automatic_persisted_queries import by_hash, sha256
from transport.application import HttpOptions, build_application
from transport.documents.trusted_documents import ManifestRefused, read_manifest

HELLO = "query Hi($name: String!) { hello(name: $name) }"
SAY = 'mutation { say(text: "a") }'
VIEWER = "{ viewer }"
BOTH = "{ __typename }"
MANIFEST = {sha256(text): text for text in (HELLO, SAY, VIEWER, BOTH)}
ADA = {"variables": {"name": "Ada"}}
GREETED = {"data": {"hello": "Hello, Ada!"}}


@pytest.fixture
def options(options: HttpOptions) -> HttpOptions:
    return dataclasses.replace(options, trusted_documents=MANIFEST)


def is_refused(answer: httpx.Response) -> bool:
    """Tell whether a document was refused for being none of the manifest's."""
    errors = answer.json().get("errors", [])
    codes = [error["extensions"]["code"] for error in errors]
    return codes == ["PERSISTED_DOCUMENT_NOT_FOUND"] and "data" not in answer.json()


@pytest.mark.parametrize(
    "body",
    [
        {"documentId": f"sha256:{sha256(HELLO)}"},
        {"documentId": sha256(HELLO)},
        by_hash(HELLO),
        {"query": HELLO},
        {"query": HELLO, "documentId": sha256(HELLO)},
    ],
    ids=["prefixed", "bare", "apollos", "text", "both"],
)
async def test_a_trusted_document_runs_however_it_is_asked_for(
    client: httpx.AsyncClient, body: dict[str, object]
) -> None:
    answer = await client.post("/graphql", json={**body, **ADA})

    assert answer.json() == GREETED


async def test_a_trusted_document_runs_by_get(client: httpx.AsyncClient) -> None:
    parameters = {"documentId": f"sha256:{sha256(HELLO)}", "variables": '{"name": "Ada"}'}

    answer = await client.get("/graphql", params=parameters)

    assert answer.json() == GREETED


async def test_a_trusted_mutation_is_405_by_get_and_runs_by_post(client: httpx.AsyncClient) -> None:
    named = {"documentId": sha256(SAY)}

    by_get = await client.get("/graphql", params=named)
    by_post = await client.post("/graphql", json=named)

    assert by_get.status_code == 405
    assert by_post.json() == {"data": {"say": "a"}}


@pytest.mark.parametrize(
    "body",
    [
        {"query": "{ hello }"},
        {"query": f"{HELLO} "},
        {"query": "{ __schema { types { name } } }"},
        {"query": "{"},
        {"documentId": sha256("{ hello }")},
        by_hash("{ hello }"),
        by_hash("{ hello }", query="{ hello }"),
        {"documentId": sha256(VIEWER)},
        {"query": VIEWER},
    ],
    ids=[
        "text",
        "text-with-a-space",
        "introspection",
        "malformed",
        "id",
        "apollos",
        "apollos-with-text",
        "id-of-the-admins",
        "text-of-the-admins",
    ],
)
async def test_nothing_else_runs_and_nothing_is_registered(
    client: httpx.AsyncClient, body: dict[str, object]
) -> None:
    answers = [await client.post("/graphql", json=body) for _ in range(2)]

    assert all(is_refused(answer) for answer in answers)


async def test_the_hash_of_another_text_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.post("/graphql", json={"query": HELLO, "documentId": sha256(SAY), **ADA})

    assert "data" not in answer.json()


async def test_the_admin_api_runs_all_and_knows_its_own_documents(
    client: httpx.AsyncClient,
) -> None:
    sent = await client.post("/graphql/admin", json={"query": "{ orders }"})
    named = await client.post("/graphql/admin", json={"documentId": sha256(BOTH)})
    storefronts = await client.post("/graphql/admin", json={"documentId": sha256(HELLO)})
    await client.post("/graphql/admin", json=by_hash("{ orders }", query="{ orders }"))
    registered = await client.post("/graphql/admin", json=by_hash("{ orders }"))

    assert sent.json() == registered.json()
    assert sent.json()["data"] == {"orders": None}
    assert named.json() == {"data": {"__typename": "Query"}}
    assert is_refused(storefronts)


async def test_a_trusted_document_meets_the_limits_of_its_variables() -> None:
    """R14.1."""
    text = "query ($n: Int!) { items(pageSize: 100) { items(first: $n) { a: name name } } }"
    answer = await ask_with({sha256(text): text}, {"query": text, "variables": {"n": 100}})

    assert "exceeds the limit for cost" in answer.text


async def ask_with(manifest: Mapping[str, str], body: dict[str, object]) -> httpx.Response:
    options = HttpOptions(TokenRules(SECRET), trusted_documents=manifest)
    application = build_application(STOREFRONT_SCHEMA, ADMIN_SCHEMA, options)
    transport = httpx.ASGITransport(application)
    async with httpx.AsyncClient(transport=transport, base_url="http://guerdon") as client:
        return await client.post("/graphql", json=body)


def refusal_of(path: Path) -> str:
    """Return why a manifest is refused, when it is read or when the application is built."""
    with pytest.raises(ManifestRefused) as refusal:
        build_application(
            STOREFRONT_SCHEMA,
            ADMIN_SCHEMA,
            HttpOptions(TokenRules(SECRET), trusted_documents=read_manifest(path)),
        )
    return str(refusal.value)


def one(text: str) -> str:
    return json.dumps({sha256(text): text})


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "is not JSON"),
        ("[]", "must be a JSON object"),
        ("{}", "names no document"),
        (json.dumps({"hello": HELLO}), "'hello' is not a SHA-256"),
        (json.dumps({f"sha512:{sha256(HELLO)}": HELLO}), "is not a SHA-256"),
        (json.dumps({sha256(HELLO).upper(): HELLO}), "is not a SHA-256"),
        (json.dumps({"a" * 40: HELLO}), "is a SHA-1: set `hashAlgorithm` to sha256"),
        (json.dumps({sha256(HELLO): {"text": HELLO}}), "is no document"),
        (json.dumps({sha256(SAY): HELLO}), "is not the SHA-256 of its document, `query Hi("),
        (one("{ hello "), "Syntax Error"),
        (one("{ nothing }"), "For the admin API: Cannot query field 'nothing'"),
        (one(f"{{ {'hello ' * 301}}}"), "exceeds the limit for fields, 300"),
        (one("fragment F on Query { hello }"), "Fragment 'F' is never used"),
        (one(VIEWER), "none of its documents is for the storefront's API"),
    ],
)
def test_a_manifest_that_cannot_be_used_is_refused_with_the_reason(
    content: str, reason: str, tmp_path: Path
) -> None:
    path = tmp_path / "documents.json"
    path.write_text(content)

    assert reason in refusal_of(path)


def test_a_manifest_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert refusal_of(tmp_path / "nothing.json").endswith(
        "can't be read: No such file or directory."
    )
    assert refusal_of(tmp_path).endswith("can't be read: Is a directory.")


def test_a_manifest_that_is_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "documents.json"
    path.write_text(" " * 10_000_001)

    assert "more than 10,000,000 bytes" in refusal_of(path)


def test_hashes_may_have_their_prefix(tmp_path: Path) -> None:
    path = tmp_path / "documents.json"
    path.write_text(json.dumps({f"sha256:{sha256(HELLO)}": HELLO, sha256(SAY): SAY}))

    assert read_manifest(path) == {sha256(HELLO): HELLO, sha256(SAY): SAY}
