"""Fields about the shop's websites (R1.1, R1.5)."""

from typing import Annotated

import strawberry

from resolvers.context import Info, caller
from services.programme.websites import list_websites as websites_of_the_shop
from services.rules.programme.website import Website
from services.setup import websites


@strawberry.input(description="A website to make, or to change where its code is known already.")
class WebsiteInput:
    code: str = strawberry.field(
        description="Its code, which never changes: letters, digits, dots, hyphens, underscores."
    )
    name: str | None = strawberry.field(
        default=None, description="Its name; the code for a new one if left out."
    )
    base_currency: str | None = strawberry.field(
        default=None,
        description=(
            "The currency of its prices, ISO 4217; a new website needs it. It stays once there is"
            " money in it."
        ),
    )
    time_zone: str | None = strawberry.field(
        default=None,
        description='Where its days begin, like "Europe/Berlin"; UTC for a new one if left out.',
    )
    is_default: bool | None = strawberry.field(
        default=None,
        description="True makes it the website of requests that name none. The first one is.",
    )


async def list_websites() -> list[Website]:
    """Return the websites."""
    return await websites_of_the_shop()


async def website_put(
    info: Info,
    website: Annotated[WebsiteInput, strawberry.argument(name="input", description="The website.")],
) -> Website:
    """Make or change a website."""
    return await websites.put_website(
        code=website.code,
        name=website.name,
        base_currency=website.base_currency,
        time_zone=website.time_zone,
        is_default=website.is_default,
        caller=caller(info),
        now=info.context.now,
    )


async def website_delete(
    info: Info, code: Annotated[str, strawberry.argument(description="The website's code.")]
) -> str:
    """Delete a website."""
    return await websites.delete_website(code=code, caller=caller(info), now=info.context.now)
