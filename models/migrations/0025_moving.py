"""Imports of balances: customers found by their address, files and how far they are (R15.4)."""

from tortoise import fields, migrations

from models.ddl import CreateTable, Statements

# Addresses are of ASCII alone, which both databases fold alike.
_BY_EMAIL = "CREATE INDEX customers_by_email ON customers (lower(email))"
_FILES = """
CREATE TABLE file_imports (
    digest VARCHAR(64) NOT NULL,
    file_name VARCHAR(255) NOT NULL,
    rows_done BIGINT NOT NULL,
    imported BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    refused_bytes BIGINT NOT NULL,
    begun_at {instant} NOT NULL,
    finished_at {instant},
    CONSTRAINT file_imports_pkey PRIMARY KEY (digest),
    CONSTRAINT file_imports_count_rows
        CHECK (imported >= 0 AND refused >= 0 AND imported + refused <= rows_done)
)
"""


class Migration(migrations.Migration):
    """What moving in needs."""

    dependencies = [("models", "0024_proof")]
    operations = [
        Statements(sqlite=[_BY_EMAIL], postgres=[_BY_EMAIL]),
        CreateTable(
            name="FileImportRow",
            fields=[
                ("digest", fields.CharField(64, primary_key=True)),
                ("file_name", fields.CharField(255)),
                ("rows_done", fields.BigIntField()),
                ("imported", fields.BigIntField()),
                ("refused", fields.BigIntField()),
                ("refused_bytes", fields.BigIntField()),
                ("begun_at", fields.DatetimeField()),
                ("finished_at", fields.DatetimeField(null=True)),
            ],
            options={"table": "file_imports", "app": "models", "pk_attr": "digest"},
            sqlite=[_FILES.format(instant="TIMESTAMP")],
            postgres=[_FILES.format(instant="TIMESTAMPTZ")],
        ),
    ]
