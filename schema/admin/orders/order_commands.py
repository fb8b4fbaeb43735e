"""Commands on orders, from placing to the credit memo (R6)."""

from typing import Self

import strawberry

from resolvers.admin.orders import attachment, cancelling, invoicing, placement, refunding
from resolvers.admin.orders import status as order_status
from schema.admin.accounts.ledger import LedgerEntry
from schema.admin.orders.orders import Order
from schema.admin.orders.refunds import RefundOutcome
from schema.admin.user_errors import Payload, command
from services.ledger.entries import LedgerEntry as BookedEntry
from services.orders import orders as services
from services.orders.change import OrderCommand
from services.orders.placement import Placed
from services.orders.refunding import PreviewedRefund, Refunded


@strawberry.type(description="The result of a command on an order.")
class OrderPayload(Payload):
    order: services.Order | None = strawberry.field(
        default=None, graphql_type=Order | None, description="The order after the change."
    )
    entries: list[BookedEntry] = strawberry.field(
        default_factory=list,
        graphql_type=list[LedgerEntry],
        description=(
            "The ledger entries the command wrote. If the order became complete, this includes the "
            "award of the customer who invited the buyer."
        ),
    )
    message: str | None = strawberry.field(
        default=None, description="A message for the buyer, in their language."
    )
    replayed: bool = strawberry.field(
        default=False,
        description=(
            "True if this command was already carried out: the first entries are returned again."
        ),
    )

    @classmethod
    def of(cls, done: OrderCommand) -> Self:
        """Answer with what became of the order."""
        return cls(
            order=done.order, entries=done.entries, message=done.message, replayed=done.replayed
        )


@strawberry.type(description="The result of a credit memo.")
class OrderRefundPayload(Payload):
    order: services.Order | None = strawberry.field(
        default=None, graphql_type=Order | None, description="The order after the change."
    )
    outcome: PreviewedRefund | None = strawberry.field(
        default=None,
        graphql_type=RefundOutcome | None,
        description="What the credit memo gave back.",
    )
    entries: list[BookedEntry] = strawberry.field(
        default_factory=list,
        graphql_type=list[LedgerEntry],
        description="The ledger entries the command wrote.",
    )
    replayed: bool = strawberry.field(
        default=False,
        description=(
            "True if this credit memo was already carried out: the first outcome is returned again."
        ),
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


@strawberry.type(description="The result of placing a cart.")
class OrderPlacePayload(Payload):
    orders: list[services.Order] = strawberry.field(
        default_factory=list, graphql_type=list[Order], description="The orders, in input order."
    )
    replayed: bool = strawberry.field(
        default=False,
        description=(
            "True if the cart was already placed with the same input: the same orders are returned."
        ),
    )
    message: str | None = strawberry.field(
        default=None, description="A message for the buyer, in their language."
    )

    @classmethod
    def of(cls, placed: Placed) -> Self:
        """Answer with the orders."""
        return cls(orders=placed.orders, replayed=placed.replayed, message=placed.message)


@strawberry.type
class OrderMutation:
    order_place = command(
        placement.order_place,
        OrderPlacePayload,
        scope="orders:write",
        description=(
            "Place a cart as one order, or as several for several shipping addresses. The points "
            "used are deducted from the balance. A cart can be placed only once."
        ),
    )
    order_attach_customer = command(
        attachment.order_attach_customer,
        OrderPayload,
        scope="orders:write",
        description=(
            "Assign a guest's order to a customer, who earns its points if it is not complete yet."
        ),
    )
    order_invoice = command(
        invoicing.order_invoice,
        OrderPayload,
        scope="orders:write",
        description=(
            "Invoice an order, fully or in part. Its points are earned when nothing is left to "
            "invoice."
        ),
    )
    order_cancel = command(
        cancelling.order_cancel,
        OrderPayload,
        scope="orders:write",
        description=(
            "Cancel units that are not invoiced, all or some. Points the rest of the order no "
            "longer needs go back to where they came from."
        ),
    )
    order_refund = command(
        refunding.order_refund,
        OrderRefundPayload,
        scope="orders:write",
        description=(
            "Refund an order with a credit memo. Points, gift cards, store credit and money are "
            "given back, each up to what it paid."
        ),
    )
    order_set_status = command(
        order_status.order_set_status,
        OrderPayload,
        scope="orders:write",
        description=(
            "Set an order's status. The status rule decides what happens to the points used and "
            "the points to earn."
        ),
    )
