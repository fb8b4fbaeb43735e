"""What expires when (R10.1, R10.3)."""

from datetime import timedelta

import pytest

from tests.api.storefront.asking import By
from tests.api.storefront.customers.points import points
from tests.clock import NOW
from tests.services.setup.builders import set_settings
from tests.services.shop import give, open_shop

pytestmark = pytest.mark.usefixtures("database")

DAY = timedelta(days=1)


async def test_what_expires_is_listed_soonest_first_and_sums_to_the_balance() -> None:
    """R10.1: with the points that never expire."""
    await open_shop()
    await give(7)
    await set_settings("us", expiry_days=10)
    await give(40)
    await give(20)
    await set_settings("us", expiry_days=2)
    await give(30)

    found = await points(
        "balance { points } expirations { amount { points money { value } } expires_at }"
    )

    assert found["balance"]["points"] == 97
    assert found["expirations"] == [
        {
            "amount": {"points": 30, "money": {"value": 6.0}},
            "expires_at": "2024-05-03T12:00:00Z",
        },
        {
            "amount": {"points": 60, "money": {"value": 12.0}},
            "expires_at": "2024-05-11T12:00:00Z",
        },
    ]


async def test_expired_points_are_gone_before_any_job_has_run() -> None:
    """R10.3."""
    await open_shop(settings={"expiry_days": 2})
    await give(30)

    last = await points(
        "balance { points } expirations { amount { points } }",
        by=By(now=NOW + 2 * DAY - timedelta(microseconds=1)),
    )
    after = await points(
        "balance { points } expirations { amount { points } }", by=By(now=NOW + 2 * DAY)
    )

    assert last == {"balance": {"points": 30}, "expirations": [{"amount": {"points": 30}}]}
    assert after == {"balance": {"points": 0}, "expirations": []}
