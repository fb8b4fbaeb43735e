"""Order fields (R6)."""

from typing import Annotated

import strawberry

from resolvers.admin.pages import After, First, page_request
from services.accounts import accounts
from services.command.pages.cursor_page import DEFAULT_PAGE_SIZE, Page
from services.ledger.entries import LedgerEntry
from services.orders import orders
from services.orders.orders import Order


async def find_order(
    order_id: Annotated[
        strawberry.ID, strawberry.argument(name="id", description="The order's id.")
    ],
) -> Order:
    return await orders.find_order(order_id=order_id)


async def list_orders(
    customer_id: Annotated[
        strawberry.ID | None, strawberry.argument(description="Only orders of this customer.")
    ] = None,
    website_code: Annotated[
        str | None, strawberry.argument(description="Only orders on this website.")
    ] = None,
    status: Annotated[
        str | None, strawberry.argument(description="Only orders with this status.")
    ] = None,
    first: First = DEFAULT_PAGE_SIZE,
    after: After = None,
) -> Page[Order]:
    return await orders.list_orders(
        customer_id=customer_id,
        website_code=website_code,
        status=status,
        page=page_request(first, after),
    )


async def search_orders(
    text: Annotated[
        str,
        strawberry.argument(
            description=(
                "An order's id, or how its number begins, with or without leading zeros and `#`."
            )
        ),
    ],
    first: First = DEFAULT_PAGE_SIZE,
    after: After = None,
) -> Page[Order]:
    return await orders.search_orders(text=text, page=page_request(first, after))


async def entries(order: strawberry.Parent[Order]) -> list[LedgerEntry]:
    return await accounts.order_entries(order_id=order.id, customer_id=order.customer_id)
