"""Erasing of a customer's personal data (R12.5)."""

from typing import Annotated

import strawberry

from resolvers.context import Info, caller
from services.customers import erasing


async def customer_erase(
    info: Info,
    customer_id: Annotated[
        strawberry.ID, strawberry.argument(name="id", description="The customer's id.")
    ],
) -> str:
    return await erasing.erase_customer(
        customer_id=customer_id, caller=caller(info), now=info.context.now
    )
