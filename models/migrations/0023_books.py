"""Books for accountants: what kind the points of a lot are (R15.3)."""

from tortoise import fields, migrations
from tortoise.migrations import operations

from models.ddl import Statements, StateOnly

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


class Migration(migrations.Migration):
    """Lots that know whether a purchase earned their points."""

    dependencies = [("models", "0020_invoice_lines")]
    operations = [
        Statements(sqlite=_KINDS, postgres=_KINDS),
        StateOnly(
            operations.AddField(
                model_name="PointsLot",
                name="kind",
                field=fields.CharField(max_length=11, default="PROMOTIONAL"),
            )
        ),
    ]
