"""Imports of balances: customers found by their address (R15.4)."""

from tortoise import migrations

from models.ddl import Statements

# Addresses are of ASCII alone, which both databases fold alike.
_BY_EMAIL = "CREATE INDEX customers_by_email ON customers (lower(email))"


class Migration(migrations.Migration):
    """What moving in needs."""

    dependencies = [("models", "0024_proof")]
    operations = [Statements(sqlite=[_BY_EMAIL], postgres=[_BY_EMAIL])]
