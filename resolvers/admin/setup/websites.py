"""Website fields and mutations (R1.1, R1.5)."""

from typing import Annotated

import strawberry

from resolvers.admin.loaders import StoreViewLoader
from resolvers.context import Info, caller
from resolvers.loaders import loader_of
from services.programme.websites import list_websites
from services.rules.programme.website import Website
from services.setup.websites import delete_website, put_website


@strawberry.input(description="A website to create, or to change if the code is known.")
class WebsiteInput:
    code: str = strawberry.field(
        description=(
            "The website's code: letters, digits, dots, hyphens, underscores. It can never be "
            "changed."
        )
    )
    name: str | None = strawberry.field(
        default=None,
        description="The website's name. If omitted for a new website, the code is used.",
    )
    base_currency: str | None = strawberry.field(
        default=None,
        description=(
            "The base currency, ISO 4217; required for a new website. It can't be changed once "
            "amounts have been recorded in it."
        ),
    )
    time_zone: str | None = strawberry.field(
        default=None,
        description='The time zone, for example "Europe/Berlin"; UTC for a new website if omitted.',
    )
    is_default: bool | None = strawberry.field(
        default=None,
        description=(
            "True makes this the default website, used by requests that name none. The first "
            "website is the default."
        ),
    )
    store_view_codes: list[str] | None = strawberry.field(
        default=None,
        description=(
            "The codes of all its store views; no two websites share one. Case makes no "
            "difference. If omitted, they stay as they are."
        ),
    )


async def websites() -> list[Website]:
    return await list_websites()


async def store_view_codes(website: strawberry.Parent[Website], info: Info) -> list[str]:
    return await loader_of(info, StoreViewLoader).load(website.code)


async def website_put(
    info: Info,
    website: Annotated[WebsiteInput, strawberry.argument(name="input", description="The website.")],
) -> Website:
    return await put_website(
        code=website.code,
        name=website.name,
        base_currency=website.base_currency,
        time_zone=website.time_zone,
        is_default=website.is_default,
        store_view_codes=website.store_view_codes,
        caller=caller(info),
        now=info.context.now,
    )


async def website_delete(
    info: Info, code: Annotated[str, strawberry.argument(description="The website's code.")]
) -> str:
    return await delete_website(code=code, caller=caller(info), now=info.context.now)
