"""Ask the storefront's schema as a customer would, at a fixed instant."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

from graphql import ExecutionResult

from resolvers.context import Context
from schema.storefront.root import schema
from services.access.bearer import Bearer
from services.command.caller import CallerKind
from tests.clock import NOW
from tests.executor import documents_of
from transport.api.execution import run

Answer = dict[str, Any]  # what JSON holds


@dataclass(frozen=True)
class By:
    """Who asks: None for nobody signed in; the token's website, the `Store` header, the instant."""

    customer: str | None = "ada"
    website: str | None = None
    store: str | None = None
    now: datetime = NOW

    def context(self) -> Context:
        """Return the context of one request."""
        bearer = self.customer and Bearer(
            self.customer, CallerKind.CUSTOMER, website_code=self.website
        )
        return Context(request_id="r1", now=self.now, bearer=bearer or None, store=self.store)


@dataclass(frozen=True)
class Refusal:
    """An error as a client reads it."""

    message: str
    code: str
    category: str


ADA = By()
NOBODY = By(customer=None)
DOCUMENTS: Final = documents_of(schema)


async def ask(query: str, by: By = ADA, **variables: object) -> Answer:
    """Return the data that answers `query`, which must have no error."""
    answer = await _answer(query, by, variables)
    assert answer.errors is None, answer.errors
    return cast("Answer", answer.data)


async def refusals(
    query: str, by: By = ADA, **variables: object
) -> tuple[Answer | None, list[Refusal]]:
    """Return the data and the errors that answer `query`."""
    answer = await _answer(query, by, variables)
    errors = [
        Refusal(error.message, str(extensions["code"]), str(extensions["category"]))
        for error in answer.errors or []
        for extensions in [error.extensions or {}]
    ]
    return answer.data, errors


async def refusal(query: str, by: By = ADA, **variables: object) -> Refusal:
    """Return the one error that answers `query`."""
    _, (found,) = await refusals(query, by, **variables)
    return found


async def _answer(query: str, by: By, variables: dict[str, object]) -> ExecutionResult:
    operation = DOCUMENTS.operation(query, None)
    return await run(schema, operation, variables, by.context(), hide_suggestions=False)
