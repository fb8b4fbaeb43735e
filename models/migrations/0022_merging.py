"""Merged customers: which customer an old id stands for, and lots that know where they came from.

Also erased customers, of whom nothing is kept that names the person (R12.5).
"""

from tortoise import fields, migrations
from tortoise.migrations import operations
from tortoise.migrations.operations import FieldLike

from models.ddl import Rewritten, Statements, StateOnly

_SQLITE = {"UUID": "CHAR(36)", "INSTANT": "TIMESTAMP"}
_POSTGRES = {"UUID": "UUID", "INSTANT": "TIMESTAMPTZ"}
# In this order: a column's check may name the columns before it.
_STATEMENTS = [
    """
    ALTER TABLE customers ADD COLUMN merged_into VARCHAR(128)
        CONSTRAINT customers_merged_into_others CHECK (merged_into <> id)
    """,
    """
    ALTER TABLE customers ADD COLUMN merged_at {INSTANT}
        CONSTRAINT customers_merged_whole
        CHECK ((merged_into IS NULL) = (merged_at IS NULL))
    """,
    """
    ALTER TABLE customers ADD COLUMN erased_at {INSTANT}
        CONSTRAINT customers_erased_are_nobody CHECK (erased_at IS NULL OR (
            email IS NULL AND first_name IS NULL AND last_name IS NULL
            AND NOT balance_updates AND NOT expiration_notifications
        ))
    """,
    """
    ALTER TABLE customers ADD COLUMN has_old_ids BOOLEAN NOT NULL DEFAULT FALSE
        CONSTRAINT customers_merged_are_at_one_id CHECK (NOT has_old_ids OR merged_into IS NULL)
    """,
    "CREATE INDEX customers_merged ON customers (merged_into) WHERE merged_into IS NOT NULL",
    """
    ALTER TABLE reward_accounts ADD COLUMN merged BOOLEAN NOT NULL DEFAULT FALSE
        CONSTRAINT reward_accounts_merged_are_empty
        CHECK (NOT merged OR (balance = 0 AND matures_at IS NULL))
    """,
    """
    ALTER TABLE points_lots ADD COLUMN origin_lot_id {UUID}
        CONSTRAINT points_lots_come_from_others CHECK (origin_lot_id <> id)
    """,
    """
    CREATE INDEX points_lots_by_origin ON points_lots (customer_id, origin_lot_id)
        WHERE origin_lot_id IS NOT NULL
    """,
    "CREATE INDEX invitations_by_address ON invitations (lower(email)) WHERE email IS NOT NULL",
    "CREATE INDEX carts_by_address ON carts (lower(email)) WHERE email IS NOT NULL",
    # The commands whose details may name a person: by them what an erased one is named in is found.
    """
    CREATE INDEX audit_entries_of_people ON audit_entries (target) WHERE action IN (
        'customerPut', 'customerMerge', 'subscriptionsUpdate', 'pointsAdjust', 'activityRecord',
        'orphanPointsMove', 'orphanPointsDelete', 'invitationCreate', 'orderSetStatus'
    )
    """,
]

# What is written down for a customer while they are merged would stay behind: it is refused, and
# the command begins anew (40001), with the id of the customer they are now. The lock waits for a
# merge that is not yet committed, and a merge for whoever holds it. SQLite writes one at a time.
_GUARDED = (
    ("carts", "INSERT", "customer_id"),
    ("carts", "UPDATE", "customer_id"),
    ("orders", "UPDATE", "customer_id"),
    ("newsletter_signups", "INSERT", "customer_id"),
    ("invitations", "INSERT", "inviter_id"),
)


def _sqlite_guard(table: str, event: str, column: str) -> str:
    of, changed = (event, "")
    if event == "UPDATE":
        of, changed = f"UPDATE OF {column}", f"NEW.{column} IS NOT OLD.{column} AND"
    return (
        f"CREATE TRIGGER {table}_{event.lower()}_of_nobody_merged AFTER {of} ON {table}"  # noqa: S608 - ours
        f" WHEN {changed} EXISTS (SELECT 1 FROM customers"
        f" WHERE id = NEW.{column} AND merged_into IS NOT NULL)"
        f" BEGIN SELECT RAISE(ABORT, '{table} of a merged customer'); END"
    )


def _postgres_guard(table: str, event: str, column: str) -> str:
    of, changed = (event, f"NEW.{column} IS NOT NULL")
    if event == "UPDATE":
        of, changed = f"UPDATE OF {column}", f"NEW.{column} IS DISTINCT FROM OLD.{column}"
    return (
        f"CREATE TRIGGER {table}_{event.lower()}_of_nobody_merged AFTER {of} ON {table}"
        f" FOR EACH ROW WHEN ({changed}) EXECUTE FUNCTION refuse_merged_{column}()"
    )


def _function(column: str) -> str:
    return f"""
    CREATE FUNCTION refuse_merged_{column}() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE present VARCHAR;
    BEGIN
        SELECT merged_into INTO present FROM customers WHERE id = NEW.{column} FOR KEY SHARE;
        IF present IS NOT NULL THEN
            RAISE EXCEPTION '% of a merged customer', TG_TABLE_NAME USING ERRCODE = '40001';
        END IF;
        RETURN NULL;
    END $$
    """  # noqa: S608 - our own names


def _column(model: str, name: str, field: FieldLike) -> StateOnly:
    return StateOnly(operations.AddField(model_name=model, name=name, field=field))


class Migration(migrations.Migration):
    """Customers that became one, and customers that were forgotten."""

    dependencies = [("models", "0021_webhooks")]
    operations = [
        Rewritten(
            table="invitations",
            before="email VARCHAR(254) NOT NULL",
            after="email VARCHAR(254)",
            postgres=["ALTER TABLE invitations ALTER COLUMN email DROP NOT NULL"],
        ),
        Statements(
            sqlite=[
                *(ddl.format(**_SQLITE) for ddl in _STATEMENTS),
                *(_sqlite_guard(*guard) for guard in _GUARDED),
            ],
            postgres=[
                *(ddl.format(**_POSTGRES) for ddl in _STATEMENTS),
                _function("customer_id"),
                _function("inviter_id"),
                *(_postgres_guard(*guard) for guard in _GUARDED),
            ],
        ),
        _column("CustomerRow", "merged_into", fields.CharField(max_length=128, null=True)),
        _column("CustomerRow", "merged_at", fields.DatetimeField(null=True)),
        _column("CustomerRow", "erased_at", fields.DatetimeField(null=True)),
        _column("CustomerRow", "has_old_ids", fields.BooleanField(default=False)),
        _column("RewardAccount", "merged", fields.BooleanField(default=False)),
        _column("PointsLot", "origin_lot_id", fields.UUIDField(null=True)),
        StateOnly(
            operations.AlterField(
                model_name="InvitationRow",
                name="email",
                field=fields.CharField(max_length=254, null=True),
            )
        ),
    ]
