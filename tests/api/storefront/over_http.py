"""Ask the storefront's API over HTTP, as the browser of a customer does."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

import httpx

from services.access.tokens import TokenRules, issue_customer_token

RULES = TokenRules(secret="a secret of at least thirty-two bytes")

Json = dict[str, Any]


@dataclass(frozen=True)
class Storefront:
    """The storefront's API, asked by a customer; None is nobody signed in."""

    client: httpx.AsyncClient
    customer: str | None = "ada"
    store: str | None = None

    def as_(self, customer: str | None, *, store: str | None = None) -> "Storefront":
        """Return the same API asked by somebody else, or about another website."""
        return replace(self, customer=customer, store=store)

    @property
    def headers(self) -> dict[str, str]:
        """What the browser sends along."""
        token = self.customer and issue_customer_token(
            rules=RULES, customer_id=self.customer, ttl_seconds=60
        )
        given = {"authorization": token and f"Bearer {token}", "store": self.store}
        return {name: value for name, value in given.items() if value}

    async def send(self, document: str, variables: Mapping[str, object] | None = None) -> Json:
        """Return the whole answer to a document sent by POST."""
        body = {"query": document, "variables": variables or {}}
        answer = await self.client.post("/graphql", json=body, headers=self.headers)
        return cast("Json", answer.json())

    async def get(self, document: str, variables: Mapping[str, object] | None = None) -> Json:
        """Return the whole answer to a document in the URL."""
        parameters = {"query": document, "variables": json.dumps(variables or {})}
        answer = await self.client.get("/graphql", params=parameters, headers=self.headers)
        return cast("Json", answer.json())

    async def data(self, document: str, **variables: object) -> Json:
        """Return the data that answers a document, which must have no error."""
        answer = await self.send(document, variables)
        assert "errors" not in answer, answer["errors"]
        return cast("Json", answer["data"])

    async def error(self, document: str, **variables: object) -> Json:
        """Return message and extensions of the one error that answers a document."""
        (error,) = (await self.send(document, variables))["errors"]
        return {"message": error["message"], **error["extensions"]}
