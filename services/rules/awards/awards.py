"""Awards: what is rewarded, how often, and what the customer is told (R9.1, R9.2, R9.4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.rules.basics.enums import LedgerReason
from services.rules.words.messages import Sentence, cut_message, join_sentences, say

_EARNED: Mapping[LedgerReason, Sentence] = {
    LedgerReason.REGISTRATION: Sentence.EARNED_BY_REGISTERING,
    LedgerReason.NEWSLETTER_SIGNUP: Sentence.EARNED_BY_NEWSLETTER,
    LedgerReason.REVIEW: Sentence.EARNED_BY_REVIEW,
    LedgerReason.INVITATION_SENT: Sentence.EARNED_BY_INVITING,
    LedgerReason.CUSTOM: Sentence.EARNED_BY_ACTIVITY,
}
# The shop's own doing: said to whoever reports an activity, never to who registers or invites.
UNTOLD = frozenset({Sentence.NOTHING_TO_AWARD, Sentence.SWITCHED_OFF})


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something done that may be worth points, once per customer, reason, activity and `reference`.

    Without points it is worth nothing. `limit` is how many of its kind are rewarded per customer
    and website, None for no limit; with `period_days` only awards younger than that count. `label`
    is what the reason's label names: a custom activity. `expires_at` is a date of its own (R10.1).
    """

    reason: LedgerReason
    points: int | None
    limit: int | None = None
    period_days: int | None = None
    activity_code: str = ""
    reference: str = ""
    label: str | None = None
    order_id: str | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AwardOutcome:
    """What became of an occasion: points awarded and cut, or why none were awarded.

    `cap` is the website's, None for none.
    """

    occasion: Occasion
    points: int = 0
    cut: int = 0
    cap: int | None = None
    why_not: Sentence | None = None


def why_not(occasion: Occasion, *, may_earn: bool) -> Sentence | None:
    """Return why an occasion can't be worth anything, None if it may be (R1.6)."""
    if not occasion.points:
        return Sentence.NOTHING_TO_AWARD
    return None if may_earn else Sentence.SWITCHED_OFF


def counted_after(occasion: Occasion, now: datetime) -> datetime | None:
    """Return the instant after which awards count against the limit, None if all do (R9.1).

    An award counts until it is as old as the period.
    """
    return None if occasion.period_days is None else now - timedelta(days=occasion.period_days)


def is_limit_reached(occasion: Occasion, rewarded: int) -> bool:
    """Test whether the limit is reached after `rewarded` of them (R9.2)."""
    return occasion.limit is not None and rewarded >= occasion.limit


def award_message(outcome: AwardOutcome, locale: str) -> str | None:
    """Tell the customer what they earned and what was cut off, or why nothing (R9.4)."""
    if outcome.why_not is not None:
        return say(outcome.why_not, locale)
    earned = _earned(outcome, locale) if outcome.points else None
    return join_sentences([earned, cut_message(outcome.cut, locale, cap=outcome.cap)])


def _earned(outcome: AwardOutcome, locale: str) -> str:
    occasion = outcome.occasion
    named: dict[str, int | str] = {"points": outcome.points, "activity": occasion.label or ""}
    return say(_EARNED[occasion.reason], locale, named)
