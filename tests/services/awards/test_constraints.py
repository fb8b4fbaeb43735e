"""What of R9 the database holds by itself."""

import pytest

from models.database import DatabaseFailure, execute
from tests.services.activities.activity_life import accept, define, do, invite, register, sign_up
from tests.services.setup.builders import set_settings
from tests.services.shop import open_shop

pytestmark = pytest.mark.usefixtures("database")

AGAIN = """
INSERT INTO activity_awards (customer_id, id, website_code, kind, activity_code, reference,
    entry_id, awarded_at)
SELECT customer_id, entry_id, website_code, kind, activity_code, {reference}, {entry}, awarded_at
FROM activity_awards WHERE kind = '{kind}'
"""


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param(
            AGAIN.format(kind="NEWSLETTER_SIGNUP", reference="reference", entry="entry_id"),
            id="awarded-twice",
        ),
        pytest.param(
            AGAIN.format(kind="NEWSLETTER_SIGNUP", reference="'another'", entry="entry_id"),
            id="once-for-ever-with-a-reference",
        ),
        pytest.param(
            AGAIN.format(kind="CUSTOM", reference="reference", entry="entry_id"),
            id="reference-awarded-twice",
        ),
        pytest.param(
            AGAIN.format(kind="CUSTOM", reference="'another'", entry="id"),
            id="awarded-without-an-entry",
        ),
        pytest.param("UPDATE invitations SET accepted_by = 'ada'", id="accepted-by-the-inviter"),
        pytest.param(
            "UPDATE invitations SET accepted_by = 'bob', accepted_at = created_at",
            id="one-who-accepted-two",
            marks=pytest.mark.not_on_citus("the customer's lock keeps it"),
        ),
        pytest.param("UPDATE invitations SET accepted_at = NULL", id="accepted-at-no-time"),
        pytest.param("UPDATE custom_activities SET points = 0", id="activity-without-points"),
        pytest.param("UPDATE custom_activities SET period_days = 0", id="period-of-no-days"),
        pytest.param("UPDATE custom_activities SET points_to = 5", id="one-bound"),
        pytest.param(
            "UPDATE custom_activities SET points_from = 5, points_to = 4", id="bounds-in-disorder"
        ),
        pytest.param(
            "UPDATE custom_activities SET points_from = 0, points_to = 4", id="bound-of-no-points"
        ),
    ],
)
async def test_the_database_refuses_what_must_never_be(statement: str) -> None:
    """R9.1, R9.3."""
    await open_shop()
    await set_settings("us", newsletter_signup_points=5)
    await define()
    await sign_up()
    await do(reference="x")
    await invite("v1")
    await invite("v2")
    await register()
    await accept("v1")

    with pytest.raises(DatabaseFailure):
        await execute(statement)
