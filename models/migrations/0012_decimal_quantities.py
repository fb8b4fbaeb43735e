"""Quantities in ten-thousandths of a unit: 0.75 of a kilo is 7500."""

from tortoise import fields, migrations
from tortoise.migrations import operations

from models.ddl import Statements, StateOnly

_LINE_COLUMNS = ("quantity", "invoiced", "cancelled", "refunded", "deducted")


def _renames(table: str, columns: tuple[str, ...]) -> list[str]:
    return [f"ALTER TABLE {table} RENAME COLUMN {name} TO {name}_e4" for name in columns]


def _scaled(table: str, columns: tuple[str, ...]) -> str:
    """Write all columns at once: the constraints between them hold before and after."""
    values = ", ".join(f"{name}_e4 = {name}_e4 * 10000" for name in columns)
    return f"UPDATE {table} SET {values}"  # noqa: S608 - our own names


def _widened(table: str, columns: tuple[str, ...]) -> str:
    types = ", ".join(
        f"ALTER COLUMN {name}_e4 TYPE BIGINT USING {name}_e4::BIGINT * 10000" for name in columns
    )
    return f"ALTER TABLE {table} {types}"


def _field(model: str, name: str, field: fields.Field[int]) -> list[StateOnly]:
    renamed = operations.RenameField(model_name=model, old_name=name, new_name=f"{name}_e4")
    wider = operations.AlterField(model_name=model, name=f"{name}_e4", field=field)
    return [StateOnly(renamed), StateOnly(wider)]


_RENAMES = [*_renames("order_lines", _LINE_COLUMNS), *_renames("cart_rules", ("quantity_from",))]


class Migration(migrations.Migration):
    """Goods are sold by weight and length too (R5.2)."""

    dependencies = [("models", "0011_audit_append_only")]
    operations = [
        *_field("OrderLineRow", "quantity", fields.BigIntField()),
        *_field("OrderLineRow", "invoiced", fields.BigIntField()),
        *_field("OrderLineRow", "cancelled", fields.BigIntField()),
        *_field("OrderLineRow", "refunded", fields.BigIntField()),
        *_field("OrderLineRow", "deducted", fields.BigIntField(default=0)),
        *_field("CartRuleRow", "quantity_from", fields.BigIntField(null=True)),
        # A column of SQLite holds 64 bits whatever it is called; PostgreSQL's is made wider.
        Statements(
            sqlite=[
                *_RENAMES,
                _scaled("order_lines", _LINE_COLUMNS),
                _scaled("cart_rules", ("quantity_from",)),
            ],
            postgres=[
                *_RENAMES,
                _widened("order_lines", _LINE_COLUMNS),
                _widened("cart_rules", ("quantity_from",)),
            ],
        ),
    ]
