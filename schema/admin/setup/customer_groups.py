"""Customer groups in the admin API (R1.1)."""

from typing import Self

import strawberry

from resolvers.admin.setup import customer_groups as resolvers
from schema.admin.deletion import DeletePayload
from schema.admin.user_errors import Payload, command
from schema.permissions import scoped
from services.programme import customer_groups as services


@strawberry.type(
    description=(
        "A customer group, which may have its own exchange rates. The group `general` always "
        "exists."
    )
)
class CustomerGroup:
    code: str = strawberry.field(
        description="The group's code. Everything else refers to the group by it."
    )
    name: str = strawberry.field(description="The group's name.")


@strawberry.type(description="The result of creating or renaming a customer group.")
class CustomerGroupPayload(Payload):
    customer_group: services.CustomerGroup | None = strawberry.field(
        default=None,
        graphql_type=CustomerGroup | None,
        description="The customer group after the change.",
    )

    @classmethod
    def of(cls, customer_group: services.CustomerGroup) -> Self:
        """Answer with the group."""
        return cls(customer_group=customer_group)


@strawberry.type
class CustomerGroupQuery:
    customer_groups = strawberry.field(
        resolver=resolvers.customer_groups,
        graphql_type=list[CustomerGroup],
        description="All customer groups, sorted by code.",
        extensions=scoped("config:read"),
    )


@strawberry.type
class CustomerGroupMutation:
    customer_group_put = command(
        resolvers.customer_group_put,
        CustomerGroupPayload,
        scope="config:write",
        description="Create or rename a customer group.",
    )
    customer_group_delete = command(
        resolvers.customer_group_delete,
        DeletePayload,
        scope="config:write",
        description=(
            "Delete a customer group and its exchange rates. Its customers move to `general`."
        ),
    )
