"""Adjustment previews: what adding or taking points by hand would do (R4.1, R4.5)."""

from dataclasses import dataclass
from datetime import datetime

from services.accounts.accounts import lots_by_entry, read_account
from services.accounts.adjustments import adjust_points
from services.command.caller import Caller
from services.command.transaction import rolled_back
from services.ledger.reading.standing import AccountStanding
from services.rules.basics.refusals import RewardsError


@dataclass(frozen=True, slots=True)
class AdjustmentInput:
    """An adjustment as it would be commanded; points below 0 are taken."""

    idempotency_key: str
    customer_id: str
    website_code: str
    points: int
    comment: str | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PreviewedAdjustment:
    """What an adjustment would book, and the account after it; or why it would be refused.

    `points` are those left after the cap; added ones expire at `expires_at`.
    """

    points: int = 0
    account: AccountStanding | None = None
    expires_at: datetime | None = None
    message: str | None = None
    refusal: RewardsError | None = None


async def preview_adjustment(
    *, adjustment: AdjustmentInput, caller: Caller, now: datetime
) -> PreviewedAdjustment:
    """Say what the adjustment would do, or why it would be refused; nothing is written."""
    try:
        return await _try(adjustment, caller, now)
    except RewardsError as refusal:
        return PreviewedAdjustment(refusal=refusal)


@rolled_back
async def _try(adjustment: AdjustmentInput, caller: Caller, now: datetime) -> PreviewedAdjustment:
    done = await adjust_points(
        idempotency_key=adjustment.idempotency_key,
        customer_id=adjustment.customer_id,
        website_code=adjustment.website_code,
        points=adjustment.points,
        comment=adjustment.comment,
        expires_at=adjustment.expires_at,
        caller=caller,
        now=now,
    )
    account = await read_account(
        customer_id=adjustment.customer_id, website_code=adjustment.website_code, now=now
    )
    if done.entry is None:
        return PreviewedAdjustment(account=account, message=done.message)
    lots = await lots_by_entry([done.entry])
    lot = lots.get(done.entry.id)
    return PreviewedAdjustment(
        points=done.entry.points,
        account=account,
        expires_at=lot.expires_at if lot else None,
        message=done.message,
    )
