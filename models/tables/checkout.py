"""Carts and orders, as far as points are concerned. What a shop says of them is kept as it came."""

from tortoise import fields
from tortoise.models import Model


class CartRow(Model):
    """A cart (R5): its content as a document, the wish to use points, the last quote answered.

    `quoted_due_e4` is the amount due of that quote, `quoted_money_e4` what it charges without
    points: the amount due, gift card and store credit. `version` counts the changes, by a trigger,
    from a random number on.
    """

    id = fields.CharField(max_length=128, primary_key=True)
    website_code = fields.CharField(max_length=64)
    customer_id = fields.CharField(max_length=128, null=True)
    email = fields.CharField(max_length=254, null=True)
    content: fields.JSONField[dict[str, object]] = fields.JSONField()
    active = fields.BooleanField()
    points_applied = fields.BooleanField()
    chosen_points = fields.IntField(null=True)
    applied_by = fields.CharField(max_length=10, null=True)
    product_points_applied = fields.BooleanField(default=False)
    chosen_product_points = fields.IntField(null=True)
    product_applied_by = fields.CharField(max_length=10, null=True)
    quoted_points = fields.IntField()
    quoted_due_e4 = fields.BigIntField(null=True)
    quoted_money_e4 = fields.BigIntField(null=True)
    replaces_order_id = fields.CharField(max_length=128, null=True)
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()
    version = fields.BigIntField(default=0)

    class Meta:
        table = "carts"


class OrderRow(Model):
    """An order (R6): the quote it was placed with, its status and where its points stand.

    Columns `_given` are what credit memos gave back, `_deducted` what of it lowers the earning
    (R6.10). Amounts are in ten-thousandths of the currency. `completed_at` is when it was first
    complete as a customer's order (R9.3). `points_carried` is what it took over from the order
    that it replaces (R6.14). `received_before`: the points to earn have been approved at some time,
    which has fixed when they mature, and by which switches (R6.13). Approved and still pending,
    they are to be credited at `matures_at`.
    """

    id = fields.CharField(max_length=128, primary_key=True)
    number = fields.CharField(max_length=255)
    website_code = fields.CharField(max_length=64)
    customer_id = fields.CharField(max_length=128, null=True)
    cart_id = fields.CharField(max_length=128)
    position = fields.IntField()
    status = fields.CharField(max_length=64)
    quote: fields.JSONField[dict[str, object]] = fields.JSONField()
    points_used = fields.IntField()
    product_points_used = fields.IntField()
    needed_approved = fields.BooleanField()
    received_approved = fields.BooleanField()
    points_taken = fields.IntField()
    points_granted = fields.IntField()
    granted_gross = fields.BigIntField()
    granted_lost = fields.BigIntField()
    pending_points = fields.BigIntField()
    returned_lost = fields.IntField(default=0)
    needed_held = fields.BooleanField(default=False)
    points_given = fields.IntField(default=0)
    points_given_e4 = fields.BigIntField(default=0)
    gift_card_given_e4 = fields.BigIntField(default=0)
    store_credit_given_e4 = fields.BigIntField(default=0)
    cash_given_e4 = fields.BigIntField(default=0)
    shipping_given_e4 = fields.BigIntField(default=0)
    cash_deducted_e4 = fields.BigIntField(default=0)
    shipping_deducted_e4 = fields.BigIntField(default=0)
    placed_at = fields.DatetimeField()
    completed_at = fields.DatetimeField(null=True)
    replaces_order_id = fields.CharField(max_length=128, null=True)
    replaced_by_order_id = fields.CharField(max_length=128, null=True)
    points_carried = fields.IntField(default=0)
    received_before = fields.BooleanField(default=False)
    matures_at = fields.DatetimeField(null=True)
    maturity_allowed = fields.BooleanField(default=True)
    maturity_on_purchase = fields.BooleanField(default=True)

    class Meta:
        table = "orders"


class OrderLineRow(Model):
    """What became of the units of an order's line, in ten-thousandths of a unit."""

    id = fields.UUIDField(primary_key=True)
    order_id = fields.CharField(max_length=128)
    line_id = fields.CharField(max_length=128)
    position = fields.IntField()
    sku = fields.CharField(max_length=255)
    quantity_e4 = fields.BigIntField()
    invoiced_e4 = fields.BigIntField()
    cancelled_e4 = fields.BigIntField()
    refunded_e4 = fields.BigIntField()
    deducted_e4 = fields.BigIntField(default=0)

    class Meta:
        table = "order_lines"


class OrderEvent(Model):
    """A command given to an order, once per kind and id (R3.5), and what it answered."""

    id = fields.UUIDField(primary_key=True)
    order_id = fields.CharField(max_length=128)
    kind = fields.CharField(max_length=20)
    event_id = fields.CharField(max_length=128)
    input_hash = fields.CharField(max_length=64)
    result: fields.JSONField[dict[str, object]] = fields.JSONField()
    created_at = fields.DatetimeField()

    class Meta:
        table = "order_events"
