"""The shop's websites in the admin API (R1.1)."""

from typing import Self

import strawberry

from resolvers.admin.setup import websites as resolvers
from schema.admin.deletion import DeletePayload
from schema.admin.user_errors import Payload, command
from schema.permissions import scoped
from services.rules.programme import website as rules


@strawberry.type(
    description="A website of the shop: points, settings and exchange rates are kept per website."
)
class Website:
    code: str = strawberry.field(description="Its code, by which everything else names it.")
    name: str = strawberry.field(description="Its name.")
    base_currency: str = strawberry.field(description="The currency of its prices, ISO 4217.")
    time_zone: str = strawberry.field(description="Where its days begin, like `Europe/Berlin`.")
    is_default: bool = strawberry.field(
        description="Whether it is the website of requests that name none."
    )


@strawberry.type(description="A website that was put, or why it was not.")
class WebsitePayload(Payload):
    website: rules.Website | None = strawberry.field(
        default=None, graphql_type=Website | None, description="The website as it is now."
    )

    @classmethod
    def of(cls, website: rules.Website) -> Self:
        """Answer with the website."""
        return cls(website=website)


@strawberry.type
class WebsiteQuery:
    websites = strawberry.field(
        resolver=resolvers.list_websites,
        graphql_type=list[Website],
        description="The websites, the default one first. Deleted ones are not among them.",
        extensions=scoped("config:read"),
    )


@strawberry.type
class WebsiteMutation:
    website_put = command(
        resolvers.website_put,
        WebsitePayload,
        scope="config:write",
        description="Make a website, or change what is given of one.",
    )
    website_delete = command(
        resolvers.website_delete,
        DeletePayload,
        scope="config:write",
        description=(
            "Delete a website with its settings and exchange rates. What customers have there"
            " becomes orphan points; the ledger stays."
        ),
    )
