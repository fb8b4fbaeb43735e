"""Builders for what customers do beside orders."""

from datetime import datetime

from services.accounts.adjustments import Adjustment
from services.activities.acceptance import accept_invitation
from services.activities.activities import record_activity
from services.activities.activity_input import Activity
from services.activities.invitations import InvitationCommand, create_invitation
from services.awards.custom_activities import CustomActivity, put_custom_activity
from services.customers.putting import PutCustomer, put_customer
from services.rules.basics.enums import ActivityType
from tests.clock import NOW
from tests.services.shop import ADMIN

_keys = iter(range(1_000_000))

LIMIT = "You have earned reward points for this as often as you can."
OFF = "Reward points can't be earned at the moment."
NOTHING = "There are no reward points for this."
FIRST_ONLY = "Only the first newsletter subscription earns reward points."


async def record(activity: Activity, key: str | None = None, now: datetime = NOW) -> Adjustment:
    return await record_activity(
        activity=activity, idempotency_key=key or f"a{next(_keys)}", caller=ADMIN, now=now
    )


async def sign_up(
    customer_id: str = "ada", *, website_code: str = "us", key: str | None = None
) -> Adjustment:
    return await record(Activity(ActivityType.NEWSLETTER_SIGNUP, customer_id, website_code), key)


async def review(
    review_id: str = "r1",
    *,
    customer_id: str = "ada",
    website_code: str = "us",
    key: str | None = None,
) -> Adjustment:
    kind = ActivityType.REVIEW_APPROVED
    return await record(Activity(kind, customer_id, website_code, review_id), key)


async def define(
    code: str = "like",
    *,
    name: str = "Liked us",
    points: int = 5,
    limit: int | None = None,
    period_days: int | None = None,
    website_code: str | None = None,
    bounds: tuple[int, int] | tuple[None, None] = (None, None),
) -> CustomActivity:
    activity = CustomActivity(code, name, points, limit, period_days, website_code, *bounds)
    return await put_custom_activity(activity=activity, caller=ADMIN, now=NOW)


async def do(
    code: str = "like",
    *,
    customer_id: str = "ada",
    website_code: str = "us",
    reference: str | None = None,
    points: int | None = None,
    expires_at: datetime | None = None,
    key: str | None = None,
    now: datetime = NOW,
) -> Adjustment:
    activity = Activity(
        ActivityType.CUSTOM, customer_id, website_code, reference, code, points, expires_at
    )
    return await record(activity, key, now)


async def register(
    customer_id: str = "bob",
    *,
    website_code: str = "us",
    email: str | None = None,
    locale: str | None = None,
    award_registration: bool = True,
    now: datetime = NOW,
) -> PutCustomer:
    return await put_customer(
        customer_id=customer_id,
        website_code=website_code,
        email=email or f"{customer_id}@example.com",
        locale=locale,
        award_registration=award_registration,
        caller=ADMIN,
        now=now,
    )


async def invite(
    invitation_id: str = "v1",
    *,
    inviter_id: str = "ada",
    website_code: str = "us",
    email: str = "bob@example.com",
    now: datetime = NOW,
) -> InvitationCommand:
    return await create_invitation(
        invitation_id=invitation_id,
        inviter_id=inviter_id,
        website_code=website_code,
        email=email,
        caller=ADMIN,
        now=now,
    )


async def accept(
    invitation_id: str = "v1", *, customer_id: str = "bob", now: datetime = NOW
) -> InvitationCommand:
    return await accept_invitation(
        invitation_id=invitation_id, customer_id=customer_id, caller=ADMIN, now=now
    )
