"""Credit memos: refunds of orders, and their preview (R6.9)."""

from decimal import Decimal
from typing import Annotated

import strawberry

from resolvers.admin.loaders import CreditMemoLoader
from resolvers.admin.orders.line_quantities import LineQuantity, quantities_of
from resolvers.context import Info, caller
from resolvers.loaders import loader_of
from services.orders import refunding
from services.orders.credit_memos import CreditMemo
from services.orders.orders import Order
from services.orders.refunding import CreditMemoInput, PreviewedRefund, Refunded
from services.rules.basics.money import ZERO


@strawberry.input(
    description=(
        "A credit memo. Its value is that of its lines (after discounts, with tax) plus shipping "
        "and adjustments. Amounts are in the website's base currency."
    )
)
class OrderRefundInput:
    order_id: strawberry.ID = strawberry.field(description="The order's id.")
    credit_memo_id: strawberry.ID = strawberry.field(
        description=(
            "Your own id of the credit memo. Sending the same id again does not repeat the refund."
        )
    )
    lines: list[LineQuantity] | None = strawberry.field(
        default=None,
        description=(
            "The units to refund. Null: everything that is left, with its shipping. Empty: only "
            "the adjustments."
        ),
    )
    shipping_amount: Decimal | None = strawberry.field(
        default=None,
        description=(
            "The shipping amount to refund, including its tax. Null: none, unless everything is "
            "refunded."
        ),
    )
    adjustment_refund: Decimal | None = strawberry.field(
        default=0, description="An additional amount to refund."
    )
    adjustment_fee: Decimal | None = strawberry.field(
        default=0, description="An amount to deduct from the refund."
    )
    refund_points: int | None = strawberry.field(
        default=None,
        description=(
            "How many of the points used at the exchange rate to give back. Null: the setting "
            "`refundPointsAutomatically` decides."
        ),
    )


async def order_refund(
    info: Info,
    memo: Annotated[
        OrderRefundInput, strawberry.argument(name="input", description="The credit memo.")
    ],
) -> Refunded:
    return await refunding.refund_order(memo=_memo(memo), caller=caller(info), now=info.context.now)


async def refund_preview(
    info: Info,
    memo: Annotated[
        OrderRefundInput, strawberry.argument(name="input", description="The credit memo.")
    ],
) -> PreviewedRefund:
    return await refunding.preview_refund(
        memo=_memo(memo), caller=caller(info), now=info.context.now
    )


async def credit_memos(info: Info, order: strawberry.Parent[Order]) -> list[CreditMemo]:
    return await loader_of(info, CreditMemoLoader).load(order.id)


def _memo(memo: OrderRefundInput) -> CreditMemoInput:
    return CreditMemoInput(
        order_id=memo.order_id,
        credit_memo_id=memo.credit_memo_id,
        lines=quantities_of(memo.lines),
        shipping_amount=memo.shipping_amount,
        adjustment_refund=memo.adjustment_refund or ZERO,
        adjustment_fee=memo.adjustment_fee or ZERO,
        refund_points=memo.refund_points,
    )
