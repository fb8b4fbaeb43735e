"""R13.1 and R13.3: each error's code and category, and nothing of a bug."""

from collections.abc import Mapping

import httpx
import pytest
from structlog.testing import capture_logs


async def _error(client: httpx.AsyncClient, query: str) -> Mapping[str, object]:
    answer = await client.post("/graphql", json={"query": query})
    errors: list[dict[str, object]] = answer.json()["errors"]
    assert len(errors) == 1
    return errors[0]


async def test_a_refusal_has_its_code_and_adobes_category(client: httpx.AsyncClient) -> None:
    error = await _error(client, "{ missing }")

    assert error["message"] == 'Could not find a cart with ID "c1"'
    assert error["extensions"] == {"category": "graphql-no-such-entity", "code": "NOT_FOUND"}
    assert error["path"] == ["missing"]


async def test_the_other_fields_are_answered(client: httpx.AsyncClient) -> None:
    answer = await client.post("/graphql", json={"query": "{ missing broken hello }"})

    assert answer.json()["data"] == {"missing": None, "broken": None, "hello": "Hello, world!"}


@pytest.mark.parametrize("field", ["broken", "tooLarge"])
async def test_a_bug_shows_nothing_but_the_requests_id(
    client: httpx.AsyncClient, field: str
) -> None:
    answer = await client.post("/graphql", json={"query": f"{{ {field} }}"})

    (error,) = answer.json()["errors"]
    assert error["message"] == "Internal server error"
    assert error["extensions"] == {
        "category": "internal",
        "code": "INTERNAL_SERVER_ERROR",
        "requestId": answer.headers["x-request-id"],
    }
    assert "SELECT" not in answer.text
    assert "/srv" not in answer.text


async def test_a_bug_is_logged_whole_with_the_requests_id(client: httpx.AsyncClient) -> None:
    with capture_logs() as lines:
        answer = await client.post("/graphql", json={"query": "{ broken }"})

    (line,) = [line for line in lines if line["event"] == "unexpected error"]
    assert line["request_id"] == answer.headers["x-request-id"]
    assert "SELECT secret FROM table" in str(line["exc_info"])


@pytest.mark.parametrize(
    "query",
    ["{", "{ nothing }", "{ hello(name: 1) }", "query ($n: String = 1) { hello(name: $n) }"],
)
async def test_a_malformed_document_is_bad_input(client: httpx.AsyncClient, query: str) -> None:
    error = await _error(client, query)

    assert error["extensions"] == {"category": "graphql-input", "code": "BAD_REQUEST"}


async def test_a_wrong_variable_is_bad_input(client: httpx.AsyncClient) -> None:
    answer = await client.post(
        "/graphql",
        json={"query": "query ($n: String!) { hello(name: $n) }", "variables": {"n": {"a": 1}}},
    )

    assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


async def test_a_misspelt_field_is_answered_with_a_suggestion(client: httpx.AsyncClient) -> None:
    error = await _error(client, "{ helo }")

    assert "Did you mean" in str(error["message"])


@pytest.mark.parametrize(
    "query",
    [
        f"{{ {'x' * 14_000} }}",
        f"{{ hello(name: {'9' * 399}) }}",
        f"{{ paint(colour: {'X' * 14_000}) }}",
        f"{{ ...{'x' * 14_000} }}",
        f"query ($a: {'X' * 14_000}) {{ hello }}",
        f"{{ hello @{'x' * 14_000} }}",
        "x" * 14_000,
    ],
    ids=["field", "number", "enum", "fragment", "type", "directive", "word"],
)
async def test_a_clients_own_text_is_not_repeated_whole(
    client: httpx.AsyncClient, query: str
) -> None:
    answer = await client.post("/graphql", json={"query": query})

    assert answer.json()["errors"]
    assert all(len(error["message"]) <= 500 for error in answer.json()["errors"])
