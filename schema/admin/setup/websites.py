"""Websites in the admin API (R1.1)."""

from typing import Self

import strawberry

from resolvers.admin.setup import websites as resolvers
from schema.admin.deletion import DeletePayload
from schema.admin.user_errors import Payload, command
from schema.permissions import scoped
from services.rules.programme import website as rules


@strawberry.type(
    description="A website of the shop. Points, settings and exchange rates belong to a website."
)
class Website:
    code: str = strawberry.field(
        description="The website's code. Everything else refers to the website by it."
    )
    name: str = strawberry.field(description="The website's name.")
    base_currency: str = strawberry.field(description="The website's base currency, ISO 4217.")
    time_zone: str = strawberry.field(
        description="The website's time zone, for example `Europe/Berlin`."
    )
    is_default: bool = strawberry.field(
        description="Whether requests that name no website go to this one."
    )
    store_view_codes = strawberry.field(
        resolver=resolvers.store_view_codes,
        description=(
            "The codes of the website's store views. A storefront names the website by one of them "
            "in the `Store` header."
        ),
    )


@strawberry.type(description="The result of creating or changing a website.")
class WebsitePayload(Payload):
    website: rules.Website | None = strawberry.field(
        default=None, graphql_type=Website | None, description="The website after the change."
    )

    @classmethod
    def of(cls, website: rules.Website) -> Self:
        """Answer with the website."""
        return cls(website=website)


@strawberry.type
class WebsiteQuery:
    websites = strawberry.field(
        resolver=resolvers.websites,
        graphql_type=list[Website],
        description="All websites, the default one first, without deleted ones.",
        extensions=scoped("config:read"),
    )


@strawberry.type
class WebsiteMutation:
    website_put = command(
        resolvers.website_put,
        WebsitePayload,
        scope="config:write",
        description="Create a website, or change the given fields of one.",
    )
    website_delete = command(
        resolvers.website_delete,
        DeletePayload,
        scope="config:write",
        description=(
            "Delete a website with its settings and exchange rates. Customers' points there become "
            "orphan points; the ledger stays."
        ),
    )
