"""Webhook endpoint fields and mutations (R16.1)."""

from typing import Annotated

import strawberry

from resolvers.context import Info, caller
from services.rules.events.event_types import EventType
from services.webhooks import endpoints
from services.webhooks.endpoints import SavedEndpoint, WebhookEndpoint

EndpointId = Annotated[
    strawberry.ID, strawberry.argument(name="id", description="The endpoint's id.")
]
_KEPT_SECONDS = 86_400


@strawberry.input(description="A webhook endpoint to create or, with an id, to change.")
class WebhookEndpointInput:
    id: strawberry.ID | None = strawberry.field(
        default=None, description="The id of the endpoint to change; without one it is a new one."
    )
    url: str = strawberry.field(
        description=(
            "Where events are sent to: `https://`, a public host, no user. In a sandbox `http://`"
            " and this machine are fine."
        )
    )
    events: list[str] | None = strawberry.field(
        default_factory=list,
        description="The types of events it is told of, such as `points.earned`; empty: all.",
    )
    website_codes: list[str] | None = strawberry.field(
        default_factory=list,
        description="The websites whose events it is told of; empty: all.",
    )
    enabled: bool | None = strawberry.field(
        default=True, description="False: it is told of nothing."
    )


async def list_endpoints() -> list[WebhookEndpoint]:
    return await endpoints.list_endpoints()


async def list_event_types() -> list[str]:
    return list(EventType)


async def webhook_endpoint_put(
    info: Info,
    endpoint: Annotated[
        WebhookEndpointInput, strawberry.argument(name="input", description="The endpoint.")
    ],
) -> SavedEndpoint:
    return await endpoints.put_endpoint(
        endpoint_id=endpoint.id,
        url=endpoint.url,
        events=endpoint.events or (),
        website_codes=endpoint.website_codes or (),
        enabled=endpoint.enabled is not False,
        caller=caller(info),
        now=info.context.now,
    )


async def webhook_secret_rotate(
    info: Info,
    endpoint_id: EndpointId,
    keep_old_for_seconds: Annotated[
        int | None,
        strawberry.argument(
            description="For how long the old secret signs too, up to 30 days; 0: no longer."
        ),
    ] = _KEPT_SECONDS,
) -> SavedEndpoint:
    return await endpoints.rotate_secret(
        endpoint_id=endpoint_id,
        keep_old_for_seconds=_KEPT_SECONDS
        if keep_old_for_seconds is None
        else keep_old_for_seconds,
        caller=caller(info),
        now=info.context.now,
    )


async def webhook_endpoint_delete(info: Info, endpoint_id: EndpointId) -> str:
    return await endpoints.delete_endpoint(
        endpoint_id=endpoint_id, caller=caller(info), now=info.context.now
    )
