"""Webhooks: the endpoints of receivers, and the outbox and log of what is delivered to them (R16).

The DDL, with every check, is in models/migrations.
"""

from tortoise import fields
from tortoise.models import Model


class WebhookEndpointRow(Model):
    """A receiver of events; of an empty list it wants all.

    Its secrets are encrypted. The old one signs too until `old_secret_until`, by the shop's clock.
    """

    id = fields.UUIDField(primary_key=True)
    url = fields.TextField()
    events = fields.JSONField[list[str]]()
    website_codes = fields.JSONField[list[str]]()
    enabled = fields.BooleanField()
    disabled_reason = fields.TextField(null=True)
    secret = fields.TextField()
    old_secret = fields.TextField(null=True)
    old_secret_until = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "webhook_endpoints"


class WebhookDeliveryRow(Model):
    """An event on its way to an endpoint, queued in the transaction of what it tells of.

    `event` is what happened, `payload` what was last sent of it. `website_code` is empty for what
    concerns a customer everywhere. `position` orders a customer's events at the endpoint; a replay
    waits for none and holds none back. `leased_until` goes by the real clock, so that nobody else
    sends it meanwhile; all other instants go by the shop's.
    """

    id = fields.UUIDField(primary_key=True)
    customer_id = fields.CharField(max_length=128)
    endpoint_id = fields.UUIDField()
    message_id = fields.UUIDField()
    type = fields.CharField(max_length=30)
    website_code = fields.CharField(max_length=64)
    position = fields.IntField()
    is_replay = fields.BooleanField()
    event = fields.TextField()
    payload = fields.TextField(null=True)
    status = fields.CharField(max_length=10)
    attempts = fields.IntField()
    next_attempt_at = fields.DatetimeField()
    leased_until = fields.DatetimeField(null=True)
    response_status = fields.IntField(null=True)
    last_error = fields.TextField(null=True)
    created_at = fields.DatetimeField()
    delivered_at = fields.DatetimeField(null=True)

    class Meta:
        table = "webhook_deliveries"
