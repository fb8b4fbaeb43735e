"""Shares of an order in the admin API: who pays what (R6.15)."""

from datetime import datetime

import strawberry

from schema.admin.money import amount
from schema.admin.orders.refunds import OrderLineQuantity, quantities
from services.orders.invoicing import Invoice as MadeInvoice
from services.rules.basics.quantities import Quantity


@strawberry.type(
    description=(
        "Who pays what of a part of an order, in the website's base currency. `net` + `tax` = "
        "`points` + `giftCard` + `storeCredit` + `due`, to the minor unit."
    )
)
class Share:
    net = amount("net", "Without tax, after discounts and product points.")
    tax = amount("tax", "Tax, after discounts and product points.")
    discount = amount("discount", "Discounts already taken off, with their tax.")
    product_points = amount(
        "product_points",
        "What points paid at a product's own price, with its tax; already taken off.",
    )
    points = amount("points", "What points used at the exchange rate pay.")
    gift_card = amount("gift_card", "What gift cards pay.")
    store_credit = amount("store_credit", "What store credit pays.")
    due = amount("due", "What is left to pay.")


@strawberry.type(description="The share of a line's units that are not cancelled.")
class LineShare:
    line_id: strawberry.ID = strawberry.field(description="Your own id of the line.")
    quantity: Quantity = strawberry.field(
        description="Units not cancelled; 0 for a line cancelled in whole."
    )
    share: Share = strawberry.field(description="Who pays what of them.")


@strawberry.type(
    description=(
        "Who pays what of an order without its cancelled units. The shares of the lines and of the "
        "shipping sum to the order: send them to a payment provider as they are."
    )
)
class OrderShares:
    lines: list[LineShare] = strawberry.field(description="The shares of all lines.")
    shipping: Share = strawberry.field(description="The share of the shipping, with its tax.")


def _lines(invoice: strawberry.Parent[MadeInvoice]) -> list[OrderLineQuantity]:
    return quantities(invoice.lines)


@strawberry.type(description="An invoice of an order.")
class Invoice:
    id: strawberry.ID = strawberry.field(description="Your own id of the invoice.")
    created_at: datetime = strawberry.field(description="When the invoice was created.")
    lines = strawberry.field(
        resolver=_lines,
        graphql_type=list[OrderLineQuantity],
        description="The units it invoiced.",
    )
    total: Share = strawberry.field(
        description=(
            "What it charges; `due` is the amount to capture. The first invoice includes the "
            "shipping. Points, then gift cards, then store credit pay the invoices, the oldest "
            "first: this is not the sum of line shares."
        )
    )
