"""Promotion rows: product points, cart rules and status rules.

The DDL, with every check, is in models/migrations.
"""

from datetime import date

from tortoise import fields
from tortoise.models import Model


class ProductPointsRow(Model):
    """What a product costs in points and earns, null where it is not set (R7.1, R6.12)."""

    sku = fields.CharField(max_length=255, primary_key=True)
    points_needed = fields.IntField(null=True)
    points_received = fields.IntField(null=True)
    earns_by_rate = fields.BooleanField(default=True)

    class Meta:
        table = "product_points"


class ProductGroupPointsRow(Model):
    """What a product earns customers of a group, instead of its own points (R7.1)."""

    id = fields.UUIDField(primary_key=True)
    sku = fields.CharField(max_length=255)
    customer_group_code = fields.CharField(max_length=128)
    points_received = fields.IntField()

    class Meta:
        table = "product_group_points"


class CartRuleRow(Model):
    """A cart rule (R8.1); amounts in ten-thousandths: of the base currency, a percent, a unit, 1.

    Empty lists are no restriction; `coupon_key` is the coupon without its case, '' for none.
    """

    id = fields.UUIDField(primary_key=True)
    name = fields.CharField(max_length=255)
    active = fields.BooleanField()
    website_codes: fields.JSONField[list[str]] = fields.JSONField()
    customer_group_codes: fields.JSONField[list[str]] = fields.JSONField()
    from_date: fields.Field[date | None] = fields.DateField(null=True)
    to_date: fields.Field[date | None] = fields.DateField(null=True)
    coupon_code = fields.CharField(max_length=128, null=True)
    coupon_key = fields.CharField(max_length=255)
    priority = fields.IntField()
    stops_further_rules = fields.BooleanField()
    subtotal_from_e4 = fields.BigIntField(null=True)
    subtotal_to_e4 = fields.BigIntField(null=True)
    quantity_from_e4 = fields.BigIntField(null=True)
    skus: fields.JSONField[list[str]] = fields.JSONField()
    sku_match = fields.CharField(max_length=3)
    points = fields.IntField(null=True)
    discount_kind = fields.CharField(max_length=7, null=True)
    discount_amount_e4 = fields.BigIntField(null=True)
    earning_factor_e4 = fields.BigIntField(null=True)

    class Meta:
        table = "cart_rules"


class OrderStatusRuleRow(Model):
    """What a status does to an order's points, in one scope: a website, or '' for all (R6.2)."""

    id = fields.UUIDField(primary_key=True)
    scope = fields.CharField(max_length=64)
    status = fields.CharField(max_length=64)
    needed = fields.CharField(max_length=9)
    received = fields.CharField(max_length=9)

    class Meta:
        table = "order_status_rules"
