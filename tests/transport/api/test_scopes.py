"""R12.2: every admin field needs its scope, and says which."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

import httpx
import pytest
import strawberry

from resolvers.context import Context, Info, require_scope, signed_in_customer
from schema.permissions import scoped
from services.access.bearer import Bearer
from services.command.caller import CallerKind
from services.rules.basics.refusals import Unauthorized

Sign = Callable[..., str]

SECRET = "a secret of at least thirty-two bytes"
READ = "{ viewer orders }"
WRITE = "mutation { orderPlace }"


async def _ask(client: httpx.AsyncClient, query: str, token: str | None) -> httpx.Response:
    headers = {} if token is None else {"authorization": f"Bearer {token}"}
    return await client.post("/graphql/admin", json={"query": query}, headers=headers)


def _codes(answer: httpx.Response) -> list[tuple[str, str]]:
    extensions = [error["extensions"] for error in answer.json()["errors"]]
    return [(found["code"], found["category"]) for found in extensions]


@pytest.mark.parametrize(
    ("claims", "query"),
    [
        ({"scope": "admin"}, READ),
        ({"scope": "admin"}, WRITE),
        ({"scope": "orders:read points:write"}, READ),
        ({"scopes": ["orders:write"]}, WRITE),
    ],
)
async def test_a_token_with_the_scope_is_answered(
    client: httpx.AsyncClient, sign: Sign, claims: dict[str, object], query: str
) -> None:
    answer = await _ask(client, query, sign({"sub": "backend", **claims}))

    assert "errors" not in answer.json()
    assert set(answer.json()["data"].values()) == {"backend"}


@pytest.mark.parametrize("scope", ["orders:read", "config:write", "Admin", "orders:writes", ""])
async def test_a_token_without_the_scope_is_forbidden(
    client: httpx.AsyncClient, sign: Sign, scope: str
) -> None:
    answer = await _ask(client, WRITE, sign({"sub": "backend", "scope": scope}))

    assert answer.json()["data"] == {"orderPlace": None}
    assert _codes(answer) == [("FORBIDDEN", "graphql-authorization")]


@pytest.mark.parametrize("query", ["{ viewer }", "{ orders }", WRITE])
async def test_without_a_token_every_field_is_refused(
    client: httpx.AsyncClient, query: str
) -> None:
    answer = await _ask(client, query, None)

    assert _codes(answer) == [("UNAUTHENTICATED", "graphql-authorization")]


@pytest.mark.parametrize(
    ("claims", "key", "problem"),
    [
        ({"exp": 1}, SECRET, "it has expired"),
        ({}, "another secret of thirty-two bytes", "its signature is wrong"),
        ({"exp": None}, SECRET, "it has no `exp`"),
        ({"sub": None}, SECRET, "it has no `sub`"),
        ({"nbf": 32_503_680_000}, SECRET, "it is not valid yet"),
        ({"scope": None}, SECRET, "the one given is for the other API"),
    ],
    ids=lambda value: str(value)[:30],
)
async def test_what_is_wrong_with_a_token_is_said(
    client: httpx.AsyncClient, sign: Sign, claims: dict[str, object], key: str, problem: str
) -> None:
    """Case 28."""
    token = sign({"sub": "backend", "scope": "admin", **claims}, key=key)

    answer = await _ask(client, "{ viewer }", token)

    (error,) = answer.json()["errors"]
    assert problem in error["message"]
    assert SECRET not in answer.text


async def test_what_is_no_token_is_said(client: httpx.AsyncClient) -> None:
    answer = await _ask(client, "{ viewer }", "nonsense")

    assert "it is no token that can be read" in answer.text


@pytest.mark.parametrize("query", ["{ viewer }", "{ orders }", WRITE])
async def test_a_customers_token_is_no_good_here(
    client: httpx.AsyncClient, sign: Sign, query: str
) -> None:
    answer = await _ask(client, query, sign())

    assert _codes(answer) == [("UNAUTHENTICATED", "graphql-authentication")]


async def test_any_scope_is_not_none(client: httpx.AsyncClient, sign: Sign) -> None:
    answer = await _ask(client, "{ viewer }", sign({"sub": "backend", "scope": ""}))

    assert _codes(answer) == [("FORBIDDEN", "graphql-authorization")]


async def test_a_fields_description_says_its_scope(client: httpx.AsyncClient, sign: Sign) -> None:
    query = '{ __type(name: "Query") { fields { name description } } }'

    answer = await _ask(client, query, sign({"scope": "admin"}))

    described = {f["name"]: f["description"] for f in answer.json()["data"]["__type"]["fields"]}
    assert described["viewer"] == "Who asks. Scope: any."
    assert described["orders"] == "Orders. Scope: orders:read."


@pytest.mark.parametrize(
    "bearer", [None, Bearer(subject="root", kind=CallerKind.ADMIN, scopes=frozenset({"admin"}))]
)
def test_nobody_but_a_customer_is_a_customer(bearer: Bearer | None) -> None:
    with pytest.raises(Unauthorized):
        signed_in_customer(_info(bearer))


@pytest.mark.parametrize("bearer", [None, Bearer(subject="ada", kind=CallerKind.CUSTOMER)])
def test_nobody_but_an_admin_has_a_scope(bearer: Bearer | None) -> None:
    with pytest.raises(Unauthorized):
        require_scope(_info(bearer).context, "admin")


@dataclass
class _Info:
    """As much of strawberry's info as these functions read."""

    context: Context


def _info(bearer: Bearer | None) -> Info:
    context = Context(request_id="r1", now=datetime(2024, 5, 1, tzinfo=UTC), bearer=bearer)
    return cast("Info", _Info(context))


def test_building_a_schema_twice_says_the_scope_once() -> None:
    def answer() -> str:
        return ""

    @strawberry.type
    class Query:
        orders: str = strawberry.field(
            resolver=answer, description="Orders.", extensions=scoped("orders:read")
        )

    for _ in range(2):
        schema = strawberry.Schema(query=Query)

    assert '"""Orders. Scope: orders:read."""' in str(schema)


def test_a_scope_that_does_not_exist_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="orders:eat"):
        scoped("orders:eat")
