"""Buckets of the rate limit, which several processes share."""

from tortoise import fields, migrations

from models.ddl import CreateTable

_TABLE = """
CREATE {logged} TABLE rate_limit_buckets (
    name CHAR(32) NOT NULL,
    left_e3 BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    CONSTRAINT rate_limit_buckets_pkey PRIMARY KEY (name)
)
"""


class Migration(migrations.Migration):
    """What is left of a bucket is worth nothing after a crash: PostgreSQL does not log it."""

    dependencies = [("models", "0016_points_beyond_32_bits")]
    operations = [
        CreateTable(
            name="RateLimitBucket",
            fields=[
                ("name", fields.CharField(32, primary_key=True)),
                ("left_e3", fields.BigIntField()),
                ("at_ms", fields.BigIntField()),
            ],
            options={"table": "rate_limit_buckets", "app": "models", "pk_attr": "name"},
            sqlite=[_TABLE.format(logged="")],
            postgres=[_TABLE.format(logged="UNLOGGED")],
        ),
    ]
