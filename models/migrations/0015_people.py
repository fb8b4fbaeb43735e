"""Store views (R1.1); custom activities whose points are given, awarded addresses (R9.1)."""

import hashlib
import hmac
import secrets
from uuid import UUID

from tortoise import fields, migrations
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.migrations import operations
from tortoise.migrations.operations import FieldLike

from models.ddl import Computed, CreateTable, Statements, StateOnly
from models.engines.values import Dialect, placeholders

# One website's at most, whatever their case: the key is the code in small letters.
_STORE_VIEWS = """
CREATE TABLE store_views (
    folded_code VARCHAR(64) NOT NULL,
    code VARCHAR(64) NOT NULL,
    website_code VARCHAR(64) NOT NULL,
    position INT NOT NULL,
    CONSTRAINT store_views_pkey PRIMARY KEY (folded_code),
    CONSTRAINT store_views_website FOREIGN KEY (website_code) REFERENCES websites (code),
    CONSTRAINT store_views_position UNIQUE (website_code, position),
    CONSTRAINT store_views_folded CHECK (folded_code = lower(code)),
    CONSTRAINT store_views_code_filled CHECK (length(code) BETWEEN 1 AND 64)
)
"""
# In this order: a column's check may name the columns before it.
_POINTS_GIVEN = [
    """
    ALTER TABLE custom_activities ADD COLUMN points_from INT
        CONSTRAINT custom_activities_points_from_range
        CHECK (points_from BETWEEN 1 AND 1000000000)
    """,
    """
    ALTER TABLE custom_activities ADD COLUMN points_to INT
        CONSTRAINT custom_activities_points_bounds CHECK (
            (points_from IS NULL) = (points_to IS NULL)
            AND points_to BETWEEN points_from AND 1000000000
        )
    """,
]


_KEYS = """
CREATE TABLE installation_keys (
    name VARCHAR(64) NOT NULL,
    secret VARCHAR(64) NOT NULL,
    CONSTRAINT installation_keys_pkey PRIMARY KEY (name),
    CONSTRAINT installation_keys_long_enough CHECK (length(secret) = 64)
)
"""
_REGISTERED = """
CREATE TABLE registered_emails (
    website_code VARCHAR(64) NOT NULL,
    email_hash VARCHAR(64) NOT NULL,
    awarded_at {INSTANT} NOT NULL,
    CONSTRAINT registered_emails_pkey PRIMARY KEY (website_code, email_hash),
    CONSTRAINT registered_emails_website FOREIGN KEY (website_code) REFERENCES websites (code),
    CONSTRAINT registered_emails_hashed CHECK (length(email_hash) = 64)
)
"""
_EXCLUDED = "ALTER TABLE customers ADD COLUMN excluded_from_rewards BOOLEAN NOT NULL DEFAULT FALSE"
_SENT_INDEX = "CREATE INDEX emails_sent ON emails (website_code, sent_at) WHERE status = 'SENT'"
_BATCH = 500
_AWARDED = """
SELECT a.customer_id, a.id, a.website_code, a.awarded_at, c.email
FROM activity_awards a JOIN customers c ON c.id = a.customer_id
WHERE a.kind = 'REGISTRATION' AND (a.customer_id, a.id) > (?, ?)
ORDER BY a.customer_id, a.id LIMIT ?
"""
_REGISTER = """
INSERT INTO registered_emails (website_code, email_hash, awarded_at) VALUES {rows}
ON CONFLICT (website_code, email_hash) DO NOTHING
"""


async def remember_addresses(client: BaseDBAsyncClient) -> None:
    """Make the installation's key and hash the addresses that were awarded before there was one."""
    dialect: Dialect = "sqlite" if client.capabilities.dialect == "sqlite" else "postgres"
    key = secrets.token_bytes(32)
    insert = "INSERT INTO installation_keys (name, secret) VALUES ('registered e-mails', ?)"
    await client.execute_query(placeholders(insert, dialect), [key.hex()])
    after: list[object] = ["", str(UUID(int=0))]
    while True:
        awarded = placeholders(_AWARDED, dialect)
        rows = await client.execute_query_dict(awarded, [*after, _BATCH])
        if not rows:
            return
        after = [rows[-1]["customer_id"], rows[-1]["id"]]
        values: list[object] = []
        for row in rows:
            if row["email"] is not None:
                email_hash = _keyed_hash(key, str(row["email"]))
                values += [row["website_code"], email_hash, row["awarded_at"]]
        if values:
            marks = ", ".join(["(?, ?, ?)"] * (len(values) // 3))
            sql = placeholders(_REGISTER.format(rows=marks), dialect)
            await client.execute_query(sql, values)


def _keyed_hash(key: bytes, address: str) -> str:
    """Return what is kept of an address, as services/customers/registered_emails.py makes it."""
    local, _, domain = address.casefold().rpartition("@")
    mailbox = f"{local.partition('+')[0] or local}@{domain}"
    return hmac.new(key, mailbox.encode(), hashlib.sha256).hexdigest()


def _column(model: str, name: str, field: FieldLike) -> StateOnly:
    return StateOnly(operations.AddField(model_name=model, name=name, field=field))


class Migration(migrations.Migration):
    """What websites and customers have from now on."""

    dependencies = [("models", "0014_replacing_orders")]
    operations = [
        CreateTable(
            name="StoreViewRow",
            fields=[
                ("folded_code", fields.CharField(max_length=64, primary_key=True)),
                ("code", fields.CharField(max_length=64)),
                ("website_code", fields.CharField(max_length=64)),
                ("position", fields.IntField()),
            ],
            options={"table": "store_views", "app": "models", "pk_attr": "folded_code"},
            sqlite=[_STORE_VIEWS],
            postgres=[_STORE_VIEWS],
        ),
        _column("CustomActivityRow", "points_from", fields.IntField(null=True)),
        _column("CustomActivityRow", "points_to", fields.IntField(null=True)),
        Statements(sqlite=_POINTS_GIVEN, postgres=_POINTS_GIVEN),
        Statements(
            sqlite=[_KEYS, _REGISTERED.format(INSTANT="TIMESTAMP")],
            postgres=[_KEYS, _REGISTERED.format(INSTANT="TIMESTAMPTZ")],
        ),
        Computed(remember_addresses),
        _column("CustomerRow", "excluded_from_rewards", fields.BooleanField(default=False)),
        Statements(
            sqlite=[
                _EXCLUDED + " CONSTRAINT customers_excluded_form"
                " CHECK (excluded_from_rewards IN (0, 1))"
            ],
            postgres=[_EXCLUDED],
        ),
        Statements(sqlite=[_SENT_INDEX], postgres=[_SENT_INDEX]),
    ]
