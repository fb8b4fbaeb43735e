"""Writing new entries: few by the view that puts an entry and its comment together, many without.

The view's trigger runs once for every row. Many rows go straight into the two tables behind it.
"""

from collections.abc import Sequence

from models.database import db_value
from models.rows.bulk import load
from models.rows.inserts import MANY, columns_of, insert_rows, load_rows
from models.scaling.closed_books import written
from models.tables.points import LedgerEntryRow

_OF_COMMENT = ("comment", "comment_salt")  # the view's columns that are not the entry's own


async def write_entries(rows: Sequence[LedgerEntryRow]) -> None:
    """Insert entries with their comments (R3.1, R17.1)."""
    await written((row.website_code, row.recorded_at) for row in rows)
    if len(rows) < MANY:
        await insert_rows(rows)
        return
    own = [column for column in columns_of(LedgerEntryRow) if column not in _OF_COMMENT]
    await load_rows("ledger_entries", rows, own)
    comments = [
        (row.customer_id, db_value(row.id), row.comment_salt, row.comment)
        for row in rows
        if row.comment is not None
    ]
    if comments:
        await load("entry_comments", ("customer_id", "entry_id", "salt", "text"), comments)
