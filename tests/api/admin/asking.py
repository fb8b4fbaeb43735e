"""Ask the admin API as a shop's backend would, over HTTP, in the words of its own schema."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import httpx
from graphql import GraphQLObjectType

from models.database import fetch
from schema.admin.root import schema
from services.access.tokens import TokenRules, issue_admin_token
from transport.api.execution import graphql_schema

SECRET = "a secret of at least thirty-two bytes"
ERRORS = "userErrors { message path code missingPoints }"
TABLES = (
    "websites",
    "customer_groups",
    "setting_overrides",
    "exchange_rates",
    "customers",
    "reward_accounts",
    "points_lots",
    "ledger_entries",
    "lot_allocations",
    "point_holds",
    "carts",
    "orders",
    "order_lines",
    "order_events",
    "product_points",
    "product_group_points",
    "cart_rules",
    "order_status_rules",
    "custom_activities",
    "activity_awards",
    "newsletter_signups",
    "invitations",
    "email_templates",
    "emails",
    "webhook_endpoints",
    "webhook_deliveries",
    "idempotency_keys",
    "audit_entries",
    "sandbox_clock",
    "file_imports",
)

Json = dict[str, Any]


@dataclass(frozen=True)
class AdminApi:
    """The admin API, asked by the bearer of a token."""

    client: httpx.AsyncClient
    token: str | None

    def as_(self, *scopes: str, subject: str = "backend") -> "AdminApi":
        """Return the same API asked by somebody else."""
        return AdminApi(self.client, admin_token(*scopes, subject=subject))

    async def send(self, document: str, variables: Mapping[str, object] | None = None) -> Json:
        """Return the whole answer to a document."""
        answer = await self.client.post(
            "/graphql/admin",
            json={"query": document, "variables": variables or {}},
            headers={"authorization": f"Bearer {self.token}"} if self.token else {},
        )
        return cast("Json", answer.json())

    async def query(self, field: str, selection: str = "", **arguments: object) -> Any:  # noqa: ANN401
        """Return what a field of Query answers, which must have no error."""
        answer = await self.send(operation("query", field, selection, arguments), arguments)
        assert "errors" not in answer, answer["errors"]
        return answer["data"][field]

    async def refused(
        self, field: str, selection: str = "", **arguments: object
    ) -> tuple[str, str]:
        """Return code and message of the one error that a field of Query answers."""
        answer = await self.send(operation("query", field, selection, arguments), arguments)
        (error,) = answer["errors"]
        return error["extensions"]["code"], error["message"]

    async def command(self, field: str, selection: str = "", **arguments: object) -> Json:
        """Return the payload of a mutation that must have no error of GraphQL."""
        document = operation("mutation", field, f"{selection} {ERRORS}", arguments)
        answer = await self.send(document, arguments)
        assert "errors" not in answer, answer["errors"]
        return cast("Json", answer["data"][field])

    async def done(self, field: str, selection: str = "", **arguments: object) -> Json:
        """Return the payload of a mutation that must be carried out."""
        payload = await self.command(field, selection, **arguments)
        assert payload.pop("userErrors") == []
        return payload


def admin_token(*scopes: str, subject: str = "backend") -> str:
    """Return the token of an admin or a service."""
    rules = TokenRules(SECRET)
    return issue_admin_token(rules=rules, subject=subject, scopes=scopes, ttl_seconds=60)


def operation(kind: str, field: str, selection: str, arguments: Mapping[str, object]) -> str:
    """Write the document that asks one root field with these arguments as variables."""
    types = root_type(kind).fields[field].args
    declared = ", ".join(f"${name}: {types[name].type}" for name in arguments)
    given = ", ".join(f"{name}: ${name}" for name in arguments)
    head = f"{kind}({declared})" if arguments else kind
    called = f"{field}({given})" if arguments else field
    return f"{head} {{ {called} {'{ ' + selection + ' }' if selection.strip() else ''} }}"


def root_type(kind: str) -> GraphQLObjectType:
    """Return Query or Mutation."""
    ours = graphql_schema(schema)
    found = ours.query_type if kind == "query" else ours.mutation_type
    assert found is not None
    return found


async def everything_written() -> dict[str, list[str]]:
    """Return all rows of all tables, so that two instants can be compared."""
    return {
        table: sorted(
            json.dumps(row, default=str, sort_keys=True)
            for row in await fetch(f"SELECT * FROM {table}")  # noqa: S608 - our own names
        )
        for table in TABLES
    }
