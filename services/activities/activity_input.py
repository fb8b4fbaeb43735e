"""An activity as a shop reports it: its form, and what makes two reports the same one (R3.5)."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime

from services.command.idempotency import KeptKey, natural_key
from services.command.once import Key
from services.programme.known_customers import all_ids
from services.rules.basics.enums import ActivityType
from services.rules.basics.limits import check_id
from services.rules.basics.refusals import IdempotencyConflict, Invalid

_GIVEN_TO_CUSTOM = ("points", "expires_at")


@dataclass(frozen=True, slots=True)
class Activity:
    """What a customer did: `reference` is the review's id, or tells custom activities apart.

    `points` and `expires_at` are those that a custom activity is given.
    """

    type: ActivityType
    customer_id: str
    website_code: str
    reference: str | None = None
    custom_code: str | None = None
    points: int | None = None
    expires_at: datetime | None = None
    occurred_at: datetime | None = None

    @property
    def given(self) -> dict[str, object]:
        """What was said, without the points and the date where none was given.

        So a key from before there were these is still the same.
        """
        said = asdict(self)
        return {
            name: value
            for name, value in said.items()
            if value is not None or name not in _GIVEN_TO_CUSTOM
        }


def check_activity(activity: Activity, *, now: datetime) -> None:
    """Refuse an activity of the wrong form, or one that has not happened yet.

    Raises Invalid, OutOfRange.
    """
    check_id(activity.customer_id, path=("customer_id",))
    _check_named(activity)
    if activity.occurred_at is not None and activity.occurred_at > now:
        raise Invalid("Must not be in the future.", path=("occurred_at",))


def _check_named(activity: Activity) -> None:
    """Refuse an activity that lacks what names it, or has what names another kind."""
    kind = activity.type
    if activity.reference is not None:
        if kind is ActivityType.NEWSLETTER_SIGNUP:
            raise Invalid("A newsletter signup can't have a reference.", path=("reference",))
        check_id(activity.reference, path=("reference",))
    elif kind is ActivityType.REVIEW_APPROVED:
        raise Invalid("A review needs its id as reference.", path=("reference",))
    if (activity.custom_code is not None) != (kind is ActivityType.CUSTOM):
        raise Invalid(
            "A custom activity needs a code; other activities can't have one.",
            path=("custom_code",),
        )
    for name in _GIVEN_TO_CUSTOM if kind is not ActivityType.CUSTOM else ():
        if getattr(activity, name) is not None:
            raise Invalid("Only a custom activity can have this.", path=(name,))


def key_of_activity(activity: Activity, *, now: datetime) -> Key | None:
    """Return the key of an activity that is the same whoever reports it, None without one.

    With the same key it has to agree in its website, a review in its customer too, a custom
    activity in the points and the date it is given.
    """
    if activity.reference is None:
        return None
    if activity.custom_code is not None:
        return _key_of_custom(activity, activity.customer_id, now)
    return _ReviewKey(activity, now)


async def done_by_another_id(activity: Activity, *, now: datetime) -> Mapping[str, object] | None:
    """Return the first result of a custom activity that was reported by another id (R12.5).

    Only to be asked for a customer who has had several. Raises IdempotencyConflict.
    """
    if activity.custom_code is None or activity.reference is None:
        return None
    for customer_id in await all_ids(activity.customer_id):
        key = _key_of_custom(activity, customer_id, now)
        if customer_id != activity.customer_id and (kept := await key.find_same()) is not None:
            return kept
    return None


@dataclass(frozen=True, slots=True)
class _ReviewKey:
    """A review's id, whose customer may be named by any id that they have had (R12.5)."""

    activity: Activity
    now: datetime

    async def claim(self) -> Mapping[str, object] | None:
        """Take the key, or return the first result. Raises IdempotencyConflict."""
        try:
            return await self._key(self.activity.customer_id).claim()
        except IdempotencyConflict:
            for customer_id in await all_ids(self.activity.customer_id):
                with suppress(IdempotencyConflict):
                    return await self._key(customer_id).find_same()
            raise

    async def keep(self, result: Mapping[str, object]) -> None:
        """Keep what a replay is answered from."""
        await self._key(self.activity.customer_id).keep(result)

    def _key(self, customer_id: str) -> KeptKey:
        activity = self.activity
        said = {"customerId": customer_id, "websiteCode": activity.website_code}
        return natural_key(
            "review", [activity.reference or ""], said, path=("reference",), now=self.now
        )


def _key_of_custom(activity: Activity, customer_id: str, now: datetime) -> KeptKey:
    key = [customer_id, activity.custom_code or "", activity.reference or ""]
    named = {name: activity.given[name] for name in _GIVEN_TO_CUSTOM if name in activity.given}
    said = {"websiteCode": activity.website_code, **named}
    return natural_key("custom activity", key, said, path=("reference",), now=now)
