"""Invoices of orders (R6.5)."""

from typing import Annotated

import strawberry

from resolvers.admin.loaders import InvoiceLoader
from resolvers.admin.orders.line_quantities import LineQuantity, quantities_of
from resolvers.context import Info, caller
from resolvers.loaders import loader_of
from services.orders import invoicing
from services.orders.change import OrderCommand
from services.orders.invoicing import Invoice
from services.orders.orders import Order


@strawberry.input(description="An invoice. Without lines: everything that is left.")
class OrderInvoiceInput:
    order_id: strawberry.ID = strawberry.field(description="The order's id.")
    invoice_id: strawberry.ID = strawberry.field(
        description="Your own id of the invoice. Sending the same id again does not repeat it."
    )
    lines: list[LineQuantity] | None = strawberry.field(
        default=None, description="The units to invoice; null for all that are left."
    )


async def order_invoice(
    info: Info,
    invoice: Annotated[
        OrderInvoiceInput, strawberry.argument(name="input", description="The invoice.")
    ],
) -> OrderCommand:
    return await invoicing.invoice_order(
        order_id=invoice.order_id,
        invoice_id=invoice.invoice_id,
        lines=quantities_of(invoice.lines),
        caller=caller(info),
        now=info.context.now,
    )


async def invoices(info: Info, order: strawberry.Parent[Order]) -> list[Invoice]:
    return await loader_of(info, InvoiceLoader).load(order)
