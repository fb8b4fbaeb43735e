"""References as gateways send them over HTTP: answered or refused, never a failure (R13.3)."""

import json
import time

import httpx
import pytest

from schema.admin.root import schema as admin
from schema.storefront.root import schema as storefront
from services.access.tokens import TokenRules, issue_customer_token
from tests.executor import IS_COMPILED
from transport.application import HttpOptions, build_application

RULES = TokenRules("a secret of at least thirty-two bytes")
QUERY = "query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }"
ADA = {"__typename": "Customer", "id": "ada"}


pytestmark = pytest.mark.usefixtures("shop")


@pytest.fixture
def client() -> httpx.AsyncClient:
    token = issue_customer_token(rules=RULES, customer_id="ada", website_code="us", ttl_seconds=60)
    options = HttpOptions(RULES, compiled_execution=IS_COMPILED)
    application = build_application(storefront, admin, options)
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(application),
        base_url="http://guerdon",
        headers={
            "authorization": f"Bearer {token}",
            "accept": "application/graphql-response+json",
            "content-type": "application/json",
        },
    )


def literals(*values: str) -> str:
    return f"{{ _entities(representations: [{', '.join(values)}]) {{ __typename }} }}"


async def test_references_are_answered_as_variables_and_as_literals(
    client: httpx.AsyncClient,
) -> None:
    given = await client.post("/graphql", json={"query": QUERY, "variables": {"r": [ADA]}})
    written = await client.post(
        "/graphql", json={"query": literals('{__typename: "Customer", id: "ada"}')}
    )

    assert given.status_code == written.status_code == 200
    assert given.json() == written.json() == {"data": {"_entities": [{"__typename": "Customer"}]}}


async def test_a_variable_inside_a_literal_is_its_value(client: httpx.AsyncClient) -> None:
    query = """query ($id: ID!) {
        _entities(representations: [{__typename: "Customer", id: $id}]) { __typename }
    }"""

    answer = await client.post("/graphql", json={"query": query, "variables": {"id": "ada"}})

    assert answer.json() == {"data": {"_entities": [{"__typename": "Customer"}]}}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"query": literals('"ada"')}, 400),
        ({"query": literals("7", "null")}, 400),
        ({"query": "{ _entities { __typename } }"}, 400),
        ({"query": QUERY}, 400),
        ({"query": QUERY, "variables": {"r": ["ada"]}}, 400),
        ({"query": QUERY, "variables": {"r": [ADA, None]}}, 400),
        ({"query": QUERY, "variables": {"r": {"__typename": 1}}}, 200),
        ({"query": QUERY, "variables": {"r": [{**ADA, "__typename": "Query"}]}}, 200),
        ({"query": QUERY, "variables": {"r": [{**ADA, "id": 1.5}]}}, 200),
        ({"query": QUERY, "variables": {"r": [ADA] * 101}}, 200),
        ({"query": literals("[" * 200 + "]" * 200)}, 400),
        ({"query": literals("{a: " * 230 + "1" + "}" * 230)}, 400),
        ({"query": literals("[" * 490 + "]" * 490)}, 400),
    ],
)
async def test_bad_references_have_a_status_and_an_error(
    client: httpx.AsyncClient, body: dict[str, object], status: int
) -> None:
    answer = await client.post("/graphql", json=body)

    assert answer.status_code == status
    codes = {error["extensions"]["code"] for error in answer.json()["errors"]}
    assert codes <= {"BAD_REQUEST", "INVALID", "OUT_OF_RANGE", "QUERY_TOO_COMPLEX"}, answer.text


@pytest.mark.parametrize("depth", [100, 900, 15_000])
async def test_a_deep_reference_is_no_failure(client: httpx.AsyncClient, depth: int) -> None:
    deep = '{"a":' * depth + "1" + "}" * depth
    body = json.dumps({"query": QUERY, "variables": {"r": ["X"]}}).replace('"X"', deep)

    answer = await client.post("/graphql", content=body)

    assert answer.status_code in {200, 400}
    assert "INTERNAL_SERVER_ERROR" not in answer.text


async def test_a_hundred_references_are_answered_and_cost_a_hundred(
    client: httpx.AsyncClient,
) -> None:
    """R14.1: 100 references with 51 fields each are beyond 5,000."""
    fields = " ".join(f"... on Customer {{ id {'email ' * 24} }}" for _ in range(2))
    query = f"query ($r: [_Any!]!) {{ _entities(representations: $r) {{ {fields} %s }} }}"

    within = await client.post(
        "/graphql", json={"query": query % "", "variables": {"r": [ADA] * 99}}
    )
    beyond = await client.post(
        "/graphql", json={"query": query % "__typename", "variables": {"r": [ADA] * 100}}
    )

    assert len(within.json()["data"]["_entities"]) == 99
    assert beyond.json()["errors"][0]["extensions"]["code"] == "QUERY_TOO_COMPLEX"


async def test_refusing_hundreds_of_long_ids_takes_no_time(client: httpx.AsyncClient) -> None:
    references = [{"__typename": "Cart", "id": "x" * 900}] * 100
    began_at = time.process_time()

    answer = await client.post("/graphql", json={"query": QUERY, "variables": {"r": references}})

    assert answer.json()["data"] == {"_entities": [None] * 100}
    assert time.process_time() - began_at < 2
