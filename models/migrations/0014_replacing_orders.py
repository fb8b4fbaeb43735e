"""Replaced orders and their links; the money of a quote that gift card and credit pay too."""

from tortoise import fields, migrations
from tortoise.migrations import operations
from tortoise.migrations.operations import FieldLike

from models.ddl import Statements, StateOnly

# A cart quoted before has no such sum: its amount due alone is compared when it is placed.
_COLUMNS = [
    """
    ALTER TABLE carts ADD COLUMN quoted_money_e4 BIGINT
        CONSTRAINT carts_quoted_money_counted CHECK (quoted_money_e4 >= quoted_due_e4)
    """,
    "ALTER TABLE carts ADD COLUMN replaces_order_id VARCHAR(128)",
    """
    ALTER TABLE orders ADD COLUMN replaces_order_id VARCHAR(128)
        CONSTRAINT orders_replace_others CHECK (replaces_order_id <> id)
    """,
    """
    ALTER TABLE orders ADD COLUMN replaced_by_order_id VARCHAR(128)
        CONSTRAINT orders_replaced_by_others CHECK (replaced_by_order_id <> id)
    """,
    """
    ALTER TABLE orders ADD COLUMN points_carried INT NOT NULL DEFAULT 0
        CONSTRAINT orders_carried_of_used
        CHECK (points_carried >= 0 AND points_carried <= points_used + product_points_used
            AND (points_carried = 0 OR replaces_order_id IS NOT NULL))
    """,
]


def _column(model: str, name: str, field: FieldLike) -> StateOnly:
    return StateOnly(operations.AddField(model_name=model, name=name, field=field))


class Migration(migrations.Migration):
    """An edited order: a cart replaces an order, whose points pass on (R6.14); R5.7's money."""

    dependencies = [("models", "0013_what_earns")]
    operations = [
        Statements(sqlite=_COLUMNS, postgres=_COLUMNS),
        _column("CartRow", "quoted_money_e4", fields.BigIntField(null=True)),
        _column("CartRow", "replaces_order_id", fields.CharField(max_length=128, null=True)),
        _column("OrderRow", "replaces_order_id", fields.CharField(max_length=128, null=True)),
        _column("OrderRow", "replaced_by_order_id", fields.CharField(max_length=128, null=True)),
        _column("OrderRow", "points_carried", fields.IntField(default=0)),
    ]
