"""Store configuration fields, in Adobe Commerce's strings (R13.1)."""

from collections.abc import Callable
from operator import attrgetter

import strawberry

from resolvers.context import Info
from resolvers.loaders import loader_of
from resolvers.storefront.loaders import ProgrammeLoader
from resolvers.storefront.visitors import store_website_code, token_website_code
from services.programme.programme import Programme
from services.storefront.landing_page import LandingPage, landing_page_of


async def store_config(info: Info) -> Programme:
    context = info.context
    customer_id = context.bearer.subject if context.bearer else None
    website_code = await store_website_code(info) or token_website_code(info)
    audience = (website_code, customer_id)
    return await loader_of(info, ProgrammeLoader).load(audience)


def code(root: strawberry.Parent[Programme]) -> str:
    return root.website.code


def base_currency_code(root: strawberry.Parent[Programme]) -> str:
    return root.website.base_currency


def landing_page(root: strawberry.Parent[Programme]) -> LandingPage | None:
    return landing_page_of(root.settings)


def switch(setting: str) -> Callable[..., str]:
    is_on: Callable[[object], bool] = attrgetter(setting)

    def resolve(root: strawberry.Parent[Programme]) -> str:
        return str(int(is_on(root.settings)))

    return resolve


def number(setting: str) -> Callable[..., int | None]:
    """Return the resolver of a setting that is a number, or blank; GraphQL makes a string of it."""
    value: Callable[[object], int | None] = attrgetter(setting)

    def resolve(root: strawberry.Parent[Programme]) -> int | None:
        return value(root.settings)

    return resolve
