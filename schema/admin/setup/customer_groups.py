"""Customer groups in the admin API (R1.1)."""

from typing import Self

import strawberry

from resolvers.admin.setup import customer_groups as resolvers
from schema.admin.deletion import DeletePayload
from schema.admin.user_errors import Payload, command
from schema.permissions import scoped
from services.programme import customer_groups as services


@strawberry.type(
    description="A group of customers, who may have exchange rates of their own. `general` exists."
)
class CustomerGroup:
    code: str = strawberry.field(description="Its code, by which everything else names it.")
    name: str = strawberry.field(description="Its name.")


@strawberry.type(description="A customer group that was put, or why it was not.")
class CustomerGroupPayload(Payload):
    customer_group: services.CustomerGroup | None = strawberry.field(
        default=None,
        graphql_type=CustomerGroup | None,
        description="The customer group as it is now.",
    )

    @classmethod
    def of(cls, customer_group: services.CustomerGroup) -> Self:
        """Answer with the group."""
        return cls(customer_group=customer_group)


@strawberry.type
class CustomerGroupQuery:
    customer_groups = strawberry.field(
        resolver=resolvers.list_customer_groups,
        graphql_type=list[CustomerGroup],
        description="The customer groups, by code.",
        extensions=scoped("config:read"),
    )


@strawberry.type
class CustomerGroupMutation:
    customer_group_put = command(
        resolvers.customer_group_put,
        CustomerGroupPayload,
        scope="config:write",
        description="Make a customer group, or rename one.",
    )
    customer_group_delete = command(
        resolvers.customer_group_delete,
        DeletePayload,
        scope="config:write",
        description="Delete a customer group and its rates; its customers go to `general`.",
    )
