"""Order fields, for the signed-in customer (R6.1)."""

import strawberry

from resolvers.storefront.instants import adobe_timestamp
from services.storefront.orders import CustomerOrder


def order_date(root: strawberry.Parent[CustomerOrder]) -> str:
    return adobe_timestamp(root.placed_at)
