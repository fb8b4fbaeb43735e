"""Orders in the admin API (R6)."""

from datetime import datetime

import strawberry

from resolvers.admin.orders import invoicing, refunding
from resolvers.admin.orders import orders as resolvers
from schema.admin.accounts.ledger import LedgerEntry
from schema.admin.checkout.quotes import Quote
from schema.admin.money import amount
from schema.admin.orders.refunds import CreditMemo
from schema.admin.orders.shares import Invoice, OrderShares
from schema.admin.pages import Connection
from schema.permissions import scoped
from services.rules.basics.enums import PointsState
from services.rules.basics.quantities import Quantity


@strawberry.type(
    description="A line of an order, with the number of units invoiced, cancelled and refunded."
)
class OrderLine:
    id: strawberry.ID = strawberry.field(description="Your own id of the line.")
    sku: str = strawberry.field(description="The product's SKU.")
    quantity: Quantity = strawberry.field(description="Units ordered.")
    invoiced: Quantity = strawberry.field(description="Units invoiced.")
    cancelled: Quantity = strawberry.field(description="Units cancelled.")
    refunded: Quantity = strawberry.field(description="Units refunded.")


@strawberry.type(
    description="An order, with the quote it was placed at and the state of its points."
)
class Order:
    id: strawberry.ID = strawberry.field(description="Your own id of the order.")
    number: str = strawberry.field(description="The order number customers see.")
    website_code: str = strawberry.field(description="The code of the website it was placed on.")
    customer_id: strawberry.ID | None = strawberry.field(
        description="The customer's id; null for a guest's order."
    )
    status: str = strawberry.field(
        description=(
            "The status: `pending` when placed, `processing` once partly invoiced, `complete` when "
            "all is invoiced, `canceled` when all is cancelled, `closed` when all is refunded; or "
            "what the shop has set."
        )
    )
    placed_at: datetime = strawberry.field(description="When the order was placed.")
    quote: Quote = strawberry.field(
        description="The quote the order was placed at, with its exchange rates."
    )
    lines: list[OrderLine] = strawberry.field(description="The order's lines.")
    needed_state: PointsState = strawberry.field(description="The state of the points used.")
    received_state: PointsState = strawberry.field(description="The state of the points to earn.")
    points_used: int = strawberry.field(
        description="Points used at the exchange rate when the order was placed; never changes."
    )
    product_points_used: int = strawberry.field(
        description=(
            "Points that paid for lines at each product's own price when the order was placed; "
            "never changes."
        )
    )
    points_returned: int = strawberry.field(
        description=(
            "Points of both kinds given back (by cancellation, credit memo or status) and not "
            "taken again."
        )
    )
    points_pending: int = strawberry.field(
        description="Points the order is expected to earn; 0 once earned."
    )
    points_earned: int = strawberry.field(description="Points the order has earned.")
    points_reversed: int = strawberry.field(
        description="Of the points earned, those taken back and not credited again."
    )
    amount_paid = amount(
        "amount_paid", ("Money paid by its invoices, after points, gift cards and store credit.")
    )
    amount_refunded = amount("amount_refunded", "Money refunded.")
    earning_basis = amount(
        "earning_basis", "The amount the order earns points on, as things stand."
    )
    entries = strawberry.field(
        resolver=resolvers.entries,
        graphql_type=list[LedgerEntry],
        description="All ledger entries of the order, newest first.",
    )
    credit_memos = strawberry.field(
        resolver=refunding.credit_memos,
        graphql_type=list[CreditMemo],
        description="The order's credit memos, oldest first.",
    )
    invoices = strawberry.field(
        resolver=invoicing.invoices,
        graphql_type=list[Invoice],
        description="The order's invoices, oldest first.",
    )
    shares: OrderShares = strawberry.field(
        description="Who pays what of the order's lines and shipping, as the order stands."
    )
    replaces_order_id: strawberry.ID | None = strawberry.field(
        description="The id of the order that this one, edited, replaced; null if it replaced none."
    )
    replaced_by_order_id: strawberry.ID | None = strawberry.field(
        description="The id of the edited order that replaced this one; null if none did."
    )
    points_carried: int = strawberry.field(
        description=(
            "Of the points used, those taken over from the replaced order. They never left the "
            "account, so no entry was written for them."
        )
    )
    matures_at: datetime | None = strawberry.field(
        description=(
            "When the points the order earns are credited, fixed when they were first approved; "
            "null before, and where the website credits at once."
        )
    )


@strawberry.type
class OrderQuery:
    order = strawberry.field(
        resolver=resolvers.find_order,
        graphql_type=Order | None,
        description="An order. Refused with NOT_FOUND if unknown.",
        extensions=scoped("orders:read"),
    )
    orders = strawberry.field(
        resolver=resolvers.list_orders,
        graphql_type=Connection[Order],
        description="All orders, newest first.",
        extensions=scoped("orders:read"),
    )
    order_search = strawberry.field(
        resolver=resolvers.search_orders,
        graphql_type=Connection[Order],
        description="Orders with an id, or whose number begins with a text, newest first.",
        extensions=scoped("orders:read"),
    )
