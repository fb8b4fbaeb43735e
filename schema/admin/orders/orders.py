"""Orders in the admin API (R6)."""

from datetime import datetime
from typing import Self

import strawberry

from resolvers.admin.orders import attachment, cancelling, invoicing, placement, refunding
from resolvers.admin.orders import orders as resolvers
from resolvers.admin.orders import status as order_status
from schema.admin.accounts.ledger import LedgerEntry
from schema.admin.checkout.quotes import Quote
from schema.admin.money import amount
from schema.admin.orders.refunds import CreditMemo, RefundOutcome
from schema.admin.pages import Connection
from schema.admin.user_errors import Payload, command
from schema.permissions import scoped
from services.ledger.entries import LedgerEntry as BookedEntry
from services.orders import orders as services
from services.orders.change import OrderCommand
from services.orders.placement import Placed
from services.orders.refunding import PreviewedRefund, Refunded
from services.rules.basics.enums import PointsState


@strawberry.type(description="A line of an order, and what became of its units.")
class OrderLine:
    id: strawberry.ID = strawberry.field(description="Your own id of the line.")
    sku: str = strawberry.field(description="The product.")
    quantity: int = strawberry.field(description="How many units were ordered.")
    invoiced: int = strawberry.field(description="How many of them are invoiced.")
    cancelled: int = strawberry.field(description="How many are cancelled.")
    refunded: int = strawberry.field(description="How many are refunded.")


@strawberry.type(description="An order, the quote it was placed with and where its points stand.")
class Order:
    id: strawberry.ID = strawberry.field(description="Your own id of the order.")
    number: str = strawberry.field(description="The number that customers read.")
    website_code: str = strawberry.field(description="The website it was placed on.")
    customer_id: strawberry.ID | None = strawberry.field(
        description="Whose order; null: a guest's."
    )
    status: str = strawberry.field(
        description=(
            "`pending` when placed, `processing` once invoiced, `complete` when all is, `canceled`"
            " or `closed` when all is cancelled or refunded; or what the shop has set."
        )
    )
    placed_at: datetime = strawberry.field(description="When it was placed.")
    quote: Quote = strawberry.field(description="What it was placed for, with its exchange rates.")
    lines: list[OrderLine] = strawberry.field(description="Its lines.")
    needed_state: PointsState = strawberry.field(description="How the points it uses stand.")
    received_state: PointsState = strawberry.field(
        description="How the points that it is to earn stand."
    )
    points_used: int = strawberry.field(
        description="Points that paid like money, at placement; never changes."
    )
    product_points_used: int = strawberry.field(
        description="Points that paid for lines by themselves, at placement; never changes."
    )
    points_returned: int = strawberry.field(
        description="Of both kinds, all that has come back and stands so."
    )
    points_pending: int = strawberry.field(
        description="Points it is expected to earn; 0 once it has."
    )
    points_earned: int = strawberry.field(description="Points that it has earned.")
    points_reversed: int = strawberry.field(
        description="Of those, all that was taken back and stands so."
    )
    amount_paid = amount("amount_paid", "Money of its invoices, after points and cards.")
    amount_refunded = amount("amount_refunded", "Money that was given back.")
    earning_basis = amount(
        "earning_basis", "The money it earns, or earned, points on, as it stands."
    )
    entries = strawberry.field(
        resolver=resolvers.entries,
        graphql_type=list[LedgerEntry],
        description="All that was booked for it, newest first.",
    )
    credit_memos = strawberry.field(
        resolver=refunding.credit_memos,
        graphql_type=list[CreditMemo],
        description="Its credit memos, oldest first.",
    )


@strawberry.type(description="An order after a command, or why it was refused.")
class OrderPayload(Payload):
    order: services.Order | None = strawberry.field(
        default=None, graphql_type=Order | None, description="The order as it is now."
    )
    entries: list[BookedEntry] = strawberry.field(
        default_factory=list,
        graphql_type=list[LedgerEntry],
        description=(
            "The ledger entries that the command wrote; one of whoever invited the buyer too, where"
            " the order became complete and that is rewarded."
        ),
    )
    message: str | None = strawberry.field(
        default=None, description="What the buyer is to be told, in their language."
    )
    replayed: bool = strawberry.field(
        default=False, description="Whether this was done before: the first entries are answered."
    )

    @classmethod
    def of(cls, done: OrderCommand) -> Self:
        """Answer with what became of the order."""
        return cls(
            order=done.order, entries=done.entries, message=done.message, replayed=done.replayed
        )


@strawberry.type(description="An order after a credit memo, or why it was refused.")
class OrderRefundPayload(Payload):
    order: services.Order | None = strawberry.field(
        default=None, graphql_type=Order | None, description="The order as it is now."
    )
    outcome: PreviewedRefund | None = strawberry.field(
        default=None, graphql_type=RefundOutcome | None, description="What was given back."
    )
    entries: list[BookedEntry] = strawberry.field(
        default_factory=list,
        graphql_type=list[LedgerEntry],
        description="The ledger entries that the command wrote.",
    )
    replayed: bool = strawberry.field(
        default=False, description="Whether this was done before: the first outcome is answered."
    )

    @classmethod
    def of(cls, done: Refunded) -> Self:
        """Answer with what was given back."""
        return cls(
            order=done.command.order,
            outcome=PreviewedRefund(done.outcome),
            entries=done.command.entries,
            replayed=done.command.replayed,
        )


@strawberry.type(description="The orders that a cart became, or why it was not placed.")
class OrderPlacePayload(Payload):
    orders: list[services.Order] = strawberry.field(
        default_factory=list, graphql_type=list[Order], description="The orders, as given."
    )
    replayed: bool = strawberry.field(
        default=False, description="Whether it was placed before, just like this."
    )
    message: str | None = strawberry.field(
        default=None, description="What the buyer is to be told, in their language."
    )

    @classmethod
    def of(cls, placed: Placed) -> Self:
        """Answer with the orders."""
        return cls(orders=placed.orders, replayed=placed.replayed, message=placed.message)


@strawberry.type
class OrderQuery:
    order = strawberry.field(
        resolver=resolvers.find_order,
        graphql_type=Order | None,
        description="An order.",
        extensions=scoped("orders:read"),
    )
    orders = strawberry.field(
        resolver=resolvers.list_orders,
        graphql_type=Connection[Order],
        description="The orders, newest first.",
        extensions=scoped("orders:read"),
    )


@strawberry.type
class OrderMutation:
    order_place = command(
        placement.order_place,
        OrderPlacePayload,
        scope="orders:write",
        description=(
            "Turn a cart into an order, or several for several shipping addresses. The points used"
            " leave the balance with it. A cart is placed once."
        ),
    )
    order_attach_customer = command(
        attachment.order_attach_customer,
        OrderPayload,
        scope="orders:write",
        description="Give a guest's order its customer, who earns if it is not complete yet.",
    )
    order_invoice = command(
        invoicing.order_invoice,
        OrderPayload,
        scope="orders:write",
        description=(
            "Invoice an order, in parts or whole. Its points are earned when nothing is left to"
            " invoice."
        ),
    )
    order_cancel = command(
        cancelling.order_cancel,
        OrderPayload,
        scope="orders:write",
        description=(
            "Cancel what is not invoiced, in parts or whole. Points that the rest no more needs"
            " come back to where they came from."
        ),
    )
    order_refund = command(
        refunding.order_refund,
        OrderRefundPayload,
        scope="orders:write",
        description=(
            "Refund an order by a credit memo: points, gift card, store credit and money come back,"
            " each as far as it has paid."
        ),
    )
    order_set_status = command(
        order_status.order_set_status,
        OrderPayload,
        scope="orders:write",
        description=(
            "Set an order's status. Its rule says what becomes of the points used and to be earned."
        ),
    )
