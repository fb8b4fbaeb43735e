"""Rows of the service's own running: the sandbox clock, commands done, the audit log, limits."""

from tortoise import fields
from tortoise.models import Model


class SandboxClock(Model):
    """The one row that says how far the sandbox clock is ahead, shared by all processes (R12.1)."""

    id = fields.SmallIntField(primary_key=True, generated=False)
    offset_seconds = fields.BigIntField(default=0)

    class Meta:
        """Where it lives."""

        table = "sandbox_clock"


class IdempotencyKey(Model):
    """A command done under a key, with its first result (R3.5).

    The table's key is caller, mutation and key together. Tortoise knows one-column keys only:
    rows are created and filtered by all three, never saved again nor fetched by `pk`.
    """

    key = fields.CharField(128, primary_key=True)
    caller = fields.CharField(255)
    mutation = fields.CharField(64)
    input_hash = fields.CharField(64)
    result = fields.JSONField[object]()
    created_at = fields.DatetimeField()

    class Meta:
        """Where it lives."""

        table = "idempotency_keys"


class AuditEntry(Model):
    """An admin command: who did what to which object, and when (R12.2).

    Read and written through a view: the details, JSON, and their salt, which can be erased, are
    rows of `audit_details`; `audit_entries`, append-only, keeps `details_hash` (R17.1).
    """

    id = fields.UUIDField(primary_key=True)
    actor = fields.CharField(255)
    action = fields.CharField(64)
    target = fields.CharField(255)
    details_hash = fields.BinaryField()
    details_salt = fields.BinaryField(null=True)
    details = fields.TextField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        """Where it lives."""

        table = "audit_log"


class RateLimitBucket(Model):
    """What is left of a bucket of the rate limit, as the processes have told (R14.2).

    `name` is a hash. Thousandths of a root field, and milliseconds of Unix time.
    """

    name = fields.CharField(32, primary_key=True)
    left_e3 = fields.BigIntField()
    at_ms = fields.BigIntField()

    class Meta:
        """Where it lives."""

        table = "rate_limit_buckets"


class FileImportRow(Model):
    """A file of balances being imported, or imported (R15.4), known by the digest of its bytes.

    `rows_done` counts its rows from the first on; those `refused` take up the first
    `refused_bytes` of a file of their own.
    """

    digest = fields.CharField(64, primary_key=True)
    file_name = fields.CharField(255)
    rows_done = fields.BigIntField()
    imported = fields.BigIntField()
    refused = fields.BigIntField()
    refused_bytes = fields.BigIntField()
    begun_at = fields.DatetimeField()
    finished_at = fields.DatetimeField(null=True)

    class Meta:
        """Where it lives."""

        table = "file_imports"
