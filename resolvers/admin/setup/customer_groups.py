"""Customer group fields and mutations (R1.1)."""

from typing import Annotated

import strawberry

from resolvers.context import Info, caller
from services.programme.customer_groups import CustomerGroup, list_customer_groups
from services.setup.customer_groups import delete_customer_group, put_customer_group


@strawberry.input(description="A customer group to create, or to rename if the code is known.")
class CustomerGroupInput:
    code: str = strawberry.field(description="The group's code. It can never be changed.")
    name: str | None = strawberry.field(
        default=None, description="The group's name. If omitted for a new group, the code is used."
    )


async def customer_groups() -> list[CustomerGroup]:
    return await list_customer_groups()


async def customer_group_put(
    info: Info,
    group: Annotated[
        CustomerGroupInput, strawberry.argument(name="input", description="The customer group.")
    ],
) -> CustomerGroup:
    return await put_customer_group(
        code=group.code, name=group.name, caller=caller(info), now=info.context.now
    )


async def customer_group_delete(
    info: Info, code: Annotated[str, strawberry.argument(description="The group's code.")]
) -> str:
    return await delete_customer_group(code=code, caller=caller(info), now=info.context.now)
