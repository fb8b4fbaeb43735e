"""Customer group fields and mutations (R1.1)."""

from typing import Annotated

import strawberry

from resolvers.context import Info, caller
from services.programme import customer_groups as groups_read
from services.programme.customer_groups import CustomerGroup
from services.setup import customer_groups


@strawberry.input(description="A customer group to create, or to rename if the code is known.")
class CustomerGroupInput:
    code: str = strawberry.field(description="The group's code. It can never be changed.")
    name: str | None = strawberry.field(
        default=None, description="The group's name. If omitted for a new group, the code is used."
    )


async def list_customer_groups() -> list[CustomerGroup]:
    return await groups_read.list_customer_groups()


async def customer_group_put(
    info: Info,
    group: Annotated[
        CustomerGroupInput, strawberry.argument(name="input", description="The customer group.")
    ],
) -> CustomerGroup:
    return await customer_groups.put_customer_group(
        code=group.code, name=group.name, caller=caller(info), now=info.context.now
    )


async def customer_group_delete(
    info: Info, code: Annotated[str, strawberry.argument(description="The group's code.")]
) -> str:
    return await customer_groups.delete_customer_group(
        code=code, caller=caller(info), now=info.context.now
    )
