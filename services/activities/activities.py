"""Activities that a shop reports of a customer: newsletter, reviews, and its own (R9.1, R9.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from services.accounts.adjustments import Adjustment, Moved, move_once, replay_moved
from services.activities.activity_input import (
    Activity,
    check_activity,
    done_by_another_id,
    key_of_activity,
)
from services.awards.awards import award
from services.awards.custom_activities import find_custom_activity, points_of
from services.command.caller import Caller
from services.command.idempotency import callers_key
from services.command.once import Command
from services.command.transaction import one_transaction
from services.customers import newsletter
from services.ledger.entries import LedgerEntry
from services.programme.known_customers import check_customer_known
from services.programme.programme import Programme, load_programme
from services.rules.awards.awards import Occasion
from services.rules.basics.enums import ActivityType, LedgerReason
from services.rules.basics.limits import check_future
from services.rules.words.messages import Sentence, say

_MUTATION = "activityRecord"


@dataclass(frozen=True, slots=True)
class _Recorded:
    """What was awarded, and the message; `before` says that it was, by another id (R12.5)."""

    entry: LedgerEntry | None
    message: str | None
    before: bool = False


@one_transaction
async def record_activity(
    *, activity: Activity, idempotency_key: str, caller: Caller, now: datetime
) -> Adjustment:
    """Award the customer what the activity is worth, once: a review by its id, whoever reports it.

    Without an entry `message` says why: nothing to award, switched off, the limit, the cap. Raises
    Invalid, NotFound, OutOfRange, IdempotencyConflict.
    """
    key = callers_key(caller, _MUTATION, idempotency_key, activity.given, now)
    check_activity(activity, now=now)
    natural = key_of_activity(activity, now=now)
    # A replay is found by the natural key first, whatever the caller's key is (R3.5).
    keys = [key] if natural is None else [natural, key]

    async def record() -> Moved:
        done = await _record(activity, caller, now)
        details = {"idempotency_key": idempotency_key, **activity.given}
        return Moved(done.entry, done.message, details, is_replay=done.before)

    command = Command(_MUTATION, activity.customer_id, keys, caller, now)
    return await move_once(command, activity.website_code, record)


async def _record(activity: Activity, caller: Caller, now: datetime) -> _Recorded:
    programme = await load_programme(
        website_code=activity.website_code, customer_id=activity.customer_id
    )
    if activity.type is ActivityType.NEWSLETTER_SIGNUP:
        return await _sign_up(activity, programme, caller, now)
    check_customer_known(programme, activity.customer_id)
    if programme.has_old_ids:
        kept = await done_by_another_id(activity, now=now)
        if kept is not None:
            return await _recorded_before(kept, activity)
    check_future(activity.expires_at, now=now, path=("expires_at",))
    occasion = await _occasion(activity, programme)
    return await _award(programme, occasion, caller, now)


async def _recorded_before(kept: Mapping[str, object], activity: Activity) -> _Recorded:
    done = await replay_moved(kept, activity.customer_id, activity.website_code)
    return _Recorded(done.entry, done.message, before=True)


async def _sign_up(
    activity: Activity, programme: Programme, caller: Caller, now: datetime
) -> _Recorded:
    signup = await newsletter.sign_up(
        customer_id=programme.present_id, programme=programme, now=now
    )
    if not signup.is_first:
        return _Recorded(None, say(Sentence.FIRST_SIGNUP_ONLY, programme.locale))
    if signup.waits:
        return _Recorded(None, say(Sentence.SIGNUP_WAITS, programme.locale))
    if not programme.customer_known:
        programme = await load_programme(
            website_code=activity.website_code, customer_id=activity.customer_id
        )
    occasion = newsletter.occasion_of(programme)
    return await _award(programme, occasion, caller, now)


async def _occasion(activity: Activity, programme: Programme) -> Occasion:
    settings = programme.settings
    reference = activity.reference or ""
    if activity.custom_code is None:
        return Occasion(
            LedgerReason.REVIEW, settings.review_points, settings.review_limit, reference=reference
        )
    custom = await find_custom_activity(activity.custom_code, website_code=activity.website_code)
    return Occasion(
        LedgerReason.CUSTOM,
        points_of(custom, given=activity.points),
        custom.limit_per_customer,
        period_days=custom.period_days,
        activity_code=custom.code,
        reference=reference,
        label=custom.name,
        expires_at=activity.expires_at,
    )


async def _award(
    programme: Programme, occasion: Occasion, caller: Caller, now: datetime
) -> _Recorded:
    (done,) = await award(
        customer_id=programme.present_id,
        occasions=[(programme, occasion)],
        caller=caller,
        now=now,
    )
    return _Recorded(done.entry, done.message(programme.locale))
