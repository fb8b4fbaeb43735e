"""Merging of two customers (R12.5)."""

from typing import Annotated

import strawberry

from resolvers.context import Info, caller
from services.customers import merging, merging_preview
from services.customers.merging_preview import PreviewedMerge
from services.customers.putting import PutCustomer


async def customer_merge(
    info: Info,
    from_id: Annotated[
        strawberry.ID,
        strawberry.argument(description="The customer who becomes part of the other one."),
    ],
    into_id: Annotated[strawberry.ID, strawberry.argument(description="The customer who stays.")],
    idempotency_key: Annotated[
        str,
        strawberry.argument(
            description=(
                "Your key for this command. Sending the same key again does not repeat the command."
            )
        ),
    ],
    *,
    notify: Annotated[
        bool | None,
        strawberry.argument(
            description="True: the customer who stays gets mail about the points that they gained."
        ),
    ] = False,
) -> PutCustomer:
    return await merging.merge_customers(
        from_id=from_id,
        into_id=into_id,
        idempotency_key=idempotency_key,
        notify=bool(notify),
        caller=caller(info),
        now=info.context.now,
    )


async def customer_merge_preview(
    info: Info,
    from_id: Annotated[
        strawberry.ID,
        strawberry.argument(description="The customer who would become part of the other one."),
    ],
    into_id: Annotated[
        strawberry.ID, strawberry.argument(description="The customer who would stay.")
    ],
) -> PreviewedMerge:
    return await merging_preview.preview_merge(
        from_id=from_id, into_id=into_id, caller=caller(info), now=info.context.now
    )
