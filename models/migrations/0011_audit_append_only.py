"""Audit entries are append-only, as the ledger's are; they are found by the instant of a command.

The instant is what joins an entry of the ledger to the command that wrote it: `verify` asks for it.
"""

from tortoise import migrations

from models.ddl import Statements

_INDEX = "CREATE INDEX audit_entries_by_instant ON audit_entries (created_at)"
_REFUSED = "BEGIN SELECT RAISE(ABORT, 'audit_entries is append-only'); END"
# INSERT OR REPLACE deletes without a DELETE trigger.
_NO_REPLACING = (
    "CREATE TRIGGER audit_entries_append_only_insert BEFORE INSERT ON audit_entries WHEN EXISTS"  # noqa: S608 - ours
    f" (SELECT 1 FROM audit_entries WHERE id = NEW.id) {_REFUSED}"
)
_SQLITE = [
    f"CREATE TRIGGER audit_entries_append_only_update BEFORE UPDATE ON audit_entries {_REFUSED}",
    f"CREATE TRIGGER audit_entries_append_only_delete BEFORE DELETE ON audit_entries {_REFUSED}",
    _NO_REPLACING,
]
_POSTGRES = [
    """
    CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
    """
]


class Migration(migrations.Migration):
    """Nothing of the audit log is changed or deleted (R17.1)."""

    dependencies = [("models", "0009_mail")]
    operations = [Statements(sqlite=[_INDEX, *_SQLITE], postgres=[_INDEX, *_POSTGRES])]
