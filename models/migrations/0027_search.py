"""Search for orders by their number and, on PostgreSQL, for customers by any part of a name.

Extensions are another's to allow: without `pg_trgm`, and on SQLite, a search reads all customers.
"""

from tortoise import migrations

from models.ddl import Statements

# As models/order_numbers.py asks.
_BY_NUMBER_IN_SQLITE = """
CREATE INDEX orders_by_number ON orders (ltrim(lower(number), '#0'))
"""
_BY_NUMBER = """
CREATE INDEX orders_by_number ON orders ((ltrim(lower(number COLLATE "C"), '#0')))
"""
_BY_TEXT = """
DO $$ BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    CREATE INDEX customers_by_search_text ON customers USING gin (search_text gin_trgm_ops);
EXCEPTION WHEN insufficient_privilege OR feature_not_supported OR undefined_file
    OR undefined_object OR invalid_schema_name THEN
    RAISE NOTICE 'pg_trgm is not to be had: a search reads all customers';
END $$
"""


class Migration(migrations.Migration):
    """What the support desk finds people and orders by."""

    dependencies = [("models", "0026_book_closings")]
    operations = [
        Statements(
            sqlite=[_BY_NUMBER_IN_SQLITE],
            postgres=[_BY_NUMBER, _BY_TEXT],
        )
    ]
