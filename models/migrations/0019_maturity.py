"""Maturity of orders' points: when they are credited, and by which switches (R6.13)."""

from tortoise import fields, migrations
from tortoise.migrations import operations
from tortoise.migrations.operations import FieldLike

from models.ddl import Statements, StateOnly

_SQLITE = {"INSTANT": "TIMESTAMP", "TRUE_OR_FALSE": "INT", "TRUE": "1", "FALSE": "0"}
_POSTGRES = {"INSTANT": "TIMESTAMPTZ", "TRUE_OR_FALSE": "BOOL", "TRUE": "TRUE", "FALSE": "FALSE"}
# In this order: a column's check may name the columns before it. What an order of before has
# earned it was given at once.
_STATEMENTS = [
    "ALTER TABLE orders ADD COLUMN received_before {TRUE_OR_FALSE} NOT NULL DEFAULT {FALSE}",
    "UPDATE orders SET received_before = {TRUE} WHERE received_approved OR granted_gross > 0",
    """
    ALTER TABLE orders ADD COLUMN matures_at {INSTANT}
        CONSTRAINT orders_mature_once_approved CHECK (matures_at IS NULL OR received_before)
        CONSTRAINT orders_await_maturity
        CHECK (NOT received_approved OR pending_points = 0 OR matures_at IS NOT NULL)
    """,
    "ALTER TABLE orders ADD COLUMN maturity_allowed {TRUE_OR_FALSE} NOT NULL DEFAULT {TRUE}",
    "ALTER TABLE orders ADD COLUMN maturity_on_purchase {TRUE_OR_FALSE} NOT NULL DEFAULT {TRUE}",
    "ALTER TABLE reward_accounts ADD COLUMN matures_at {INSTANT}",
    """
    CREATE INDEX reward_accounts_maturing ON reward_accounts (matures_at)
        WHERE matures_at IS NOT NULL
    """,
]


def _column(model: str, name: str, field: FieldLike) -> StateOnly:
    return StateOnly(operations.AddField(model_name=model, name=name, field=field))


class Migration(migrations.Migration):
    """Orders whose points are credited later, and the accounts that wait for them."""

    dependencies = [("models", "0018_programme_version")]
    operations = [
        Statements(
            sqlite=[ddl.format(**_SQLITE) for ddl in _STATEMENTS],
            postgres=[ddl.format(**_POSTGRES) for ddl in _STATEMENTS],
        ),
        _column("OrderRow", "received_before", fields.BooleanField(default=False)),
        _column("OrderRow", "matures_at", fields.DatetimeField(null=True)),
        _column("OrderRow", "maturity_allowed", fields.BooleanField(default=True)),
        _column("OrderRow", "maturity_on_purchase", fields.BooleanField(default=True)),
        _column("RewardAccount", "matures_at", fields.DatetimeField(null=True)),
    ]
