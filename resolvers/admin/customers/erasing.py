"""A customer's personal data: handed over, and erased (R12.5)."""

from typing import Annotated

import strawberry

from resolvers.context import Info, caller
from services.customers import erasing, erasing_preview, personal_data
from services.customers.erasing_preview import PreviewedErasing


async def customer_erase(
    info: Info,
    customer_id: Annotated[
        strawberry.ID, strawberry.argument(name="id", description="The customer's id.")
    ],
) -> str:
    return await erasing.erase_customer(
        customer_id=customer_id, caller=caller(info), now=info.context.now
    )


async def customer_erase_preview(
    info: Info,
    customer_id: Annotated[
        strawberry.ID, strawberry.argument(name="id", description="The customer's id.")
    ],
) -> PreviewedErasing:
    return await erasing_preview.preview_erasing(
        customer_id=customer_id, caller=caller(info), now=info.context.now
    )


async def customer_personal_data(
    customer_id: Annotated[
        strawberry.ID, strawberry.argument(name="id", description="The customer's id.")
    ],
) -> dict[str, object]:
    return await personal_data.personal_data(customer_id=customer_id)
