"""Webhook endpoints in the admin API (R16.1)."""

from datetime import datetime
from typing import Self

import strawberry

from resolvers.admin.webhooks import endpoints as resolvers
from schema.admin.deletion import DeletePayload
from schema.admin.user_errors import Payload, command
from schema.permissions import scoped
from services.webhooks import endpoints
from services.webhooks.endpoints import SavedEndpoint


@strawberry.type(description="A receiver of events, by the Standard Webhooks specification.")
class WebhookEndpoint:
    id: strawberry.ID = strawberry.field(description="The endpoint's id, assigned by the service.")
    url: str = strawberry.field(description="Where events are sent to.")
    events: list[str] = strawberry.field(
        description="The types of events it is told of; empty: all."
    )
    website_codes: list[str] = strawberry.field(
        description="The websites whose events it is told of; empty: all."
    )
    enabled: bool = strawberry.field(description="Whether it is told of events.")
    disabled_reason: str | None = strawberry.field(
        description="Why the service has disabled it; null if it has not."
    )
    created_at: datetime = strawberry.field(description="When the endpoint was created.")


@strawberry.type(description="The result of saving an endpoint or rotating its secret.")
class WebhookEndpointPayload(Payload):
    webhook_endpoint: endpoints.WebhookEndpoint | None = strawberry.field(
        default=None,
        graphql_type=WebhookEndpoint | None,
        description="The endpoint after the change.",
    )
    secret: str | None = strawberry.field(
        default=None,
        description="Its new signing secret, `whsec_…`, shown only now; null if it stays.",
    )

    @classmethod
    def of(cls, saved: SavedEndpoint) -> Self:
        """Answer with the endpoint."""
        return cls(webhook_endpoint=saved.endpoint, secret=saved.secret)


@strawberry.type
class WebhookEndpointQuery:
    webhook_endpoints = strawberry.field(
        resolver=resolvers.list_endpoints,
        graphql_type=list[WebhookEndpoint],
        description="All webhook endpoints, oldest first.",
        extensions=scoped("config:read"),
    )
    webhook_event_types = strawberry.field(
        resolver=resolvers.list_event_types,
        description="The types of events that endpoints can be told of.",
        extensions=scoped("config:read"),
    )


@strawberry.type
class WebhookEndpointMutation:
    webhook_endpoint_put = command(
        resolvers.webhook_endpoint_put,
        WebhookEndpointPayload,
        scope="config:write",
        description=(
            "Create a webhook endpoint, or change one. The secret is answered by this call alone; "
            "putting again keeps it, and enables an endpoint that was disabled."
        ),
    )
    webhook_secret_rotate = command(
        resolvers.webhook_secret_rotate,
        WebhookEndpointPayload,
        scope="config:write",
        description=(
            "Give an endpoint a new signing secret. Both secrets sign until the old one is dropped."
        ),
    )
    webhook_endpoint_delete = command(
        resolvers.webhook_endpoint_delete,
        DeletePayload,
        scope="config:write",
        description=(
            "Delete a webhook endpoint. What waits for it is given up; the log keeps it for 30"
            " days."
        ),
    )
