"""Forgetting of mails that were sent some time ago (R11.3)."""

from datetime import datetime, timedelta

from models.database import execute_each, fetch
from services.programme.settings import in_force, read_overrides
from services.programme.websites import list_all_website_codes

_BATCH = 500
_OLD = """
SELECT customer_id, id FROM emails
WHERE website_code = ? AND status = 'SENT' AND sent_at <= ? LIMIT ?
"""
_FORGET = "DELETE FROM emails WHERE customer_id = ? AND id = ? AND status = 'SENT'"


async def forget_sent_emails(*, now: datetime) -> None:
    """Delete the mails sent longer ago than each website keeps them; failed ones stay."""
    overrides = await read_overrides()
    for website_code in await list_all_website_codes():
        days = in_force(website_code, overrides).values.mail_retention_days
        if days is None:
            continue
        values = [website_code, now - timedelta(days=days), _BATCH]
        while old := await fetch(_OLD, values):
            await execute_each(_FORGET, sorted([row["customer_id"], row["id"]] for row in old))
