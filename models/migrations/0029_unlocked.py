"""What a transaction without locks goes by: whether it still stands is told by one row of it.

Only PostgreSQL has such transactions; the columns are the same on both.

A cart's version changes with every change of the cart, and by whoever locks it; `other_changes`
counts what changed an account without an entry, holds made and events told. `must_stand` fails the
statement that it is in.
"""

from tortoise import fields, migrations
from tortoise.migrations import operations

from models.ddl import Statements, StateOnly

# All columns of a cart but `version`. SQLite changes it afterwards: RETURNING would not show it.
_CONTENT = """website_code, customer_id, email, content, active, points_applied, chosen_points,
    applied_by, product_points_applied, chosen_product_points, product_applied_by, quoted_points,
    quoted_due_e4, quoted_money_e4, replaces_order_id, created_at, updated_at"""
_COLUMNS = [
    "ALTER TABLE carts ADD COLUMN version BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE reward_accounts ADD COLUMN other_changes INT NOT NULL DEFAULT 0",
]
_SQLITE = [
    *_COLUMNS,
    f"""
    CREATE TRIGGER carts_count_changes AFTER UPDATE OF {_CONTENT} ON carts
    BEGIN UPDATE carts SET version = version + 1 WHERE id = NEW.id; END
    """,  # noqa: S608 - names of ours
]
_POSTGRES = [
    *_COLUMNS,
    """
    CREATE FUNCTION count_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NEW.version := OLD.version + 1;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER carts_count_changes BEFORE UPDATE ON carts
    FOR EACH ROW EXECUTE FUNCTION count_change()
    """,
    """
    CREATE FUNCTION must_stand(stands BOOLEAN) RETURNS BOOLEAN LANGUAGE plpgsql AS $$
    BEGIN
        IF stands THEN RETURN stands; END IF;
        RAISE EXCEPTION 'Another transaction has changed what this one goes by.'
            USING ERRCODE = '40001';
    END $$
    """,
]


class Migration(migrations.Migration):
    """Columns that count, and a function that refuses what no longer stands."""

    dependencies = [("models", "0028_rules_in_the_book")]
    operations = [
        StateOnly(
            operations.AddField("CartRow", "version", fields.BigIntField(default=0)),
        ),
        StateOnly(
            operations.AddField("RewardAccount", "other_changes", fields.IntField(default=0)),
        ),
        Statements(sqlite=_SQLITE, postgres=_POSTGRES),
    ]
