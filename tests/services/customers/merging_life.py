"""Builders for customers who become one."""

from datetime import datetime

from models.database import fetch
from services.accounts.accounts import list_ledger_entries
from services.command.pages.cursor_page import PageRequest
from services.customers.merging import merge_customers
from services.customers.putting import PutCustomer
from services.ledger.entries import LedgerEntry
from services.ledger.reading.history import EntryFilter
from tests.clock import NOW
from tests.services.shop import ADMIN

_keys = iter(range(1_000_000))


async def merge(
    from_id: str = "bob",
    into_id: str = "ada",
    *,
    key: str | None = None,
    notify: bool = False,
    now: datetime = NOW,
) -> PutCustomer:
    return await merge_customers(
        from_id=from_id,
        into_id=into_id,
        idempotency_key=key or f"merge-{next(_keys)}",
        notify=notify,
        caller=ADMIN,
        now=now,
    )


async def entries_of(customer_id: str = "ada") -> list[LedgerEntry]:
    """Return what the admin API lists of a customer, oldest first."""
    wanted = EntryFilter(customer_id=customer_id)
    page = await list_ledger_entries(wanted=wanted, page=PageRequest(first=100))
    return page.items[::-1]


async def lots_of(customer_id: str = "ada") -> list[dict[str, object]]:
    """Return the lots of a customer that have points left, oldest first."""
    return await fetch(
        "SELECT points, remaining, created_at, static_expires_at, has_explicit_expiry, warned_by,"
        " origin_lot_id FROM points_lots WHERE customer_id = ? AND remaining > 0"
        " ORDER BY created_at, points",
        [customer_id],
    )
