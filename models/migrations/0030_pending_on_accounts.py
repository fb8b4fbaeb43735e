"""Points pending on accounts, and when the first of them mature: no read of one joins orders.

Orders are found by their own ids, accounts by their customers': on several machines they are rarely
on the same one (R18.1).
"""

from tortoise import fields, migrations
from tortoise.migrations import operations

from models.ddl import Statements, StateOnly

_STATEMENTS = [
    """
    ALTER TABLE reward_accounts ADD COLUMN pending_points BIGINT NOT NULL DEFAULT 0
        CONSTRAINT reward_accounts_pending_counted
        CHECK (pending_points >= 0 AND (NOT merged OR pending_points = 0))
    """,
    """
    UPDATE reward_accounts SET pending_points = o.points, matures_at = o.first
    FROM (
        SELECT customer_id, website_code, SUM(pending_points) AS points,
            MIN(CASE WHEN received_approved THEN matures_at END) AS first
        FROM orders WHERE pending_points > 0 GROUP BY customer_id, website_code
    ) AS o
    WHERE o.customer_id = reward_accounts.customer_id
        AND o.website_code = reward_accounts.website_code
    """,
    # Before, an account might still wait for an order that had been cancelled.
    """
    UPDATE reward_accounts SET matures_at = NULL
    WHERE matures_at IS NOT NULL AND pending_points = 0
    """,
]


class Migration(migrations.Migration):
    """Accounts that know what their orders promise."""

    dependencies = [("models", "0029_unlocked")]
    operations = [
        Statements(sqlite=_STATEMENTS, postgres=_STATEMENTS),
        StateOnly(
            operations.AddField(
                model_name="RewardAccount",
                name="pending_points",
                field=fields.BigIntField(default=0),
            )
        ),
    ]
