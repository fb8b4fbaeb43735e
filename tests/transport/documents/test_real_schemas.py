"""What holds for both schemas as they are served."""

import httpx
import pytest
import strawberry
from graphql import GraphQLField, get_introspection_query

from schema.admin.root import schema as admin
from schema.permissions import Scoped
from schema.storefront.root import schema as storefront
from services.access.tokens import TokenRules, issue_admin_token
from tests.executor import IS_COMPILED
from transport.api.execution import graphql_schema
from transport.application import HttpOptions, build_application


def _root_fields(schema: strawberry.Schema) -> dict[str, GraphQLField]:
    types = [graphql_schema(schema).query_type, graphql_schema(schema).mutation_type]
    return {name: field for found in types if found for name, field in found.fields.items()}


ADMIN_FIELDS = {name: f for name, f in _root_fields(admin).items() if name != "_service"}


RULES = TokenRules("a secret of at least thirty-two bytes")


@pytest.fixture
async def client() -> httpx.AsyncClient:
    options = HttpOptions(RULES, compiled_execution=IS_COMPILED)
    transport = httpx.ASGITransport(build_application(storefront, admin, options))
    return httpx.AsyncClient(transport=transport, base_url="http://guerdon")


@pytest.fixture
def headers() -> dict[str, str]:
    """Bear an admin's token, which does no harm at the storefront."""
    token = issue_admin_token(rules=RULES, subject="tool", scopes=["admin"], ttl_seconds=60)
    return {"authorization": f"Bearer {token}"}


@pytest.mark.parametrize("name", ADMIN_FIELDS)
def test_every_admin_field_needs_a_scope_and_says_which(name: str) -> None:
    field = ADMIN_FIELDS[name]

    extensions = field.extensions["strawberry-definition"].extensions
    (scope,) = [extension.scope for extension in extensions if isinstance(extension, Scoped)]
    assert str(field.description).endswith(f"Scope: {scope}.")


@pytest.mark.parametrize("path", ["/graphql", "/graphql/admin"])
async def test_graphiql_can_read_the_schema(
    client: httpx.AsyncClient, headers: dict[str, str], path: str
) -> None:
    answer = await client.post(path, json={"query": get_introspection_query()}, headers=headers)

    assert "errors" not in answer.json()


@pytest.mark.parametrize("path", ["/graphql", "/graphql/admin"])
async def test_a_gateway_can_read_the_schema(
    client: httpx.AsyncClient, headers: dict[str, str], path: str
) -> None:
    answer = await client.post(path, json={"query": "{ _service { sdl } }"}, headers=headers)

    assert "type Query" in answer.json()["data"]["_service"]["sdl"]
