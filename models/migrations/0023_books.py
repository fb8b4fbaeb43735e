"""Books for accountants: kinds of points, and the programme's history from now on (R15.1, R15.3).

A new installation's history begins with itself. One that is upgraded begins here: what rates and
groups were before nobody has kept.
"""

import json
from datetime import UTC, datetime, timedelta

from tortoise import fields, migrations
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.migrations import operations

from models.ddl import Computed, Statements, StateOnly
from models.engines.values import Dialect, placeholders, to_database

_SQLITE = {"INSTANT": "TIMESTAMP", "JSON": "JSON"}
_POSTGRES = {"INSTANT": "TIMESTAMPTZ", "JSON": "JSONB"}

_KIND = """
ALTER TABLE points_lots ADD COLUMN kind VARCHAR(11) NOT NULL DEFAULT 'PROMOTIONAL'
    CONSTRAINT points_lots_kind_known CHECK (kind IN ('PAID', 'PROMOTIONAL'))
"""
_BY_PURCHASE = """
UPDATE points_lots SET kind = 'PAID' WHERE EXISTS (
    SELECT 1 FROM ledger_entries e
    WHERE e.customer_id = points_lots.customer_id AND e.id = points_lots.entry_id
        AND e.reason = 'PURCHASE'
)
"""
# Of points whose lot had expired when they came back, the order's other lots tell the kind: all
# that it took must have been paid for.
_RETURNED = """
UPDATE points_lots SET kind = 'PAID' WHERE kind = 'PROMOTIONAL' AND EXISTS (
    SELECT 1 FROM ledger_entries e
    WHERE e.customer_id = points_lots.customer_id AND e.id = points_lots.entry_id
        AND e.reason = 'REDEMPTION_RETURNED' AND 'PAID' = (
            SELECT MAX(source.kind) FROM ledger_entries taken
            JOIN lot_allocations x
                ON x.customer_id = taken.customer_id AND x.entry_id = taken.id
            JOIN points_lots source ON source.customer_id = x.customer_id AND source.id = x.lot_id
            WHERE taken.customer_id = e.customer_id AND taken.order_id = e.order_id
                AND taken.reason = 'REDEMPTION'
        )
)
"""
# A lot that was moved kept the instant at which its points were credited.
_MOVED = """
UPDATE points_lots SET kind = 'PAID' WHERE kind = 'PROMOTIONAL' AND EXISTS (
    SELECT 1 FROM ledger_entries e
    JOIN ledger_entries gone ON gone.customer_id = e.customer_id
        AND gone.recorded_at = e.recorded_at AND gone.reason = 'ORPHAN_MOVED' AND gone.points < 0
    JOIN lot_allocations x ON x.customer_id = gone.customer_id AND x.entry_id = gone.id
    JOIN points_lots source ON source.customer_id = x.customer_id AND source.id = x.lot_id
    WHERE e.customer_id = points_lots.customer_id AND e.id = points_lots.entry_id
        AND e.reason = 'ORPHAN_MOVED' AND source.created_at = points_lots.created_at
        AND source.kind = 'PAID'
)
"""
# Points that were moved may have been spent and come back, and been moved again.
_KINDS = [_KIND, _BY_PURCHASE, _RETURNED, _MOVED, _RETURNED, _MOVED]

# Entries come in the order of writing, so that PostgreSQL needs no more than the span of each block
# to find those of a period: it costs a command next to nothing.
_SQLITE_BY_WRITING = "CREATE INDEX ledger_entries_by_writing ON ledger_entries (recorded_at)"
_POSTGRES_BY_WRITING = """
CREATE INDEX ledger_entries_by_writing ON ledger_entries
    USING BRIN (recorded_at) WITH (pages_per_range = 64, autosummarize = on)
"""

_PROGRAMME = """
CREATE TABLE programme_changes (
    subject VARCHAR(8) NOT NULL,
    key VARCHAR(64) NOT NULL,
    at {INSTANT} NOT NULL,
    content {JSON},
    CONSTRAINT programme_changes_pkey PRIMARY KEY (subject, key, at),
    CONSTRAINT programme_changes_subject_known
        CHECK (subject IN ('WEBSITE', 'SETTINGS', 'RATE'))
)
"""
_GROUPS = """
CREATE TABLE customer_group_changes (
    customer_id VARCHAR(128) NOT NULL,
    at {INSTANT} NOT NULL,
    group_before VARCHAR(128) NOT NULL,
    CONSTRAINT customer_group_changes_pkey PRIMARY KEY (customer_id, at)
)
"""

_AHEAD = "SELECT offset_seconds FROM sandbox_clock WHERE id = 1"
_WEBSITES = "SELECT code, base_currency, time_zone, deleted_at FROM websites"
_SETTINGS = "SELECT scope, overrides FROM setting_overrides"
_RATES = """
SELECT id, website_code, customer_group_code, direction, points, amount_e4 FROM exchange_rates
"""
_KEEP = "INSERT INTO programme_changes (subject, key, at, content) VALUES (?, ?, ?, ?)"
_THE_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


async def _begin_history(client: BaseDBAsyncClient) -> None:
    """Keep the programme as it stands, from this instant of the shop's clock on."""
    dialect: Dialect = "sqlite" if client.capabilities.dialect == "sqlite" else "postgres"
    websites = await client.execute_query_dict(_WEBSITES)
    at = _THE_BEGINNING
    if websites:
        (clock,) = await client.execute_query_dict(_AHEAD)
        at = datetime.now(UTC) + timedelta(seconds=clock["offset_seconds"])  # noqa: TID251 - none is given
    kept = [("WEBSITE", row["code"], _website(row)) for row in websites]
    settings = await client.execute_query_dict(_SETTINGS)
    kept += [("SETTINGS", row["scope"], _document(row["overrides"])) for row in settings]
    rates = await client.execute_query_dict(_RATES)
    kept += [("RATE", str(row["id"]), _rate(row)) for row in rates]
    for subject, key, content in kept:
        values = [subject, key, at, content]
        bound = [to_database(value, dialect) for value in values]
        await client.execute_query_dict(placeholders(_KEEP, dialect), bound)


def _website(row: dict[str, object]) -> dict[str, object]:
    return {
        "currency": row["base_currency"],
        "time_zone": row["time_zone"],
        "is_deleted": row["deleted_at"] is not None,
    }


def _rate(row: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in row.items() if name != "id"}


def _document(stored: object) -> dict[str, object]:
    assert isinstance(stored, str), "both databases answer JSON as text"
    found: dict[str, object] = json.loads(stored)
    return found


class Migration(migrations.Migration):
    """Lots that know whether a purchase earned their points, and the programme's history."""

    dependencies = [("models", "0022_merging")]
    operations = [
        Statements(sqlite=[*_KINDS, _SQLITE_BY_WRITING], postgres=[*_KINDS, _POSTGRES_BY_WRITING]),
        StateOnly(
            operations.AddField(
                model_name="PointsLot",
                name="kind",
                field=fields.CharField(max_length=11, default="PROMOTIONAL"),
            )
        ),
        Statements(
            sqlite=[_PROGRAMME.format(**_SQLITE), _GROUPS.format(**_SQLITE)],
            postgres=[_PROGRAMME.format(**_POSTGRES), _GROUPS.format(**_POSTGRES)],
        ),
        Computed(_begin_history),
    ]
