"""What the storefront's and the admin's schema have in common."""

import strawberry.federation
from graphql import GraphQLError
from strawberry.types import ExecutionContext

from schema.errors import describe_errors


class RewardsSchema(strawberry.federation.Schema):
    """A federated schema whose errors are described as R13 says."""

    def process_errors(
        self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None
    ) -> None:
        """Give each error its code and category, and hide bugs."""
        describe_errors(errors, execution_context)
