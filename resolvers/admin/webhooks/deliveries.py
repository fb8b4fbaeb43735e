"""Webhook delivery fields and replay (R16.1)."""

from typing import Annotated

import strawberry

from resolvers.admin.pages import After, First, page_request
from resolvers.context import Info, caller
from services.command.pages.cursor_page import DEFAULT_PAGE_SIZE, Page
from services.rules.basics.enums import DeliveryStatus
from services.webhooks import deliveries
from services.webhooks.deliveries import WebhookDelivery


async def list_deliveries(
    endpoint_id: Annotated[
        strawberry.ID | None, strawberry.argument(description="Only deliveries to this endpoint.")
    ] = None,
    status: Annotated[
        DeliveryStatus | None,
        strawberry.argument(description="Only deliveries with this status."),
    ] = None,
    first: First = DEFAULT_PAGE_SIZE,
    after: After = None,
) -> Page[WebhookDelivery]:
    return await deliveries.list_deliveries(
        endpoint_id=endpoint_id, status=status, page=page_request(first, after)
    )


async def webhook_replay(
    info: Info,
    delivery_id: Annotated[strawberry.ID, strawberry.argument(description="The delivery's id.")],
) -> WebhookDelivery:
    return await deliveries.replay_delivery(
        delivery_id=delivery_id, caller=caller(info), now=info.context.now
    )
