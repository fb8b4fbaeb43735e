"""Activities: awards once per customer and reference, invitations, newsletter signups."""

from tortoise import fields, migrations
from tortoise.migrations import operations

from models.ddl import CreateTable, Statements, StateOnly

_SQLITE = {"UUID": "CHAR(36)", "INSTANT": "TIMESTAMP", "TRUE_OR_FALSE": "INT"}
_POSTGRES = {"UUID": "UUID", "INSTANT": "TIMESTAMPTZ", "TRUE_OR_FALSE": "BOOL"}
_KINDS = (
    "'REGISTRATION', 'NEWSLETTER_SIGNUP', 'INVITATION_SENT', 'INVITATION_CUSTOMER',"
    " 'INVITATION_ORDER', 'REVIEW', 'CUSTOM'"
)

_ACTIVITIES = """
CREATE TABLE custom_activities (
    code VARCHAR(128) NOT NULL,
    name VARCHAR(255) NOT NULL,
    points INT NOT NULL,
    limit_per_customer INT,
    period_days INT,
    website_code VARCHAR(64),
    CONSTRAINT custom_activities_pkey PRIMARY KEY (code),
    CONSTRAINT custom_activities_website FOREIGN KEY (website_code) REFERENCES websites (code),
    CONSTRAINT custom_activities_code_filled CHECK (length(code) BETWEEN 1 AND 128),
    CONSTRAINT custom_activities_name_filled CHECK (length(name) BETWEEN 1 AND 255),
    CONSTRAINT custom_activities_points_range CHECK (points BETWEEN 1 AND 1000000000),
    CONSTRAINT custom_activities_limit_range
        CHECK (limit_per_customer BETWEEN 0 AND 1000000000),
    CONSTRAINT custom_activities_period_range CHECK (period_days BETWEEN 1 AND 36500)
)
"""
_AWARDS = """
CREATE TABLE activity_awards (
    customer_id VARCHAR(128) NOT NULL,
    id {UUID} NOT NULL,
    website_code VARCHAR(64) NOT NULL,
    kind VARCHAR(20) NOT NULL,
    activity_code VARCHAR(128) NOT NULL,
    reference VARCHAR(128) NOT NULL,
    entry_id {UUID} NOT NULL,
    awarded_at {INSTANT} NOT NULL,
    CONSTRAINT activity_awards_pkey PRIMARY KEY (customer_id, id),
    CONSTRAINT activity_awards_once UNIQUE (customer_id, kind, activity_code, reference),
    CONSTRAINT activity_awards_entry
        FOREIGN KEY (customer_id, entry_id) REFERENCES ledger_entries (customer_id, id),
    CONSTRAINT activity_awards_kind_known CHECK (kind IN ({KINDS})),
    CONSTRAINT activity_awards_code_of_custom CHECK ((kind = 'CUSTOM') = (activity_code <> '')),
    CONSTRAINT activity_awards_once_for_ever
        CHECK ((kind IN ('REGISTRATION', 'NEWSLETTER_SIGNUP')) = (reference = ''))
)
"""
_SIGNUPS = """
CREATE TABLE newsletter_signups (
    customer_id VARCHAR(128) NOT NULL,
    website_code VARCHAR(64) NOT NULL,
    awaits_registration {TRUE_OR_FALSE} NOT NULL,
    signed_up_at {INSTANT} NOT NULL,
    CONSTRAINT newsletter_signups_pkey PRIMARY KEY (customer_id),
    CONSTRAINT newsletter_signups_website FOREIGN KEY (website_code) REFERENCES websites (code)
)
"""
_INVITATIONS = """
CREATE TABLE invitations (
    id VARCHAR(128) NOT NULL,
    inviter_id VARCHAR(128) NOT NULL,
    website_code VARCHAR(64) NOT NULL,
    email VARCHAR(254) NOT NULL,
    message TEXT,
    accepted_by VARCHAR(128),
    accepted_at {INSTANT},
    created_at {INSTANT} NOT NULL,
    CONSTRAINT invitations_pkey PRIMARY KEY (id),
    CONSTRAINT invitations_one_per_invitee UNIQUE (accepted_by),
    CONSTRAINT invitations_website FOREIGN KEY (website_code) REFERENCES websites (code),
    CONSTRAINT invitations_id_filled CHECK (length(id) BETWEEN 1 AND 128),
    CONSTRAINT invitations_email_form CHECK (email LIKE '_%@_%'),
    CONSTRAINT invitations_not_of_oneself CHECK (accepted_by <> inviter_id),
    CONSTRAINT invitations_accepted_whole
        CHECK ((accepted_by IS NULL) = (accepted_at IS NULL))
)
"""
_AWARD_INDEX = """
CREATE INDEX activity_awards_counted
    ON activity_awards (customer_id, website_code, kind, activity_code, awarded_at)
"""
_INVITATION_INDEX = "CREATE INDEX invitations_by_inviter ON invitations (inviter_id, created_at)"
_COMPLETED = "ALTER TABLE orders ADD COLUMN completed_at {INSTANT}"
# What was there before is registered and complete too, as far as the rows can tell.
_REMEMBERED = [
    """
    INSERT INTO activity_awards
        (customer_id, id, website_code, kind, activity_code, reference, entry_id, awarded_at)
    SELECT customer_id, id, website_code, 'REGISTRATION', '', '', id, created_at
    FROM ledger_entries WHERE reason = 'REGISTRATION'
    ON CONFLICT (customer_id, kind, activity_code, reference) DO NOTHING
    """,
    """
    UPDATE orders SET completed_at = placed_at
    WHERE customer_id IS NOT NULL AND status IN ('complete', 'closed')
    """,
]


def _sqlite(ddl: str) -> str:
    return ddl.format(**_SQLITE, KINDS=_KINDS)


def _postgres(ddl: str) -> str:
    return ddl.format(**_POSTGRES, KINDS=_KINDS)


class Migration(migrations.Migration):
    """What customers are awarded points for beside their orders."""

    dependencies = [("models", "0007_no_replacing")]
    operations = [
        CreateTable(
            name="CustomActivityRow",
            fields=[
                ("code", fields.CharField(max_length=128, primary_key=True)),
                ("name", fields.CharField(max_length=255)),
                ("points", fields.IntField()),
                ("limit_per_customer", fields.IntField(null=True)),
                ("period_days", fields.IntField(null=True)),
                ("website_code", fields.CharField(max_length=64, null=True)),
            ],
            options={"table": "custom_activities", "app": "models", "pk_attr": "code"},
            sqlite=[_sqlite(_ACTIVITIES)],
            postgres=[_postgres(_ACTIVITIES)],
        ),
        CreateTable(
            name="ActivityAwardRow",
            fields=[
                ("id", fields.UUIDField(primary_key=True)),
                ("customer_id", fields.CharField(max_length=128)),
                ("website_code", fields.CharField(max_length=64)),
                ("kind", fields.CharField(max_length=20)),
                ("activity_code", fields.CharField(max_length=128)),
                ("reference", fields.CharField(max_length=128)),
                ("entry_id", fields.UUIDField()),
                ("awarded_at", fields.DatetimeField()),
            ],
            options={"table": "activity_awards", "app": "models", "pk_attr": "id"},
            sqlite=[_sqlite(_AWARDS), _AWARD_INDEX],
            postgres=[_postgres(_AWARDS), _AWARD_INDEX],
        ),
        CreateTable(
            name="NewsletterSignupRow",
            fields=[
                ("customer_id", fields.CharField(max_length=128, primary_key=True)),
                ("website_code", fields.CharField(max_length=64)),
                ("awaits_registration", fields.BooleanField()),
                ("signed_up_at", fields.DatetimeField()),
            ],
            options={"table": "newsletter_signups", "app": "models", "pk_attr": "customer_id"},
            sqlite=[_sqlite(_SIGNUPS)],
            postgres=[_postgres(_SIGNUPS)],
        ),
        CreateTable(
            name="InvitationRow",
            fields=[
                ("id", fields.CharField(max_length=128, primary_key=True)),
                ("inviter_id", fields.CharField(max_length=128)),
                ("website_code", fields.CharField(max_length=64)),
                ("email", fields.CharField(max_length=254)),
                ("message", fields.TextField(null=True)),
                ("accepted_by", fields.CharField(max_length=128, null=True)),
                ("accepted_at", fields.DatetimeField(null=True)),
                ("created_at", fields.DatetimeField()),
            ],
            options={"table": "invitations", "app": "models", "pk_attr": "id"},
            sqlite=[_sqlite(_INVITATIONS), _INVITATION_INDEX],
            postgres=[_postgres(_INVITATIONS), _INVITATION_INDEX],
        ),
        StateOnly(
            operations.AddField(
                model_name="OrderRow", name="completed_at", field=fields.DatetimeField(null=True)
            )
        ),
        Statements(
            sqlite=[_sqlite(_COMPLETED), *_REMEMBERED],
            postgres=[_postgres(_COMPLETED), *_REMEMBERED],
        ),
    ]
