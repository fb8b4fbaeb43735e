"""Products that earn nothing by the exchange rate."""

from tortoise import fields, migrations
from tortoise.migrations import operations

from models.ddl import Statements, StateOnly

_EARNS = "ALTER TABLE product_points ADD COLUMN earns_by_rate {} NOT NULL DEFAULT {}"


class Migration(migrations.Migration):
    """What of an order earns by the rate (R6.12)."""

    dependencies = [("models", "0012_decimal_quantities")]
    operations = [
        StateOnly(
            operations.AddField(
                model_name="ProductPointsRow",
                name="earns_by_rate",
                field=fields.BooleanField(default=True),
            )
        ),
        Statements(
            sqlite=[_EARNS.format("INT", "1")],
            postgres=[_EARNS.format("BOOL", "TRUE")],
        ),
    ]
