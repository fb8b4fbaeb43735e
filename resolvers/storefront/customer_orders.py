"""Fields of a customer's order (R6.1)."""

import strawberry

from resolvers.storefront.instants import adobe_timestamp
from services.storefront.orders import CustomerOrder


def order_date(root: strawberry.Parent[CustomerOrder]) -> str:
    """Return when the order was placed."""
    return adobe_timestamp(root.placed_at)
