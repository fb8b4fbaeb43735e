"""Fields about orders (R6)."""

from typing import Annotated

import strawberry

from resolvers.admin.pages import After, First, page_request
from services.accounts import accounts
from services.command.cursor_page import DEFAULT_PAGE_SIZE, Page
from services.ledger.entries import LedgerEntry
from services.orders import orders
from services.orders.orders import Order


async def find_order(
    order_id: Annotated[
        strawberry.ID, strawberry.argument(name="id", description="The order's id.")
    ],
) -> Order:
    """Return an order."""
    return await orders.find_order(order_id=order_id)


async def list_orders(
    customer_id: Annotated[
        strawberry.ID | None, strawberry.argument(description="Only those of this customer.")
    ] = None,
    website_code: Annotated[
        str | None, strawberry.argument(description="Only those of this website.")
    ] = None,
    status: Annotated[
        str | None, strawberry.argument(description="Only those in this status.")
    ] = None,
    first: First = DEFAULT_PAGE_SIZE,
    after: After = None,
) -> Page[Order]:
    """Return a page of the orders."""
    return await orders.list_orders(
        customer_id=customer_id,
        website_code=website_code,
        status=status,
        page=page_request(first, after),
    )


async def entries(order: strawberry.Parent[Order]) -> list[LedgerEntry]:
    """Return what was booked for the order."""
    return await accounts.order_entries(order_id=order.id, customer_id=order.customer_id)
