"""Mail: templates, the outbox, which lots were warned of; how the background jobs fare."""

from tortoise import fields, migrations
from tortoise.migrations import operations

from models.ddl import CreateTable, Statements, StateOnly

_SQLITE = {"UUID": "CHAR(36)", "INSTANT": "TIMESTAMP"}
_POSTGRES = {"UUID": "UUID", "INSTANT": "TIMESTAMPTZ"}

_TEMPLATES = """
CREATE TABLE email_templates (
    id {UUID} NOT NULL,
    code VARCHAR(128) NOT NULL,
    locale VARCHAR(35) NOT NULL,
    subject TEXT NOT NULL,
    html TEXT NOT NULL,
    text TEXT NOT NULL,
    CONSTRAINT email_templates_pkey PRIMARY KEY (id),
    CONSTRAINT email_templates_once UNIQUE (code, locale),
    CONSTRAINT email_templates_code_filled CHECK (length(code) BETWEEN 1 AND 128),
    CONSTRAINT email_templates_locale_form CHECK (length(locale) BETWEEN 2 AND 35)
)
"""
_EMAILS = """
CREATE TABLE emails (
    customer_id VARCHAR(128) NOT NULL,
    id {UUID} NOT NULL,
    account_id {UUID} NOT NULL,
    website_code VARCHAR(64) NOT NULL,
    kind VARCHAR(20) NOT NULL,
    first_sequence INT,
    last_sequence INT,
    day DATE,
    status VARCHAR(10) NOT NULL,
    attempts INT NOT NULL,
    next_attempt_at {INSTANT} NOT NULL,
    leased_until {INSTANT},
    last_error TEXT,
    sender TEXT,
    recipient VARCHAR(254),
    subject TEXT,
    html TEXT,
    text TEXT,
    created_at {INSTANT} NOT NULL,
    sent_at {INSTANT},
    CONSTRAINT emails_pkey PRIMARY KEY (customer_id, id),
    CONSTRAINT emails_one_warning_a_day UNIQUE (customer_id, account_id, day),
    CONSTRAINT emails_account
        FOREIGN KEY (customer_id, account_id) REFERENCES reward_accounts (customer_id, id),
    CONSTRAINT emails_website FOREIGN KEY (website_code) REFERENCES websites (code),
    CONSTRAINT emails_kind_known CHECK (kind IN ('BALANCE_UPDATE', 'EXPIRY_WARNING')),
    CONSTRAINT emails_tell_of_entries_or_a_day CHECK (
        (kind = 'BALANCE_UPDATE' AND first_sequence BETWEEN 1 AND last_sequence AND day IS NULL)
        OR (kind = 'EXPIRY_WARNING' AND first_sequence IS NULL AND last_sequence IS NULL
            AND day IS NOT NULL)
    ),
    CONSTRAINT emails_status_known CHECK (status IN ('QUEUED', 'SENT', 'FAILED')),
    CONSTRAINT emails_sent_at_an_instant CHECK ((status = 'SENT') = (sent_at IS NOT NULL)),
    CONSTRAINT emails_failed_of_something CHECK (status <> 'FAILED' OR last_error IS NOT NULL),
    CONSTRAINT emails_attempts_counted CHECK (attempts >= 0)
)
"""
_JOBS = """
CREATE TABLE job_states (
    job VARCHAR(30) NOT NULL,
    processed BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    last_success_at {INSTANT},
    last_failure_at {INSTANT},
    last_error TEXT,
    CONSTRAINT job_states_pkey PRIMARY KEY (job),
    CONSTRAINT job_states_counted CHECK (processed >= 0 AND failures >= 0)
)
"""
_EMAIL_INDEXES = [
    "CREATE INDEX emails_to_send ON emails (next_attempt_at) WHERE status = 'QUEUED'",
    "CREATE INDEX emails_given_up ON emails (id) WHERE status = 'FAILED'",
    "CREATE INDEX emails_newest ON emails (id)",
]
_WARNED_BY = "ALTER TABLE points_lots ADD COLUMN warned_by {UUID}"
_WARNED_INDEX = """
CREATE INDEX points_lots_warned ON points_lots (customer_id, warned_by) WHERE warned_by IS NOT NULL
"""


def _sqlite(ddl: str) -> str:
    return ddl.format(**_SQLITE)


def _postgres(ddl: str) -> str:
    return ddl.format(**_POSTGRES)


class Migration(migrations.Migration):
    """Mail, and the state of the jobs."""

    dependencies = [("models", "0008_activities")]
    operations = [
        CreateTable(
            name="EmailTemplateRow",
            fields=[
                ("id", fields.UUIDField(primary_key=True)),
                ("code", fields.CharField(max_length=128)),
                ("locale", fields.CharField(max_length=35)),
                ("subject", fields.TextField()),
                ("html", fields.TextField()),
                ("text", fields.TextField()),
            ],
            options={"table": "email_templates", "app": "models", "pk_attr": "id"},
            sqlite=[_sqlite(_TEMPLATES)],
            postgres=[_postgres(_TEMPLATES)],
        ),
        CreateTable(
            name="EmailRow",
            fields=[
                ("id", fields.UUIDField(primary_key=True)),
                ("customer_id", fields.CharField(max_length=128)),
                ("account_id", fields.UUIDField()),
                ("website_code", fields.CharField(max_length=64)),
                ("kind", fields.CharField(max_length=20)),
                ("first_sequence", fields.IntField(null=True)),
                ("last_sequence", fields.IntField(null=True)),
                ("day", fields.DateField(null=True)),
                ("status", fields.CharField(max_length=10)),
                ("attempts", fields.IntField()),
                ("next_attempt_at", fields.DatetimeField()),
                ("leased_until", fields.DatetimeField(null=True)),
                ("last_error", fields.TextField(null=True)),
                ("sender", fields.TextField(null=True)),
                ("recipient", fields.CharField(max_length=254, null=True)),
                ("subject", fields.TextField(null=True)),
                ("html", fields.TextField(null=True)),
                ("text", fields.TextField(null=True)),
                ("created_at", fields.DatetimeField()),
                ("sent_at", fields.DatetimeField(null=True)),
            ],
            options={"table": "emails", "app": "models", "pk_attr": "id"},
            sqlite=[_sqlite(_EMAILS), *_EMAIL_INDEXES],
            postgres=[_postgres(_EMAILS), *_EMAIL_INDEXES],
        ),
        CreateTable(
            name="JobStateRow",
            fields=[
                ("job", fields.CharField(max_length=30, primary_key=True)),
                ("processed", fields.BigIntField()),
                ("failures", fields.BigIntField()),
                ("last_success_at", fields.DatetimeField(null=True)),
                ("last_failure_at", fields.DatetimeField(null=True)),
                ("last_error", fields.TextField(null=True)),
            ],
            options={"table": "job_states", "app": "models", "pk_attr": "job"},
            sqlite=[_sqlite(_JOBS)],
            postgres=[_postgres(_JOBS)],
        ),
        StateOnly(
            operations.AddField(
                model_name="PointsLot", name="warned_by", field=fields.UUIDField(null=True)
            )
        ),
        Statements(
            sqlite=[_sqlite(_WARNED_BY), _WARNED_INDEX],
            postgres=[_postgres(_WARNED_BY), _WARNED_INDEX],
        ),
    ]
