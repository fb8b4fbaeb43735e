"""Products that earn nothing by the exchange rate, and cart rules that multiply what it earns."""

from tortoise import fields, migrations
from tortoise.migrations import operations

from models.ddl import ChangedCheck, Statements, StateOnly

_EARNS = "ALTER TABLE product_points ADD COLUMN earns_by_rate {} NOT NULL DEFAULT {}"
_FACTOR = """
ALTER TABLE cart_rules ADD COLUMN earning_factor_e4 BIGINT
    CONSTRAINT cart_rules_factor_within_100 CHECK (earning_factor_e4 BETWEEN 0 AND 1000000)
"""
_AN_ACTION = "points IS NOT NULL OR discount_kind IS NOT NULL"


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
        StateOnly(
            operations.AddField(
                model_name="CartRuleRow",
                name="earning_factor_e4",
                field=fields.BigIntField(null=True),
            )
        ),
        Statements(
            sqlite=[_EARNS.format("INT", "1"), _FACTOR],
            postgres=[_EARNS.format("BOOL", "TRUE"), _FACTOR],
        ),
        ChangedCheck(
            table="cart_rules",
            name="cart_rules_have_an_action",
            before=_AN_ACTION,
            after=f"{_AN_ACTION} OR earning_factor_e4 IS NOT NULL",
        ),
    ]
