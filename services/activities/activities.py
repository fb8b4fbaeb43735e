"""Activities that a shop reports of a customer: newsletter, reviews, and its own (R9.1, R9.2)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from services.accounts.adjustments import Adjustment
from services.activities.activity_input import Activity, NaturalKey, check_activity, natural_key
from services.awards.awards import award
from services.awards.custom_activities import find_custom_activity
from services.command import audit, idempotency
from services.command.caller import Caller
from services.command.transaction import one_transaction
from services.customers import newsletter
from services.ledger.entries import LedgerEntry
from services.ledger.history import entries_by_id
from services.programme.known_customers import check_customer_known
from services.programme.programme import Programme, load_programme
from services.rules.awards.awards import Occasion
from services.rules.basics.enums import ActivityType, LedgerReason
from services.rules.basics.limits import check_id
from services.rules.words.messages import Sentence, say

_MUTATION = "activityRecord"


@dataclass(frozen=True, slots=True)
class _Recorded:
    """The entry that an activity was worth, and what is said of it."""

    entry: LedgerEntry | None
    message: str | None


@one_transaction
async def record_activity(
    *, activity: Activity, idempotency_key: str, caller: Caller, now: datetime
) -> Adjustment:
    """Award the customer what the activity is worth, once: a review by its id, whoever reports it.

    Without an entry `message` says why: nothing to award, switched off, the limit, the cap. Raises
    Invalid, NotFound, OutOfRange, IdempotencyConflict.
    """
    check_id(idempotency_key, path=("idempotency_key",))
    check_activity(activity, now=now)
    natural = natural_key(activity)
    done = await _claim(activity, natural, idempotency_key, caller, now)
    if done is not None:
        return await _replayed(activity, done)
    recorded = await _record(activity, caller, now)
    await _keep(natural, idempotency_key, recorded, caller)
    await audit.record(
        action=_MUTATION,
        target=activity.customer_id,
        details={"idempotency_key": idempotency_key, **asdict(activity)},
        caller=caller,
        now=now,
    )
    return Adjustment(
        activity.customer_id,
        activity.website_code,
        recorded.entry,
        recorded.message,
        replayed=False,
    )


async def _claim(
    activity: Activity, natural: NaturalKey | None, key: str, caller: Caller, now: datetime
) -> dict[str, object] | None:
    """Take the activity's keys; return its first result. The natural key wins (R3.5)."""
    if natural is not None:
        done = await idempotency.claim_natural_key(
            subject=natural.subject,
            key=natural.key,
            command=natural.command,
            path=("reference",),
            now=now,
        )
        if done is not None:
            return done
    return await idempotency.claim_key(
        caller=caller, mutation=_MUTATION, key=key, command=asdict(activity), now=now
    )


async def _keep(natural: NaturalKey | None, key: str, recorded: _Recorded, caller: Caller) -> None:
    """Keep the result where a replay finds it first."""
    entry = recorded.entry
    result = {"entry": str(entry.id) if entry else None, "message": recorded.message}
    if natural is not None:
        await idempotency.keep_natural_result(
            subject=natural.subject, key=natural.key, result=result
        )
        return
    await idempotency.keep_result(caller=caller, mutation=_MUTATION, key=key, result=result)


async def _record(activity: Activity, caller: Caller, now: datetime) -> _Recorded:
    programme = await load_programme(
        website_code=activity.website_code, customer_id=activity.customer_id
    )
    if activity.type is ActivityType.NEWSLETTER_SIGNUP:
        return await _sign_up(activity, programme, caller, now)
    check_customer_known(programme, activity.customer_id)
    occasion = await _occasion(activity, programme)
    return await _award(activity, programme, occasion, caller, now)


async def _sign_up(
    activity: Activity, programme: Programme, caller: Caller, now: datetime
) -> _Recorded:
    signup = await newsletter.sign_up(
        customer_id=activity.customer_id, programme=programme, now=now
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
    return await _award(activity, programme, occasion, caller, now)


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
        custom.points,
        custom.limit_per_customer,
        period_days=custom.period_days,
        activity_code=custom.code,
        reference=reference,
        label=custom.name,
    )


async def _award(
    activity: Activity, programme: Programme, occasion: Occasion, caller: Caller, now: datetime
) -> _Recorded:
    (done,) = await award(
        customer_id=activity.customer_id,
        occasions=[(programme, occasion)],
        caller=caller,
        now=now,
    )
    return _Recorded(done.entry, done.message(programme.locale))


async def _replayed(activity: Activity, done: Mapping[str, object]) -> Adjustment:
    entry_id = cast("str | None", done["entry"])
    customer_id = activity.customer_id
    entries = await entries_by_id([UUID(entry_id)], customer_id=customer_id) if entry_id else []
    return Adjustment(
        customer_id,
        activity.website_code,
        entries[0] if entries else None,
        cast("str | None", done["message"]),
        replayed=True,
    )
