"""Customer fields, for the signed-in customer (R1.2, R12.1)."""

from typing import Annotated

import strawberry

from resolvers.context import Info
from resolvers.loaders import loader_of
from resolvers.storefront.arguments import (
    FIRST_PAGE,
    USUAL_PAGE_SIZE,
    CurrentPage,
    PageSize,
    given,
    numbered_page,
)
from resolvers.storefront.loaders import Answers, ProfileLoader
from resolvers.storefront.visitors import visit, visitors_programme
from services.customers.profiles import Profile
from services.storefront.attributes import Attribute, customer_attributes
from services.storefront.orders import OrdersPage, read_customer_orders
from services.storefront.points import CustomerPoints, read_customer_points
from services.storefront.visitors import Visitor

AttributeCodes = Annotated[
    list[strawberry.ID] | None,
    strawberry.argument(
        name="attributeCodes",
        description="The attributes to return; all if omitted. Unknown codes are ignored.",
    ),
]


async def customer(info: Info) -> Visitor:
    return (await visit(info)).visitor


def customer_id(root: strawberry.Parent[Visitor], info: Info) -> str:
    bearer = info.context.bearer
    return bearer.as_written(root.customer_id) if bearer else root.customer_id


async def email(root: strawberry.Parent[Visitor], info: Info) -> str | None:
    return (await _profile(root, info)).email


async def firstname(root: strawberry.Parent[Visitor], info: Info) -> str | None:
    return (await _profile(root, info)).first_name


async def lastname(root: strawberry.Parent[Visitor], info: Info) -> str | None:
    return (await _profile(root, info)).last_name


async def custom_attributes(
    root: strawberry.Parent[Visitor],
    info: Info,
    attribute_codes: AttributeCodes = strawberry.UNSET,
) -> list[Attribute]:
    programme = await visitors_programme(info)
    subscriptions = (await _profile(root, info)).subscriptions(programme.settings)
    return customer_attributes(subscriptions, codes=given(attribute_codes))


async def reward_points(root: strawberry.Parent[Visitor], info: Info) -> CustomerPoints | None:
    programme = await visitors_programme(info)
    return await loader_of(info, Answers).once(
        ("reward_points", root),
        lambda: read_customer_points(
            customer_id=root.customer_id, programme=programme, now=info.context.now
        ),
    )


async def orders(
    root: strawberry.Parent[Visitor],
    info: Info,
    current_page: CurrentPage = FIRST_PAGE,
    page_size: PageSize = USUAL_PAGE_SIZE,
) -> OrdersPage:
    programme, page = await visitors_programme(info), numbered_page(current_page, page_size)
    return await loader_of(info, Answers).once(
        ("orders", root, page),
        lambda: read_customer_orders(customer_id=root.customer_id, programme=programme, page=page),
    )


async def _profile(root: Visitor, info: Info) -> Profile:
    return await loader_of(info, ProfileLoader).load(root.customer_id)
