"""Credit memos in the admin API (R6.9)."""

from datetime import datetime
from operator import attrgetter

import strawberry

from resolvers.admin.orders import refunding
from schema.admin.money import Money
from schema.admin.user_errors import UserError, user_error
from schema.permissions import scoped
from services.orders.credit_memos import CreditMemo as DoneMemo
from services.orders.lines import Quantities
from services.orders.refunding import PreviewedRefund
from services.rules.basics import money
from services.rules.basics.quantities import Quantity


def _count(name: str, description: str) -> object:
    value = attrgetter(name)

    def show(refund: strawberry.Parent[PreviewedRefund]) -> int:
        return int(value(refund.outcome))

    return strawberry.field(resolver=show, description=description)


def _amount(name: str, description: str) -> object:
    value = attrgetter(name)

    def show(refund: strawberry.Parent[PreviewedRefund]) -> money.Money:
        return money.Money(value(refund.outcome), refund.outcome.currency)

    return strawberry.field(resolver=show, graphql_type=Money, description=description)


def _refusals(refund: strawberry.Parent[PreviewedRefund]) -> list[UserError]:
    return [] if refund.refusal is None else [user_error(refund.refusal)]


@strawberry.type(
    description=(
        "What a credit memo gives back: points first, then gift cards, store credit and cash, each "
        "up to what it has paid of the invoices so far."
    )
)
class RefundOutcome:
    points_returned = _count(
        "refund.points",
        ("Points used at the exchange rate that are given back, to where they came from."),
    )
    points_returned_amount = _amount("refund.points_amount", "The amount those points paid.")
    product_points_returned = _count(
        "refund.product_points",
        ("Points given back that paid for lines at a product's own price. They count as no money."),
    )
    points_reversed = _count("points_reversed", "Points the order earned that are taken back.")
    points_shortfall = _count(
        "points_shortfall", "Points that should be taken back but are already spent."
    )
    gift_card = _amount("refund.gift_card", "The amount to put back on gift cards.")
    store_credit = _amount("refund.store_credit", "The amount to put back as store credit.")
    cash = _amount("refund.cash", "The amount to pay back in money.")
    unrefunded = _amount(
        "refund.unrefunded",
        "The amount that cannot be given back at all, because points are never paid out in money.",
    )
    proposed_points = _count(
        "refund.proposed_points",
        "What a credit memo form would propose: all points used at the exchange rate and not yet "
        "given back.",
    )
    user_errors = strawberry.field(
        resolver=_refusals,
        graphql_type=list[UserError],
        description="Why the credit memo would be refused; empty if it would be accepted.",
    )


@strawberry.type(description="A number of units of an order line.")
class OrderLineQuantity:
    line_id: strawberry.ID = strawberry.field(description="Your own id of the line.")
    quantity: Quantity = strawberry.field(description="The number of units.")


def quantities(lines: Quantities) -> list[OrderLineQuantity]:
    """Show the units of lines."""
    return [
        OrderLineQuantity(line_id=strawberry.ID(line_id), quantity=units)
        for line_id, units in lines
    ]


def _lines(memo: strawberry.Parent[DoneMemo]) -> list[OrderLineQuantity]:
    return quantities(memo.lines)


def _done(memo: strawberry.Parent[DoneMemo]) -> PreviewedRefund:
    return PreviewedRefund(memo.outcome)


@strawberry.type(description="A credit memo of an order.")
class CreditMemo:
    id: strawberry.ID = strawberry.field(description="Your own id of the credit memo.")
    created_at: datetime = strawberry.field(description="When the credit memo was created.")
    lines = strawberry.field(
        resolver=_lines,
        graphql_type=list[OrderLineQuantity],
        description="The units it refunded.",
    )
    outcome = strawberry.field(
        resolver=_done, graphql_type=RefundOutcome, description="What the credit memo gave back."
    )


@strawberry.type
class RefundQuery:
    refund_preview = strawberry.field(
        resolver=refunding.refund_preview,
        graphql_type=RefundOutcome,
        description="Preview a credit memo without carrying it out.",
        extensions=scoped("orders:read"),
    )
