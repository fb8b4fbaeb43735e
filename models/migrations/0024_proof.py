"""The ledger is chained by hashes; what names a person leaves the rows for ever (R17.1).

Comments of entries and the audit log's details have tables of their own, from which they can be
erased. Views put the two together again: they are read as one row and written as one, by one
statement. Then each entry gets the hash of itself and the entry before it, as
services/rules/ledger/chain.py makes it: this is that form as it was at the time of the migration.
"""

import hashlib
import secrets
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from uuid import UUID

import orjson
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
_HASH = """
ALTER TABLE ledger_entries ADD COLUMN hash {BYTES} NOT NULL DEFAULT {no_hash}
    CONSTRAINT ledger_entries_hashed CHECK (length(hash) = 32)
"""
_LAST_HASH = """
ALTER TABLE reward_accounts ADD COLUMN last_hash {BYTES}
    CONSTRAINT reward_accounts_hashed CHECK (length(last_hash) = 32)
"""
# A seal is begun by who makes it, `holder`, and sealed when it is signed. A leaf keeps its place
# from seal to seal and has a row for each seal since which it is another; chunks are of the last.
_SEALS = [
    """
    CREATE TABLE seals (
        sequence INT NOT NULL,
        holder {UUID} NOT NULL,
        alive_at {INSTANT} NOT NULL,
        sealed_at {INSTANT},
        document TEXT,
        CONSTRAINT seals_pkey PRIMARY KEY (sequence),
        CONSTRAINT seals_whole CHECK ((sealed_at IS NULL) = (document IS NULL))
    )
    """,
    """
    CREATE TABLE sealed_accounts (
        leaf BIGINT NOT NULL,
        seal INT NOT NULL,
        customer_id VARCHAR(128) NOT NULL,
        account_id {UUID} NOT NULL,
        entries INT NOT NULL,
        last_hash {BYTES} NOT NULL,
        CONSTRAINT sealed_accounts_pkey PRIMARY KEY (leaf, seal),
        CONSTRAINT sealed_accounts_once UNIQUE (customer_id, account_id, seal),
        CONSTRAINT sealed_accounts_seal FOREIGN KEY (seal) REFERENCES seals (sequence)
    )
    """,
    """
    CREATE TABLE sealed_chunks (
        seal INT NOT NULL,
        chunk INT NOT NULL,
        hash {BYTES} NOT NULL,
        CONSTRAINT sealed_chunks_pkey PRIMARY KEY (seal, chunk),
        CONSTRAINT sealed_chunks_seal FOREIGN KEY (seal) REFERENCES seals (sequence)
    )
    """,
    """
    CREATE TABLE sealed_audit_entries (
        leaf BIGINT NOT NULL,
        entry_id {UUID} NOT NULL,
        hash {BYTES} NOT NULL,
        CONSTRAINT sealed_audit_entries_pkey PRIMARY KEY (leaf),
        CONSTRAINT sealed_audit_entries_once UNIQUE (entry_id)
    )
    """,
]
_NO_DEFAULTS = [
    "ALTER TABLE ledger_entries ALTER COLUMN hash DROP DEFAULT",
    "ALTER TABLE audit_entries ALTER COLUMN details_hash DROP DEFAULT",
]
_DROPPED = [
    "ALTER TABLE ledger_entries DROP COLUMN comment",
    "ALTER TABLE audit_entries DROP COLUMN details",
]

_ENTRY_COLUMNS = (
    "customer_id, id, account_id, website_code, sequence, points, balance, debt_change, shortfall,"
    " currency, amount_e4, amount_balance_e4, rate_points, rate_amount_e4, rate_currency,"
    " rate_direction, rate_priority, reason, label, comment_hash, actor, order_id, created_at,"
    " recorded_at, hash"
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

    async def found(self, sql: str, values: Sequence[object]) -> list[dict[str, object]]:
        """Return what a statement finds."""
        return await self._client.execute_query_dict(placeholders(sql, self.dialect), list(values))

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


async def chain_entries(client: BaseDBAsyncClient) -> None:
    """Give all entries their hashes, the accounts the last of them."""
    rows = _Rows(client)
    put_back = await rows.taken_off("ledger_entries")
    chain = _Chain(rows)
    async for batch in rows.batches(_ENTRIES, ["", _NO_ID, 0]):
        hashes = await chain.hashes(batch)
        keys = [[row["customer_id"], row["id"]] for row in batch]
        await rows.each(
            _SET_HASH, [[hashed, *key] for hashed, key in zip(hashes, keys, strict=True)]
        )
    for ddl in [_SET_LAST_HASH, *put_back]:
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


_NO_ID = str(UUID(int=0))
_ENTRIES = """
SELECT customer_id, account_id, sequence, id, website_code, reason, points, balance, debt_change,
    shortfall, currency, amount_e4, amount_balance_e4, rate_points, rate_amount_e4, rate_currency,
    rate_direction, rate_priority, label, comment_hash, actor, order_id, created_at, recorded_at
FROM ledger_entries WHERE (customer_id, account_id, sequence) > (?, ?, ?)
ORDER BY customer_id, account_id, sequence LIMIT ?
"""
_OF_BATCH = """
FROM {table} t JOIN ledger_entries e ON e.customer_id = t.customer_id AND e.id = t.entry_id
WHERE (e.customer_id, e.account_id, e.sequence) >= (?, ?, ?)
    AND (e.customer_id, e.account_id, e.sequence) <= (?, ?, ?)
"""
_LOTS = """
SELECT t.entry_id, t.id, t.points, t.kind, t.created_at, t.static_expires_at, t.has_explicit_expiry
""" + _OF_BATCH.format(table="points_lots")
_ALLOCATIONS = """
SELECT t.entry_id, t.position, t.id, t.lot_id, t.points
""" + _OF_BATCH.format(table="lot_allocations")
_SET_HASH = "UPDATE ledger_entries SET hash = ? WHERE customer_id = ? AND id = ?"
_SET_LAST_HASH = """
UPDATE reward_accounts SET last_hash = (
    SELECT e.hash FROM ledger_entries e WHERE e.customer_id = reward_accounts.customer_id
        AND e.account_id = reward_accounts.id AND e.sequence = reward_accounts.entries
)
"""
_Row = dict[str, object]


class _Chain:
    """The hashes of entries read account by account, in the order of their sequence."""

    def __init__(self, rows: _Rows) -> None:
        self._rows = rows
        self._account: object = None
        self._last = bytes(32)

    async def hashes(self, batch: Sequence[_Row]) -> list[bytes]:
        """Return the hashes of the next entries."""
        places = [
            row[column]
            for row in (batch[0], batch[-1])
            for column in ("customer_id", "account_id", "sequence")
        ]
        lots = _by_entry(await self._rows.found(_LOTS, places))
        allocations = _by_entry(await self._rows.found(_ALLOCATIONS, places))
        return [
            self._hash(row, lots.get(row["id"], []), allocations.get(row["id"], []))
            for row in batch
        ]

    def _hash(self, row: _Row, lots: list[_Row], allocations: list[_Row]) -> bytes:
        if row["account_id"] != self._account:
            self._account, self._last = row["account_id"], bytes(32)
        self._last = hashlib.sha256(self._last + _canonical(row, lots, allocations)).digest()
        return self._last


def _by_entry(rows: Sequence[_Row]) -> dict[object, list[_Row]]:
    by_entry: dict[object, list[_Row]] = {}
    for row in rows:
        by_entry.setdefault(row["entry_id"], []).append(row)
    return by_entry


def _canonical(row: _Row, lots: list[_Row], allocations: list[_Row]) -> bytes:
    comment_hash = row["comment_hash"]
    return orjson.dumps(
        {
            "form": 1,
            "customerId": row["customer_id"],
            "accountId": str(row["account_id"]),
            "websiteCode": row["website_code"],
            "sequence": row["sequence"],
            "id": str(row["id"]),
            "reason": row["reason"],
            "points": row["points"],
            "balance": row["balance"],
            "debtChange": row["debt_change"],
            "shortfall": row["shortfall"],
            "currency": row["currency"],
            "amountE4": row["amount_e4"],
            "amountBalanceE4": row["amount_balance_e4"],
            "ratePoints": row["rate_points"],
            "rateAmountE4": row["rate_amount_e4"],
            "rateCurrency": row["rate_currency"],
            "rateDirection": row["rate_direction"],
            "ratePriority": row["rate_priority"],
            "label": row["label"],
            "commentHash": comment_hash.hex() if isinstance(comment_hash, bytes) else None,
            "actor": row["actor"],
            "orderId": row["order_id"],
            "createdAt": _instant(row["created_at"]),
            "recordedAt": _instant(row["recorded_at"]),
            "lots": sorted(
                [
                    str(lot["id"]),
                    lot["points"],
                    lot["kind"],
                    _instant(lot["created_at"]),
                    _instant(lot["static_expires_at"]),
                    bool(lot["has_explicit_expiry"]),
                ]
                for lot in lots
            ),
            "allocations": sorted(
                [each["position"], str(each["id"]), str(each["lot_id"]), each["points"]]
                for each in allocations
            ),
        }
    )


def _instant(value: object) -> str | None:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().removesuffix("+00:00") + "Z"
    return None if value is None else f"{str(value)[:10]}T{str(value)[11:].removesuffix('+00:00')}Z"


def _made(types: dict[str, str], dialect: str) -> list[str]:
    ddl = (_COMMENTS, _DETAILS, _COMMENT_HASH, _DETAILS_HASH, _HASH, _LAST_HASH, *_SEALS)
    return [each.format(**types, no_hash=_NO_HASH[dialect]) for each in ddl]


def _column(model: str, name: str, field: FieldLike) -> StateOnly:
    return StateOnly(operations.AddField(model_name=model, name=name, field=field))


class Migration(migrations.Migration):
    """What can be erased stands apart from what can't be changed, and that is chained."""

    dependencies = [("models", "0023_books")]
    operations = [
        Statements(sqlite=_made(_SQLITE, "sqlite"), postgres=_made(_POSTGRES, "postgres")),
        Computed(tell_apart),
        Computed(chain_entries),
        Statements(
            sqlite=[*_SQLITE_UNCHANGED, *_sqlite_views()],
            postgres=[*_NO_DEFAULTS, *_POSTGRES_UNCHANGED, *_postgres_views()],
        ),
        _column("LedgerEntryRow", "comment_hash", fields.BinaryField(null=True)),
        _column("LedgerEntryRow", "comment_salt", fields.BinaryField(null=True)),
        _column("LedgerEntryRow", "hash", fields.BinaryField()),
        _column("RewardAccount", "last_hash", fields.BinaryField(null=True)),
        _column("AuditEntry", "details_hash", fields.BinaryField()),
        _column("AuditEntry", "details_salt", fields.BinaryField(null=True)),
        StateOnly(
            operations.AlterField(
                model_name="AuditEntry", name="details", field=fields.TextField(null=True)
            )
        ),
    ]
