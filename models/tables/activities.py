"""Activity rows: what customers are awarded points for beside orders (R9).

The DDL, with every check, is in models/migrations.
"""

from tortoise import fields
from tortoise.models import Model


class CustomActivityRow(Model):
    """An activity that the shop defined, on one website or on all (R9.1)."""

    code = fields.CharField(max_length=128, primary_key=True)
    name = fields.CharField(max_length=255)
    points = fields.IntField()
    points_from = fields.IntField(null=True)
    points_to = fields.IntField(null=True)
    limit_per_customer = fields.IntField(null=True)
    period_days = fields.IntField(null=True)
    website_code = fields.CharField(max_length=64, null=True)

    class Meta:
        table = "custom_activities"


class ActivityAwardRow(Model):
    """Points awarded for an activity, once per customer and `reference` (R9.1, R9.2).

    `activity_code` is a custom activity's, else empty. `reference` is what can be rewarded once:
    an invitation, an order, a review; empty where the customer can be rewarded once for ever. A
    custom activity without one has the award's own id.
    """

    id = fields.UUIDField(primary_key=True)
    customer_id = fields.CharField(max_length=128)
    website_code = fields.CharField(max_length=64)
    kind = fields.CharField(max_length=20)
    activity_code = fields.CharField(max_length=128)
    reference = fields.CharField(max_length=128)
    entry_id = fields.UUIDField()
    awarded_at = fields.DatetimeField()

    class Meta:
        table = "activity_awards"


class NewsletterSignupRow(Model):
    """A customer's first subscription to a newsletter; it may wait for them to register (R9.1)."""

    customer_id = fields.CharField(max_length=128, primary_key=True)
    website_code = fields.CharField(max_length=64)
    awaits_registration = fields.BooleanField()
    signed_up_at = fields.DatetimeField()

    class Meta:
        table = "newsletter_signups"


class InvitationRow(Model):
    """An invitation, and who it made a customer (R9.3); `message` is what sending it answered.

    Without an address, the invitee or the inviter was erased (R12.5).
    """

    id = fields.CharField(max_length=128, primary_key=True)
    inviter_id = fields.CharField(max_length=128)
    website_code = fields.CharField(max_length=64)
    email = fields.CharField(max_length=254, null=True)
    message = fields.TextField(null=True)
    accepted_by = fields.CharField(max_length=128, null=True)
    accepted_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "invitations"
