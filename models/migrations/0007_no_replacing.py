"""SQLite's INSERT OR REPLACE deletes without a DELETE trigger: the ledger refuses it by itself."""

from tortoise import migrations

from models.ddl import Statements

_KEYS = {
    "ledger_entries": (
        "id = NEW.id OR (account_id = NEW.account_id AND sequence = NEW.sequence)",
        "customer_id = NEW.customer_id",
    ),
    "lot_allocations": (
        "id = NEW.id OR (entry_id = NEW.entry_id AND lot_id = NEW.lot_id)",
        "customer_id = NEW.customer_id",
    ),
}


def _no_replacing(table: str) -> str:
    same_key, same_customer = _KEYS[table]
    return (
        f"CREATE TRIGGER {table}_append_only_insert BEFORE INSERT ON {table}"  # noqa: S608 - ours
        f" WHEN EXISTS (SELECT 1 FROM {table} WHERE {same_customer} AND ({same_key}))"
        f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )


class Migration(migrations.Migration):
    """Nothing of the ledger is replaced."""

    dependencies = [("models", "0006_promotions")]
    operations = [Statements(sqlite=[_no_replacing(table) for table in _KEYS])]
