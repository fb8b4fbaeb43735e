"""Orphan points, whose website was deleted (R1.5)."""

from typing import Annotated

import strawberry

from resolvers.context import Info, caller
from services.accounts import orphans
from services.accounts.adjustments import Adjustment

CustomerId = Annotated[strawberry.ID, strawberry.argument(description="The customer's id.")]
FromWebsiteCode = Annotated[str, strawberry.argument(description="The deleted website's code.")]
IdempotencyKey = Annotated[
    str,
    strawberry.argument(
        description=(
            "Your key for this command. Sending the same key again does not repeat the command."
        )
    ),
]


async def orphan_points_move(
    info: Info,
    customer_id: CustomerId,
    from_website_code: FromWebsiteCode,
    to_website_code: Annotated[
        str, strawberry.argument(description="The code of the website to move the points to.")
    ],
    idempotency_key: IdempotencyKey,
    *,
    notify: Annotated[
        bool | None,
        strawberry.argument(description="Whether the customer gets a mail about the points."),
    ] = False,
) -> Adjustment:
    return await orphans.move_orphan_points(
        customer_id=customer_id,
        from_website_code=from_website_code,
        to_website_code=to_website_code,
        idempotency_key=idempotency_key,
        notify=bool(notify),
        caller=caller(info),
        now=info.context.now,
    )


async def orphan_points_delete(
    info: Info,
    customer_id: CustomerId,
    from_website_code: FromWebsiteCode,
    idempotency_key: IdempotencyKey,
) -> Adjustment:
    return await orphans.delete_orphan_points(
        customer_id=customer_id,
        from_website_code=from_website_code,
        idempotency_key=idempotency_key,
        caller=caller(info),
        now=info.context.now,
    )
