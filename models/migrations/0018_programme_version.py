"""The version of the programme, by which a process knows whether what it has kept is in force.

Triggers change it with every write to what it stands for, whoever writes. It is a number that
never was: neither a rollback nor a restored backup brings one back.
"""

from tortoise import fields, migrations

from models.ddl import CreateTable, Statements

_TABLES = ("websites", "store_views", "setting_overrides", "exchange_rates")

_TABLE = """
CREATE TABLE programme_version (
    id INT NOT NULL,
    version BIGINT NOT NULL,
    CONSTRAINT programme_version_pkey PRIMARY KEY (id),
    CONSTRAINT programme_version_is_one CHECK (id = 1)
)
"""
_FIRST_OF_SQLITE = "INSERT INTO programme_version (id, version) VALUES (1, random())"
_FIRST_OF_POSTGRES = """
INSERT INTO programme_version (id, version)
VALUES (1, ('x' || md5(gen_random_uuid()::text))::bit(64)::bigint)
"""
_SQLITE = [
    f"CREATE TRIGGER {table}_{change.lower()}_changes_programme AFTER {change} ON {table}"  # noqa: S608 - ours
    " BEGIN UPDATE programme_version SET version = random() WHERE id = 1; END"
    for table in _TABLES
    for change in ("INSERT", "UPDATE", "DELETE")
]
_POSTGRES = [
    """
    CREATE FUNCTION change_programme_version() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE programme_version
            SET version = ('x' || md5(gen_random_uuid()::text))::bit(64)::bigint WHERE id = 1;
        RETURN NULL;
    END $$
    """,
    *(
        f"CREATE TRIGGER {table}_change_programme AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE"
        f" ON {table} FOR EACH STATEMENT EXECUTE FUNCTION change_programme_version()"
        for table in _TABLES
    ),
]


class Migration(migrations.Migration):
    """One row, which changes whenever the programme does (R2.2)."""

    dependencies = [("models", "0017_rate_limit_buckets")]
    operations = [
        CreateTable(
            name="ProgrammeVersionRow",
            fields=[
                ("id", fields.IntField(primary_key=True)),
                ("version", fields.BigIntField()),
            ],
            options={"table": "programme_version", "app": "models", "pk_attr": "id"},
            sqlite=[_TABLE],
            postgres=[_TABLE],
        ),
        Statements(sqlite=[_FIRST_OF_SQLITE, *_SQLITE], postgres=[_FIRST_OF_POSTGRES, *_POSTGRES]),
    ]
