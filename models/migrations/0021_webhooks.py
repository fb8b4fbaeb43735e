"""Webhooks: endpoints, which are part of the programme that processes keep, and deliveries."""

from tortoise import fields, migrations
from tortoise.migrations import operations

from models.ddl import CreateTable, Statements, StateOnly

_SQLITE = {
    "UUID": "CHAR(36)",
    "INSTANT": "TIMESTAMP",
    "JSON": "JSON",
    "TRUE_OR_FALSE": "INT",
}
_POSTGRES = {
    "UUID": "UUID",
    "INSTANT": "TIMESTAMPTZ",
    "JSON": "JSONB",
    "TRUE_OR_FALSE": "BOOL",
}

_ENDPOINTS = """
CREATE TABLE webhook_endpoints (
    id {UUID} NOT NULL,
    url TEXT NOT NULL,
    events {JSON} NOT NULL,
    website_codes {JSON} NOT NULL,
    enabled {TRUE_OR_FALSE} NOT NULL,
    disabled_reason TEXT,
    secret TEXT NOT NULL,
    old_secret TEXT,
    old_secret_until {INSTANT},
    created_at {INSTANT} NOT NULL,
    CONSTRAINT webhook_endpoints_pkey PRIMARY KEY (id),
    CONSTRAINT webhook_endpoints_url_filled CHECK (length(url) BETWEEN 1 AND 2048),
    CONSTRAINT webhook_endpoints_disabled_for_a_reason
        CHECK (NOT (enabled AND disabled_reason IS NOT NULL)),
    CONSTRAINT webhook_endpoints_old_secret_ends
        CHECK ((old_secret IS NULL) = (old_secret_until IS NULL))
)
"""
_DELIVERIES = """
CREATE TABLE webhook_deliveries (
    customer_id VARCHAR(128) NOT NULL,
    id {UUID} NOT NULL,
    endpoint_id {UUID} NOT NULL,
    message_id {UUID} NOT NULL,
    type VARCHAR(30) NOT NULL,
    website_code VARCHAR(64) NOT NULL,
    position INT NOT NULL,
    is_replay {TRUE_OR_FALSE} NOT NULL,
    event TEXT NOT NULL,
    payload TEXT,
    status VARCHAR(10) NOT NULL,
    attempts INT NOT NULL,
    next_attempt_at {INSTANT} NOT NULL,
    leased_until {INSTANT},
    response_status INT,
    last_error TEXT,
    created_at {INSTANT} NOT NULL,
    delivered_at {INSTANT},
    CONSTRAINT webhook_deliveries_pkey PRIMARY KEY (customer_id, id),
    CONSTRAINT webhook_deliveries_status_known
        CHECK (status IN ('QUEUED', 'DELIVERED', 'FAILED')),
    CONSTRAINT webhook_deliveries_delivered_at_an_instant
        CHECK ((status = 'DELIVERED') = (delivered_at IS NOT NULL)),
    CONSTRAINT webhook_deliveries_failed_of_something
        CHECK (status <> 'FAILED' OR last_error IS NOT NULL),
    CONSTRAINT webhook_deliveries_counted CHECK (attempts >= 0 AND position >= 1)
)
"""
_INDEXES = [
    # The place of a customer's next event, and what stands before one.
    """
    CREATE INDEX webhook_deliveries_in_order
        ON webhook_deliveries (customer_id, endpoint_id, position)
    """,
    """
    CREATE INDEX webhook_deliveries_due ON webhook_deliveries (endpoint_id, next_attempt_at)
        WHERE status = 'QUEUED'
    """,
    "CREATE INDEX webhook_deliveries_oldest ON webhook_deliveries (created_at)",
    "CREATE INDEX webhook_deliveries_given_up ON webhook_deliveries (id) WHERE status = 'FAILED'",
    "CREATE INDEX webhook_deliveries_newest ON webhook_deliveries (id)",
]
# Which lots the shop was told of by `points.expiring`: whether a mail warns of them is another
# question.
_TOLD = "ALTER TABLE points_lots ADD COLUMN expiry_told_at {INSTANT}"

_TRIGGERS_OF_SQLITE = [
    f"CREATE TRIGGER webhook_endpoints_{change.lower()}_changes_programme"  # noqa: S608 - ours
    f" AFTER {change} ON webhook_endpoints"
    " BEGIN UPDATE programme_version SET version = random() WHERE id = 1; END"
    for change in ("INSERT", "UPDATE", "DELETE")
]
_TRIGGERS_OF_POSTGRES = [
    """
    CREATE TRIGGER webhook_endpoints_change_programme
        AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON webhook_endpoints
        FOR EACH STATEMENT EXECUTE FUNCTION change_programme_version()
    """
]


def _sqlite(ddl: str) -> str:
    return ddl.format(**_SQLITE)


def _postgres(ddl: str) -> str:
    return ddl.format(**_POSTGRES)


class Migration(migrations.Migration):
    """Receivers of events, and what is on its way to them."""

    dependencies = [("models", "0020_invoice_lines")]
    operations = [
        CreateTable(
            name="WebhookEndpointRow",
            fields=[
                ("id", fields.UUIDField(primary_key=True)),
                ("url", fields.TextField()),
                ("events", fields.JSONField()),
                ("website_codes", fields.JSONField()),
                ("enabled", fields.BooleanField()),
                ("disabled_reason", fields.TextField(null=True)),
                ("secret", fields.TextField()),
                ("old_secret", fields.TextField(null=True)),
                ("old_secret_until", fields.DatetimeField(null=True)),
                ("created_at", fields.DatetimeField()),
            ],
            options={"table": "webhook_endpoints", "app": "models", "pk_attr": "id"},
            sqlite=[_sqlite(_ENDPOINTS), *_TRIGGERS_OF_SQLITE],
            postgres=[_postgres(_ENDPOINTS), *_TRIGGERS_OF_POSTGRES],
        ),
        CreateTable(
            name="WebhookDeliveryRow",
            fields=[
                ("id", fields.UUIDField(primary_key=True)),
                ("customer_id", fields.CharField(max_length=128)),
                ("endpoint_id", fields.UUIDField()),
                ("message_id", fields.UUIDField()),
                ("type", fields.CharField(max_length=30)),
                ("website_code", fields.CharField(max_length=64)),
                ("position", fields.IntField()),
                ("is_replay", fields.BooleanField()),
                ("event", fields.TextField()),
                ("payload", fields.TextField(null=True)),
                ("status", fields.CharField(max_length=10)),
                ("attempts", fields.IntField()),
                ("next_attempt_at", fields.DatetimeField()),
                ("leased_until", fields.DatetimeField(null=True)),
                ("response_status", fields.IntField(null=True)),
                ("last_error", fields.TextField(null=True)),
                ("created_at", fields.DatetimeField()),
                ("delivered_at", fields.DatetimeField(null=True)),
            ],
            options={"table": "webhook_deliveries", "app": "models", "pk_attr": "id"},
            sqlite=[_sqlite(_DELIVERIES), *_INDEXES],
            postgres=[_postgres(_DELIVERIES), *_INDEXES],
        ),
        StateOnly(
            operations.AddField(
                model_name="PointsLot",
                name="expiry_told_at",
                field=fields.DatetimeField(null=True),
            )
        ),
        Statements(sqlite=[_sqlite(_TOLD)], postgres=[_postgres(_TOLD)]),
    ]
