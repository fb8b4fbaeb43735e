"""Points promised by orders beyond 32 bits, and points that came back to a full account (R3.7)."""

from tortoise import fields, migrations
from tortoise.migrations import operations

from models.ddl import Statements, StateOnly

_LOST = """
    ALTER TABLE orders ADD COLUMN returned_lost INT NOT NULL DEFAULT 0
        CONSTRAINT orders_returned_lost_of_taken
        CHECK (returned_lost >= 0 AND returned_lost <= points_taken
            AND (replaced_by_order_id IS NULL OR returned_lost = points_taken))
"""
# SQLite's INT has 64 bits as it is.
_WIDER = """
    ALTER TABLE orders
        ALTER COLUMN granted_gross TYPE BIGINT,
        ALTER COLUMN granted_lost TYPE BIGINT,
        ALTER COLUMN pending_points TYPE BIGINT
"""


def _wider(name: str) -> StateOnly:
    change = operations.AlterField(model_name="OrderRow", name=name, field=fields.BigIntField())
    return StateOnly(change)


class Migration(migrations.Migration):
    """Sums of what orders will earn, and what was lost of what they gave back."""

    dependencies = [("models", "0015_people")]
    operations = [
        *(_wider(name) for name in ("granted_gross", "granted_lost", "pending_points")),
        StateOnly(
            operations.AddField(
                model_name="OrderRow", name="returned_lost", field=fields.IntField(default=0)
            )
        ),
        Statements(sqlite=[_LOST], postgres=[_LOST, _WIDER]),
    ]
