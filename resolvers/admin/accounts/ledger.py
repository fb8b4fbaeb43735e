"""Ledger entry fields (R3.1)."""

from datetime import datetime
from typing import Annotated

import strawberry

from resolvers.admin.loaders import AllocationLoader, LotLoader, OpeningLoader
from resolvers.admin.pages import After, First, page_request
from resolvers.context import Info
from resolvers.loaders import loader_of
from services.accounts import accounts
from services.command.pages.cursor_page import DEFAULT_PAGE_SIZE, Page
from services.ledger.entries import LedgerEntry
from services.ledger.reading.history import EntryFilter
from services.ledger.reading.lots import LotShare
from services.rules.basics.enums import LedgerReason
from services.rules.words.labels import reason_label


async def list_ledger_entries(
    customer_id: Annotated[
        strawberry.ID | None, strawberry.argument(description="Only entries of this customer.")
    ] = None,
    website_code: Annotated[
        str | None, strawberry.argument(description="Only entries on this website.")
    ] = None,
    order_id: Annotated[
        strawberry.ID | None, strawberry.argument(description="Only entries of this order.")
    ] = None,
    reasons: Annotated[
        list[LedgerReason] | None,
        strawberry.argument(description="Only entries with one of these reasons."),
    ] = None,
    since: Annotated[
        datetime | None,
        strawberry.argument(
            name="from", description="Only entries written at this instant or later."
        ),
    ] = None,
    until: Annotated[
        datetime | None,
        strawberry.argument(name="to", description="Only entries written before this instant."),
    ] = None,
    first: First = DEFAULT_PAGE_SIZE,
    after: After = None,
) -> Page[LedgerEntry]:
    wanted = EntryFilter(
        customer_id=customer_id,
        website_code=website_code,
        order_id=order_id,
        reasons=tuple(reasons or ()),
        since=since,
        until=until,
    )
    return await accounts.list_ledger_entries(wanted=wanted, page=page_request(first, after))


def label(entry: strawberry.Parent[LedgerEntry]) -> str:
    return reason_label(entry.reason, entry.label)


async def expired(info: Info, entry: strawberry.Parent[LedgerEntry]) -> int:
    lot = await loader_of(info, LotLoader).load(entry)
    return lot.expired if lot else 0


async def expires_at(info: Info, entry: strawberry.Parent[LedgerEntry]) -> datetime | None:
    lot = await loader_of(info, LotLoader).load(entry)
    return lot.expires_at if lot else None


async def allocations(info: Info, entry: strawberry.Parent[LedgerEntry]) -> list[LotShare]:
    return await loader_of(info, AllocationLoader).load(entry)


async def opened_by(info: Info, share: strawberry.Parent[LotShare]) -> LedgerEntry:
    return await loader_of(info, OpeningLoader).load(share)
