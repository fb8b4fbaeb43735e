"""Previews of adjustments in the admin API (R4.1, R4.5)."""

from datetime import datetime

import strawberry

from resolvers.admin.accounts import adjustments
from schema.admin.money import Money
from schema.admin.user_errors import UserError, user_error
from schema.permissions import scoped
from services.accounts.adjustment_preview import PreviewedAdjustment
from services.rules.basics import money

_Preview = strawberry.Parent[PreviewedAdjustment]


def _balance(preview: _Preview) -> int | None:
    return None if preview.account is None else preview.account.balance


def _available(preview: _Preview) -> int | None:
    return None if preview.account is None else preview.account.available


def _worth(preview: _Preview) -> money.Money | None:
    return None if preview.account is None else preview.account.worth


def _refusals(preview: _Preview) -> list[UserError]:
    return [] if preview.refusal is None else [user_error(preview.refusal)]


@strawberry.type(description="What an adjustment of points would do.")
class PointsAdjustPreview:
    points: int = strawberry.field(
        description=(
            "The points that would be added, or deducted if negative, after the balance cap; 0 if "
            "nothing would be written."
        )
    )
    balance = strawberry.field(
        resolver=_balance, description="The balance after the adjustment; null if refused."
    )
    available = strawberry.field(
        resolver=_available,
        description="The points that could be spent after the adjustment; null if refused.",
    )
    worth = strawberry.field(
        resolver=_worth,
        graphql_type=Money | None,
        description="The value of the balance after the adjustment; null if refused.",
    )
    expires_at: datetime | None = strawberry.field(
        description="When the added points would expire; null if never, or if none are added."
    )
    message: str | None = strawberry.field(
        description="A remark, for example that the balance cap would cut the credit."
    )
    user_errors = strawberry.field(
        resolver=_refusals,
        graphql_type=list[UserError],
        description="Why the adjustment would be refused; empty if it would be carried out.",
    )


@strawberry.type
class AdjustmentQuery:
    points_adjust_preview = strawberry.field(
        resolver=adjustments.points_adjust_preview,
        graphql_type=PointsAdjustPreview,
        description="Preview an adjustment of points without carrying it out.",
        extensions=scoped("customers:read"),
    )
