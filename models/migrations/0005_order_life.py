"""The whole life of an order: what memos gave back, points held for it; lines paid with points."""

from tortoise import fields, migrations
from tortoise.migrations import operations
from tortoise.migrations.operations import FieldLike

from models.ddl import Statements, StateOnly

_TYPES_SQLITE = {"TRUE_OR_FALSE": "INT", "NO": "0"}
_TYPES_POSTGRES = {"TRUE_OR_FALSE": "BOOL", "NO": "FALSE"}

_COLUMNS = [
    """
    ALTER TABLE carts ADD COLUMN product_points_applied {TRUE_OR_FALSE} NOT NULL DEFAULT {NO}
        CONSTRAINT carts_product_points_have_owner
        CHECK (customer_id IS NOT NULL OR NOT product_points_applied)
    """,
    """
    ALTER TABLE carts ADD COLUMN chosen_product_points INT
        CONSTRAINT carts_chosen_product_points_positive CHECK (chosen_product_points >= 1)
    """,
    """
    ALTER TABLE carts ADD COLUMN product_applied_by VARCHAR(10)
        CONSTRAINT carts_product_wish_whole CHECK (
            (product_points_applied AND product_applied_by IN ('customer', 'admin'))
            OR (NOT product_points_applied AND product_applied_by IS NULL
                AND chosen_product_points IS NULL)
        )
    """,
    """
    ALTER TABLE orders ADD COLUMN needed_held {TRUE_OR_FALSE} NOT NULL DEFAULT {NO}
        CONSTRAINT orders_held_or_approved CHECK (NOT (needed_held AND needed_approved))
    """,
    """
    ALTER TABLE orders ADD COLUMN points_given INT NOT NULL DEFAULT 0
        CONSTRAINT orders_given_of_used CHECK (points_given >= 0 AND points_given <= points_used)
    """,
    """
    ALTER TABLE orders ADD COLUMN points_given_e4 BIGINT NOT NULL DEFAULT 0
        CONSTRAINT orders_points_given_counted CHECK (points_given_e4 >= 0)
    """,
    """
    ALTER TABLE orders ADD COLUMN gift_card_given_e4 BIGINT NOT NULL DEFAULT 0
        CONSTRAINT orders_gift_card_given_counted CHECK (gift_card_given_e4 >= 0)
    """,
    """
    ALTER TABLE orders ADD COLUMN store_credit_given_e4 BIGINT NOT NULL DEFAULT 0
        CONSTRAINT orders_store_credit_given_counted CHECK (store_credit_given_e4 >= 0)
    """,
    """
    ALTER TABLE orders ADD COLUMN cash_given_e4 BIGINT NOT NULL DEFAULT 0
        CONSTRAINT orders_cash_given_counted CHECK (cash_given_e4 >= 0)
    """,
    """
    ALTER TABLE orders ADD COLUMN shipping_given_e4 BIGINT NOT NULL DEFAULT 0
        CONSTRAINT orders_shipping_given_counted CHECK (shipping_given_e4 >= 0)
    """,
    """
    ALTER TABLE orders ADD COLUMN cash_deducted_e4 BIGINT NOT NULL DEFAULT 0
        CONSTRAINT orders_cash_deducted_of_given
        CHECK (cash_deducted_e4 >= 0 AND cash_deducted_e4 <= cash_given_e4)
    """,
    """
    ALTER TABLE orders ADD COLUMN shipping_deducted_e4 BIGINT NOT NULL DEFAULT 0
        CONSTRAINT orders_shipping_deducted_of_given
        CHECK (shipping_deducted_e4 >= 0 AND shipping_deducted_e4 <= shipping_given_e4)
    """,
    """
    ALTER TABLE order_lines ADD COLUMN deducted INT NOT NULL DEFAULT 0
        CONSTRAINT order_lines_deducted_of_refunded
        CHECK (deducted >= 0 AND deducted <= refunded)
    """,
]


def _column(model: str, name: str, field: FieldLike) -> StateOnly:
    return StateOnly(operations.AddField(model_name=model, name=name, field=field))


class Migration(migrations.Migration):
    """Cancelling, refunding, status rules, and lines paid with points."""

    dependencies = [("models", "0004_checkout")]
    operations = [
        _column("CartRow", "product_points_applied", fields.BooleanField(default=False)),
        _column("CartRow", "chosen_product_points", fields.IntField(null=True)),
        _column("CartRow", "product_applied_by", fields.CharField(max_length=10, null=True)),
        _column("OrderRow", "needed_held", fields.BooleanField(default=False)),
        _column("OrderRow", "points_given", fields.IntField(default=0)),
        _column("OrderRow", "points_given_e4", fields.BigIntField(default=0)),
        _column("OrderRow", "gift_card_given_e4", fields.BigIntField(default=0)),
        _column("OrderRow", "store_credit_given_e4", fields.BigIntField(default=0)),
        _column("OrderRow", "cash_given_e4", fields.BigIntField(default=0)),
        _column("OrderRow", "shipping_given_e4", fields.BigIntField(default=0)),
        _column("OrderRow", "cash_deducted_e4", fields.BigIntField(default=0)),
        _column("OrderRow", "shipping_deducted_e4", fields.BigIntField(default=0)),
        _column("OrderLineRow", "deducted", fields.IntField(default=0)),
        Statements(
            sqlite=[column.format(**_TYPES_SQLITE) for column in _COLUMNS],
            postgres=[column.format(**_TYPES_POSTGRES) for column in _COLUMNS],
        ),
    ]
