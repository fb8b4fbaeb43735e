"""Lines of the invoices that older versions made, read back from the audit log (R6.15).

An invoice of all that was left names none there: its lines are what other invoices leave.
"""

from tortoise import migrations

from models.ddl import Statements

_NAMED = """
    order_events.kind = 'INVOICE' AND audit_entries.action = 'orderInvoice'
    AND audit_entries.target = order_events.order_id
"""
_SQLITE = f"""
UPDATE order_events
SET result = json_set(result, '$.lines', json_extract(audit_entries.details, '$.lines'))
FROM audit_entries
WHERE {_NAMED} AND json_extract(audit_entries.details, '$.invoiceId') = order_events.event_id
AND json_type(audit_entries.details, '$.lines') = 'array'
"""  # noqa: S608 - our own text
_POSTGRES = f"""
UPDATE order_events
SET result = result || jsonb_build_object('lines', audit_entries.details -> 'lines')
FROM audit_entries
WHERE {_NAMED} AND audit_entries.details ->> 'invoiceId' = order_events.event_id
AND jsonb_typeof(audit_entries.details -> 'lines') = 'array'
"""  # noqa: S608 - our own text


class Migration(migrations.Migration):
    """Invoices say what they were for."""

    dependencies = [("models", "0019_maturity")]
    operations = [Statements(sqlite=[_SQLITE], postgres=[_POSTGRES])]
