"""What names a person leaves the append-only rows, which keep a salted hash of it (R17.1).

Comments of entries and the audit log's details have tables of their own, from which they can be
erased. Views put the two together again: they are read as one row and written as one, by one
statement.
"""

import hashlib
import secrets
from collections.abc import AsyncIterator, Sequence
from uuid import UUID

from tortoise import fields, migrations
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.migrations import operations
from tortoise.migrations.operations import FieldLike

from models.ddl import Computed, Statements, StateOnly
from models.engines.values import Dialect, placeholders

_SQLITE = {"UUID": "CHAR(36)", "BYTES": "BLOB", "INSTANT": "TIMESTAMP"}
_POSTGRES = {"UUID": "UUID", "BYTES": "BYTEA", "INSTANT": "TIMESTAMPTZ"}
_BATCH = 1_000
_SALT_BYTES = 16

_COMMENTS = """
CREATE TABLE entry_comments (
    customer_id VARCHAR(128) NOT NULL,
    entry_id {UUID} NOT NULL,
    salt {BYTES} NOT NULL,
    text TEXT NOT NULL,
    CONSTRAINT entry_comments_pkey PRIMARY KEY (customer_id, entry_id),
    CONSTRAINT entry_comments_entry
        FOREIGN KEY (customer_id, entry_id) REFERENCES ledger_entries (customer_id, id),
    CONSTRAINT entry_comments_salted CHECK (length(salt) = 16)
)
"""
_DETAILS = """
CREATE TABLE audit_details (
    entry_id {UUID} NOT NULL,
    salt {BYTES} NOT NULL,
    details TEXT NOT NULL,
    CONSTRAINT audit_details_pkey PRIMARY KEY (entry_id),
    CONSTRAINT audit_details_entry FOREIGN KEY (entry_id) REFERENCES audit_entries (id),
    CONSTRAINT audit_details_salted CHECK (length(salt) = 16)
)
"""
_COMMENT_HASH = """
ALTER TABLE ledger_entries ADD COLUMN comment_hash {BYTES}
    CONSTRAINT ledger_entries_comment_hashed CHECK (length(comment_hash) = 32)
"""
# The zeros are there until the details are hashed below: SQLite adds no column without a value.
_NO_HASH = {"sqlite": f"x'{'00' * 32}'", "postgres": f"'\\x{'00' * 32}'"}
_DETAILS_HASH = """
ALTER TABLE audit_entries ADD COLUMN details_hash {BYTES} NOT NULL DEFAULT {no_hash}
    CONSTRAINT audit_entries_details_hashed CHECK (length(details_hash) = 32)
"""
_DROPPED = [
    "ALTER TABLE ledger_entries DROP COLUMN comment",
    "ALTER TABLE audit_entries DROP COLUMN details",
]

_ENTRY_COLUMNS = (
    "customer_id, id, account_id, website_code, sequence, points, balance, debt_change, shortfall,"
    " currency, amount_e4, amount_balance_e4, rate_points, rate_amount_e4, rate_currency,"
    " rate_direction, rate_priority, reason, label, comment_hash, actor, order_id, created_at,"
    " recorded_at"
)
_AUDIT_COLUMNS = "id, actor, action, target, details_hash, created_at"


def _of(alias: str, columns: str) -> str:
    return ", ".join(f"{alias}.{column}" for column in columns.split(", "))


_LEDGER = f"""
CREATE VIEW ledger AS
SELECT {_of("e", _ENTRY_COLUMNS)}, c.salt AS comment_salt, c.text AS comment
FROM ledger_entries e
LEFT JOIN entry_comments c ON c.customer_id = e.customer_id AND c.entry_id = e.id
"""  # noqa: S608 - names of ours
_AUDIT_LOG = f"""
CREATE VIEW audit_log AS
SELECT {_of("e", _AUDIT_COLUMNS)}, d.salt AS details_salt, d.details
FROM audit_entries e LEFT JOIN audit_details d ON d.entry_id = e.id
"""  # noqa: S608 - names of ours
_WRITE_ENTRY = (
    f"INSERT INTO ledger_entries ({_ENTRY_COLUMNS}) VALUES ({_of('NEW', _ENTRY_COLUMNS)});"  # noqa: S608 - ours
    " INSERT INTO entry_comments (customer_id, entry_id, salt, text)"
    " SELECT NEW.customer_id, NEW.id, NEW.comment_salt, NEW.comment WHERE NEW.comment IS NOT NULL;"
)
_WRITE_AUDIT = (
    f"INSERT INTO audit_entries ({_AUDIT_COLUMNS}) VALUES ({_of('NEW', _AUDIT_COLUMNS)});"  # noqa: S608 - ours
    " INSERT INTO audit_details (entry_id, salt, details)"
    " VALUES (NEW.id, NEW.details_salt, NEW.details);"
)
_VIEWS = (("ledger", _LEDGER, _WRITE_ENTRY), ("audit_log", _AUDIT_LOG, _WRITE_AUDIT))
_TOLD_APART = ("entry_comments", "audit_details")
_APPEND_ONLY = ("ledger_entries", "audit_entries")


def _sqlite_views() -> list[str]:
    return [
        ddl
        for view, select, write in _VIEWS
        for ddl in (
            select,
            f"CREATE TRIGGER write_{view} INSTEAD OF INSERT ON {view} BEGIN {write} END",
        )
    ]


def _postgres_views() -> list[str]:
    return [
        ddl
        for view, select, write in _VIEWS
        for ddl in (
            select,
            (
                f"CREATE FUNCTION write_{view}() RETURNS trigger LANGUAGE plpgsql AS $$"
                f" BEGIN {write} RETURN NEW; END $$"
            ),
            (
                f"CREATE TRIGGER write_{view} INSTEAD OF INSERT ON {view}"
                f" FOR EACH ROW EXECUTE FUNCTION write_{view}()"
            ),
        )
    ]


# Erased they may be, never changed.
_SQLITE_UNCHANGED = [
    f"CREATE TRIGGER {table}_unchanged BEFORE UPDATE ON {table}"
    f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    for table in _TOLD_APART
]
_POSTGRES_UNCHANGED = [
    f"CREATE TRIGGER {table}_unchanged BEFORE UPDATE OR TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    for table in _TOLD_APART
]


class _Rows:
    """Rows of a table, batch by batch in the order of a key, and statements about them."""

    def __init__(self, client: BaseDBAsyncClient) -> None:
        self._client = client
        self.dialect: Dialect = "sqlite" if client.capabilities.dialect == "sqlite" else "postgres"

    async def batches(
        self, sql: str, after: Sequence[object]
    ) -> AsyncIterator[list[dict[str, object]]]:
        """Yield what `sql` finds behind a key, up to a batch at a time; its first columns."""
        size = len(after)
        while True:
            query = placeholders(sql, self.dialect)
            rows = await self._client.execute_query_dict(query, [*after, _BATCH])
            if not rows:
                return
            after = list(rows[-1].values())[:size]
            yield rows

    async def each(self, sql: str, values: list[list[object]]) -> None:
        """Run a statement with each of these values."""
        await self._client.execute_many(placeholders(sql, self.dialect), values)

    async def run(self, sql: str) -> None:
        """Run a statement."""
        await self._client.execute_query(sql)

    async def taken_off(self, table: str) -> list[str]:
        """Take the triggers off a table; return the statements that put them back."""
        if self.dialect == "postgres":
            await self.run(f"ALTER TABLE {table} DISABLE TRIGGER {table}_append_only")
            return [f"ALTER TABLE {table} ENABLE TRIGGER {table}_append_only"]
        found = await self._client.execute_query_dict(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", [table]
        )
        for row in found:
            await self.run(f"DROP TRIGGER {row['name']}")
        return [str(row["sql"]) for row in found]


def _salted(text: str) -> tuple[bytes, bytes]:
    """Return a new salt and the hash of it and the text, as services/command/erasable.py does."""
    salt = secrets.token_bytes(_SALT_BYTES)
    return salt, hashlib.sha256(salt + text.encode()).digest()


async def tell_apart(client: BaseDBAsyncClient) -> None:
    """Move comments and details out of their rows, with the triggers off for as long."""
    rows = _Rows(client)
    put_back = [ddl for table in _APPEND_ONLY for ddl in await rows.taken_off(table)]
    await _comments(rows)
    await _details(rows)
    for ddl in [*_DROPPED, *put_back]:
        await rows.run(ddl)


async def _comments(rows: _Rows) -> None:
    found = (
        "SELECT customer_id, id, comment FROM ledger_entries"
        " WHERE (customer_id, id) > (?, ?) AND comment IS NOT NULL"
        " ORDER BY customer_id, id LIMIT ?"
    )
    insert = "INSERT INTO entry_comments (customer_id, entry_id, salt, text) VALUES (?, ?, ?, ?)"
    update = "UPDATE ledger_entries SET comment_hash = ? WHERE customer_id = ? AND id = ?"
    async for batch in rows.batches(found, ["", str(UUID(int=0))]):
        salted = [(row, *_salted(str(row["comment"]))) for row in batch]
        await rows.each(
            insert,
            [[row["customer_id"], row["id"], salt, row["comment"]] for row, salt, _ in salted],
        )
        await rows.each(
            update, [[hashed, row["customer_id"], row["id"]] for row, _, hashed in salted]
        )


async def _details(rows: _Rows) -> None:
    found = (
        "SELECT id, CAST(details AS TEXT) AS details FROM audit_entries WHERE id > ?"
        " ORDER BY id LIMIT ?"
    )
    insert = "INSERT INTO audit_details (entry_id, salt, details) VALUES (?, ?, ?)"
    update = "UPDATE audit_entries SET details_hash = ? WHERE id = ?"
    async for batch in rows.batches(found, [str(UUID(int=0))]):
        salted = [(row, *_salted(str(row["details"]))) for row in batch]
        await rows.each(insert, [[row["id"], salt, row["details"]] for row, salt, _ in salted])
        await rows.each(update, [[hashed, row["id"]] for row, _, hashed in salted])


def _made(types: dict[str, str], dialect: str) -> list[str]:
    ddl = (_COMMENTS, _DETAILS, _COMMENT_HASH, _DETAILS_HASH)
    return [each.format(**types, no_hash=_NO_HASH[dialect]) for each in ddl]


def _column(model: str, name: str, field: FieldLike) -> StateOnly:
    return StateOnly(operations.AddField(model_name=model, name=name, field=field))


class Migration(migrations.Migration):
    """What can be erased stands apart from what can't be changed."""

    dependencies = [("models", "0023_books")]
    operations = [
        Statements(sqlite=_made(_SQLITE, "sqlite"), postgres=_made(_POSTGRES, "postgres")),
        Computed(tell_apart),
        Statements(
            sqlite=[*_SQLITE_UNCHANGED, *_sqlite_views()],
            postgres=[*_POSTGRES_UNCHANGED, *_postgres_views()],
        ),
        _column("LedgerEntryRow", "comment_hash", fields.BinaryField(null=True)),
        _column("LedgerEntryRow", "comment_salt", fields.BinaryField(null=True)),
        _column("AuditEntry", "details_hash", fields.BinaryField()),
        _column("AuditEntry", "details_salt", fields.BinaryField(null=True)),
        StateOnly(
            operations.AlterField(
                model_name="AuditEntry", name="details", field=fields.TextField(null=True)
            )
        ),
    ]
