"""The programme's version changes with cart rules and order status rules too (ADR 7)."""

from tortoise import migrations

from models.ddl import Statements

_TABLES = ("cart_rules", "order_status_rules")

_SQLITE = [
    f"CREATE TRIGGER {table}_{change.lower()}_changes_programme AFTER {change} ON {table}"  # noqa: S608 - ours
    " BEGIN UPDATE programme_version SET version = random() WHERE id = 1; END"
    for table in _TABLES
    for change in ("INSERT", "UPDATE", "DELETE")
]
_POSTGRES = [
    f"CREATE TRIGGER {table}_change_programme AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE"
    f" ON {table} FOR EACH STATEMENT EXECUTE FUNCTION change_programme_version()"
    for table in _TABLES
]


class Migration(migrations.Migration):
    """Triggers: a process keeps these rules, and must know when they change."""

    dependencies = [("models", "0027_search")]
    operations = [Statements(sqlite=_SQLITE, postgres=_POSTGRES)]
