"""The outbox and the templates of mail (R11).

The DDL, with every check, is in models/migrations.
"""

from datetime import date

from tortoise import fields
from tortoise.models import Model


class EmailTemplateRow(Model):
    """A template that the shop has put, for one locale (R11.2)."""

    id = fields.UUIDField(primary_key=True)
    code = fields.CharField(max_length=128)
    locale = fields.CharField(max_length=35)
    subject = fields.TextField()
    html = fields.TextField()
    text = fields.TextField()

    class Meta:
        table = "email_templates"


class EmailRow(Model):
    """A mail, queued in the transaction of what it tells of (R11.3).

    A balance update tells of the account's entries from `first_sequence` to `last_sequence`, a
    warning of the lots that were `warned_by` it on a `day` of the website. What it says is
    composed when it is sent, and kept then. `leased_until` goes by the real clock, so that nobody
    else sends it meanwhile; all other instants go by the shop's.
    """

    id = fields.UUIDField(primary_key=True)
    customer_id = fields.CharField(max_length=128)
    account_id = fields.UUIDField()
    website_code = fields.CharField(max_length=64)
    kind = fields.CharField(max_length=20)
    first_sequence = fields.IntField(null=True)
    last_sequence = fields.IntField(null=True)
    day: fields.Field[date | None] = fields.DateField(null=True)
    status = fields.CharField(max_length=10)
    attempts = fields.IntField()
    next_attempt_at = fields.DatetimeField()
    leased_until = fields.DatetimeField(null=True)
    last_error = fields.TextField(null=True)
    sender = fields.TextField(null=True)
    recipient = fields.CharField(max_length=254, null=True)
    subject = fields.TextField(null=True)
    html = fields.TextField(null=True)
    text = fields.TextField(null=True)
    created_at = fields.DatetimeField()
    sent_at = fields.DatetimeField(null=True)

    class Meta:
        table = "emails"


class JobStateRow(Model):
    """How a background job has fared, over all workers."""

    job = fields.CharField(max_length=30, primary_key=True)
    processed = fields.BigIntField()
    failures = fields.BigIntField()
    last_success_at = fields.DatetimeField(null=True)
    last_failure_at = fields.DatetimeField(null=True)
    last_error = fields.TextField(null=True)

    class Meta:
        table = "job_states"
