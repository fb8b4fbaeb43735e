"""Webhook deliveries in the admin API: the log, and replay (R16.1)."""

from datetime import datetime
from typing import Self

import strawberry
from strawberry.scalars import JSON

from resolvers.admin.webhooks import deliveries as resolvers
from schema.admin.pages import Connection
from schema.admin.user_errors import Payload, command
from schema.permissions import scoped
from services.rules.basics.enums import DeliveryStatus
from services.webhooks import deliveries


@strawberry.type(description="An event on its way to an endpoint. Kept for 30 days.")
class WebhookDelivery:
    id: strawberry.ID = strawberry.field(description="The delivery's id, assigned by the service.")
    endpoint_id: strawberry.ID = strawberry.field(description="The endpoint's id.")
    message_id: strawberry.ID = strawberry.field(
        description=(
            "The event's id, sent as `webhook-id`: the same for each attempt, each endpoint and "
            "each replay."
        )
    )
    type: str = strawberry.field(description="The event's type, such as `points.earned`.")
    status: DeliveryStatus = strawberry.field(description="How far it has come.")
    attempts: int = strawberry.field(description="The number of attempts.")
    response_status: int | None = strawberry.field(
        description="The HTTP status of the last answer; null if there was none."
    )
    last_error: str | None = strawberry.field(
        description="Why the last attempt failed; null if it did not."
    )
    payload: JSON = strawberry.field(description="What was last sent, or what would be sent now.")
    created_at: datetime = strawberry.field(description="When it was queued.")
    delivered_at: datetime | None = strawberry.field(
        description="When the receiver accepted it; null if it has not."
    )


@strawberry.type(description="The result of sending an event once more.")
class WebhookDeliveryPayload(Payload):
    delivery: deliveries.WebhookDelivery | None = strawberry.field(
        default=None, graphql_type=WebhookDelivery | None, description="The new delivery, queued."
    )

    @classmethod
    def of(cls, delivery: deliveries.WebhookDelivery) -> Self:
        """Answer with the delivery."""
        return cls(delivery=delivery)


@strawberry.type
class WebhookDeliveryQuery:
    webhook_deliveries = strawberry.field(
        resolver=resolvers.list_deliveries,
        graphql_type=Connection[WebhookDelivery],
        description="Deliveries of webhooks, newest first.",
        extensions=scoped("reports:read"),
    )


@strawberry.type
class WebhookDeliveryMutation:
    webhook_replay = command(
        resolvers.webhook_replay,
        WebhookDeliveryPayload,
        scope="config:write",
        description=(
            "Send an event to its endpoint once more, under the same `webhook-id`. One that still "
            "waits is tried at once instead."
        ),
    )
