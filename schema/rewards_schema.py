"""Schema base class: what the storefront and admin schemas share."""

from collections.abc import Iterable

import strawberry.federation
from graphql import GraphQLError
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext

from schema.errors import describe_errors
from schema.federation import SCALARS, hide_schema_directives


class RewardsSchema(strawberry.federation.Schema):
    """A federated schema whose errors are described as R13 says."""

    def __init__(
        self,
        *,
        query: type,
        mutation: type | None = None,
        subscription: type | None = None,
        types: Iterable[type] = (),
        config: StrawberryConfig | None = None,
    ) -> None:
        # @key and @shareable are all that we use, and 2.0, which has them, is known everywhere.
        super().__init__(
            query=query,
            mutation=mutation,
            subscription=subscription,
            types=types,
            config=config,
            scalar_overrides=SCALARS,
            federation_version="2.0",
        )
        hide_schema_directives(self._schema)

    def process_errors(
        self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None
    ) -> None:
        """Give each error its code and category, and hide bugs."""
        describe_errors(errors, execution_context)
