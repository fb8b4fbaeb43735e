"""Custom activities, defined by the shop: code, name and points (R9.1)."""

from dataclasses import asdict, dataclass
from datetime import datetime

from models.tables.activities import CustomActivityRow
from services.command import audit
from services.command.caller import Caller
from services.command.transaction import one_transaction
from services.programme.set_up_lock import take_turn
from services.programme.websites import find_website
from services.rules.basics.codes import is_id
from services.rules.basics.limits import POINTS_LIMIT, check_id, check_name, check_points
from services.rules.basics.refusals import Invalid, NotFound, OutOfRange

_LONGEST_PERIOD = 36_500  # days


@dataclass(frozen=True, slots=True)
class CustomActivity:
    """An activity of the shop's own, on one website, or on all (None).

    A customer is rewarded at most `limit_per_customer` times per website, None for no limit; with
    `period_days` only rewards younger than that count. With `points_from` and `points_to` whoever
    reports it may say how many points it is worth, `points` if they don't.
    """

    code: str
    name: str
    points: int
    limit_per_customer: int | None = None
    period_days: int | None = None
    website_code: str | None = None
    points_from: int | None = None
    points_to: int | None = None


async def list_custom_activities() -> list[CustomActivity]:
    """Return all custom activities by code."""
    return [_activity(row) for row in await CustomActivityRow.all().order_by("code")]


@one_transaction
async def put_custom_activity(
    *, activity: CustomActivity, caller: Caller, now: datetime
) -> CustomActivity:
    """Make a custom activity, or replace its definition; points awarded stay.

    Raises Invalid, OutOfRange, NotFound.
    """
    _check(activity)
    await take_turn()
    if activity.website_code is not None:
        await find_website(activity.website_code)
    row = await CustomActivityRow.get_or_none(code=activity.code) or CustomActivityRow()
    row.update_from_dict(asdict(activity))
    await row.save()
    await audit.record(
        action="customActivityPut",
        target=activity.code,
        details=asdict(activity),
        caller=caller,
        now=now,
    )
    return activity


@one_transaction
async def delete_custom_activity(*, code: str, caller: Caller, now: datetime) -> str:
    """Delete a custom activity; points awarded for it stay, and count if it is defined again.

    Raises NotFound.
    """
    await take_turn()
    row = await _row(code)
    if row is None:
        raise NotFound(f"There is no custom activity {code}.", path=("code",))
    await row.delete()
    await audit.record(
        action="customActivityDelete", target=code, details={"code": code}, caller=caller, now=now
    )
    return code


async def find_custom_activity(code: str, *, website_code: str) -> CustomActivity:
    """Return a custom activity that there is on a website.

    Raises NotFound, path ("custom_code",).
    """
    row = await _row(code)
    if row is None or row.website_code not in {None, website_code}:
        raise NotFound(
            f"There is no custom activity {code} on this website.", path=("custom_code",)
        )
    return _activity(row)


def points_of(activity: CustomActivity, *, given: int | None) -> int:
    """Return what an activity is worth: the points given, if it lets them be, else its own.

    Raises Invalid, OutOfRange, path ("points",).
    """
    if given is None:
        return activity.points
    if activity.points_from is None or activity.points_to is None:
        raise Invalid("The points of this activity are fixed.", path=("points",))
    if not activity.points_from <= given <= activity.points_to:
        raise OutOfRange(
            f"Must be from {activity.points_from:,} to {activity.points_to:,} points.",
            path=("points",),
        )
    return given


async def _row(code: str) -> CustomActivityRow | None:
    return await CustomActivityRow.get_or_none(code=code) if is_id(code) else None


def _check(activity: CustomActivity) -> None:
    check_id(activity.code, path=("code",))
    check_name(activity.name, path=("name",))
    check_points(activity.points, least=1, path=("points",))
    _check_bounds(activity)
    _check_number(
        activity.limit_per_customer, least=0, most=POINTS_LIMIT, field="limit_per_customer"
    )
    _check_number(activity.period_days, least=1, most=_LONGEST_PERIOD, field="period_days")


def _check_bounds(activity: CustomActivity) -> None:
    """Refuse one bound without the other, and bounds in the wrong order."""
    least, most = activity.points_from, activity.points_to
    if least is None or most is None:
        missing = "points_from" if least is None else "points_to"
        if least is not most:
            raise Invalid("Give both bounds, or neither.", path=(missing,))
        return
    check_points(least, least=1, path=("points_from",))
    check_points(most, least=1, path=("points_to",))
    if least > most:
        raise Invalid("Must not be less than pointsFrom.", path=("points_to",))


def _check_number(number: int | None, *, least: int, most: int, field: str) -> None:
    if number is not None and not least <= number <= most:
        raise OutOfRange(f"Must be from {least:,} to {most:,}, or blank.", path=(field,))


def _activity(row: CustomActivityRow) -> CustomActivity:
    return CustomActivity(
        code=row.code,
        name=row.name,
        points=row.points,
        points_from=row.points_from,
        points_to=row.points_to,
        limit_per_customer=row.limit_per_customer,
        period_days=row.period_days,
        website_code=row.website_code,
    )
