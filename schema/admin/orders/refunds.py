"""Credit memos in the admin API (R6.9)."""

from datetime import datetime
from operator import attrgetter

import strawberry

from resolvers.admin.orders import refunding
from schema.admin.money import Money
from schema.admin.user_errors import UserError, user_error
from schema.permissions import scoped
from services.orders.refunding import CreditMemo as DoneMemo
from services.orders.refunding import PreviewedRefund
from services.rules.basics import money


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
        "What a credit memo gives back. Points come first, then gift card, store credit and cash,"
        " each at most what invoices so far were paid by it."
    )
)
class RefundOutcome:
    points_returned = _count(
        "refund.points", "Points that paid like money, which come back to where they came from."
    )
    points_returned_amount = _amount("refund.points_amount", "What they stand for.")
    product_points_returned = _count(
        "refund.product_points", "Points that paid for the lines; they come back at no money."
    )
    points_reversed = _count("points_reversed", "Points earned by the order and taken back.")
    points_shortfall = _count(
        "points_shortfall", "Points that were to be taken back and are spent."
    )
    gift_card = _amount("refund.gift_card", "What to put back on gift cards.")
    store_credit = _amount("refund.store_credit", "What to put back as store credit.")
    cash = _amount("refund.cash", "What to give back in money.")
    unrefunded = _amount(
        "refund.unrefunded",
        "What none of them can take: points are never paid out in money.",
    )
    proposed_points = _count(
        "refund.proposed_points",
        "What a form would propose: all points that paid like money and have not come back.",
    )
    user_errors = strawberry.field(
        resolver=_refusals,
        graphql_type=list[UserError],
        description="Why the credit memo would be refused; empty when it would be carried out.",
    )


@strawberry.type(description="Units of an order's line.")
class OrderLineQuantity:
    line_id: strawberry.ID = strawberry.field(description="Your own id of the line.")
    quantity: int = strawberry.field(description="How many units.")


def _lines(memo: strawberry.Parent[DoneMemo]) -> list[OrderLineQuantity]:
    return [
        OrderLineQuantity(line_id=strawberry.ID(line_id), quantity=units)
        for line_id, units in memo.lines
    ]


def _done(memo: strawberry.Parent[DoneMemo]) -> PreviewedRefund:
    return PreviewedRefund(memo.outcome)


@strawberry.type(description="A credit memo of an order, as it was done.")
class CreditMemo:
    id: strawberry.ID = strawberry.field(description="Your own id of the credit memo.")
    created_at: datetime = strawberry.field(description="When it was done.")
    lines = strawberry.field(
        resolver=_lines,
        graphql_type=list[OrderLineQuantity],
        description="The units that it refunded.",
    )
    outcome = strawberry.field(
        resolver=_done, graphql_type=RefundOutcome, description="What it gave back."
    )


@strawberry.type
class RefundQuery:
    refund_preview = strawberry.field(
        resolver=refunding.refund_preview,
        graphql_type=RefundOutcome,
        description="What a credit memo would do, without doing it.",
        extensions=scoped("orders:read"),
    )
