"""The first tables."""

from tortoise import fields, migrations

from models.ddl import CreateTable, Statements


class Migration(migrations.Migration):
    """Sandbox clock, idempotency keys, audit log."""

    initial = True
    operations = [
        CreateTable(
            name="SandboxClock",
            fields=[
                ("id", fields.SmallIntField(primary_key=True, generated=False)),
                ("offset_seconds", fields.BigIntField(default=0)),
            ],
            options={"table": "sandbox_clock", "app": "models", "pk_attr": "id"},
            sqlite=[
                """
                CREATE TABLE sandbox_clock (
                    id INTEGER NOT NULL PRIMARY KEY,
                    offset_seconds INTEGER NOT NULL DEFAULT 0,
                    CONSTRAINT sandbox_clock_one_row CHECK (id = 1)
                )
                """,
            ],
            postgres=[
                """
                CREATE TABLE sandbox_clock (
                    id SMALLINT NOT NULL PRIMARY KEY,
                    offset_seconds BIGINT NOT NULL DEFAULT 0,
                    CONSTRAINT sandbox_clock_one_row CHECK (id = 1)
                )
                """,
            ],
        ),
        Statements(
            sqlite=["INSERT INTO sandbox_clock (id) VALUES (1)"],
            postgres=["INSERT INTO sandbox_clock (id) VALUES (1)"],
        ),
        CreateTable(
            name="IdempotencyKey",
            fields=[
                ("key", fields.CharField(128, primary_key=True)),
                ("caller", fields.CharField(255)),
                ("mutation", fields.CharField(64)),
                ("input_hash", fields.CharField(64)),
                ("result", fields.JSONField[object]()),
                ("created_at", fields.DatetimeField()),
            ],
            options={"table": "idempotency_keys", "app": "models", "pk_attr": "key"},
            sqlite=[
                """
                CREATE TABLE idempotency_keys (
                    caller VARCHAR(255) NOT NULL,
                    mutation VARCHAR(64) NOT NULL,
                    key VARCHAR(128) NOT NULL,
                    input_hash VARCHAR(64) NOT NULL,
                    result JSON NOT NULL,
                    created_at TIMESTAMP NOT NULL,
                    CONSTRAINT idempotency_keys_pkey PRIMARY KEY (caller, mutation, key)
                ) WITHOUT ROWID
                """,
            ],
            postgres=[
                """
                CREATE TABLE idempotency_keys (
                    caller VARCHAR(255) NOT NULL,
                    mutation VARCHAR(64) NOT NULL,
                    key VARCHAR(128) NOT NULL,
                    input_hash VARCHAR(64) NOT NULL,
                    result JSONB NOT NULL,
                    created_at TIMESTAMPTZ NOT NULL,
                    CONSTRAINT idempotency_keys_pkey PRIMARY KEY (caller, mutation, key)
                )
                """,
            ],
        ),
        CreateTable(
            name="AuditEntry",
            fields=[
                ("id", fields.UUIDField(primary_key=True)),
                ("actor", fields.CharField(255)),
                ("action", fields.CharField(64)),
                ("target", fields.CharField(255)),
                ("details", fields.JSONField[object]()),
                ("created_at", fields.DatetimeField()),
            ],
            options={"table": "audit_entries", "app": "models", "pk_attr": "id"},
            sqlite=[
                """
                CREATE TABLE audit_entries (
                    id CHAR(36) NOT NULL PRIMARY KEY,
                    actor VARCHAR(255) NOT NULL,
                    action VARCHAR(64) NOT NULL,
                    target VARCHAR(255) NOT NULL,
                    details JSON NOT NULL,
                    created_at TIMESTAMP NOT NULL
                )
                """,
            ],
            postgres=[
                """
                CREATE TABLE audit_entries (
                    id UUID NOT NULL PRIMARY KEY,
                    actor VARCHAR(255) NOT NULL,
                    action VARCHAR(64) NOT NULL,
                    target VARCHAR(255) NOT NULL,
                    details JSONB NOT NULL,
                    created_at TIMESTAMPTZ NOT NULL
                )
                """,
            ],
        ),
    ]
