"""History: entries of the ledger, newest first (R3.1)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from tortoise.expressions import Q

from models.database import fetch
from models.rows.merged_customers import all_ids_of, present_id_of
from models.tables.points import LedgerEntryRow, RewardAccount
from services.command.pages.cursor_page import Page, PageRequest
from services.command.pages.listing import NEWEST_FIRST, list_page
from services.ledger.entries import (
    ENTRY_COLUMNS,
    LedgerEntry,
    entry_from_columns,
    entry_from_row,
)
from services.ledger.reading.standing import AccountStanding
from services.rules.basics.codes import is_id, is_website_code, sought
from services.rules.basics.enums import LedgerReason

# In SQL for its speed: every look at an account asks for a page of these.
_OF_ACCOUNT = f"""
SELECT {", ".join(ENTRY_COLUMNS)} FROM ledger
WHERE customer_id = ? AND account_id = ? AND sequence <= ?
ORDER BY sequence DESC LIMIT ? OFFSET ?
"""  # noqa: S608 - put together of our own words
_LAST_SEQUENCE = 2**31 - 1


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """Which entries to list; None is any. Instants are half-open: from `since`, before `until`."""

    customer_id: str | None = None
    website_code: str | None = None
    order_id: str | None = None
    reasons: tuple[LedgerReason, ...] = field(default=())
    since: datetime | None = None
    until: datetime | None = None


async def entries_of_account(
    standing: AccountStanding, *, before: int | None = None, skip: int = 0, most: int
) -> list[LedgerEntry]:
    """Return up to `most` entries of one account, newest first, those before sequence `before`.

    Nothing is asked where they were read along with the standing.
    """
    if before is None and standing.has_read(skip + most):
        return list(standing.newest[skip : skip + most])
    if standing.account_id is None:
        return []
    last = _LAST_SEQUENCE if before is None else before - 1
    rows = await fetch(_OF_ACCOUNT, [standing.customer_id, standing.account_id, last, most, skip])
    return [
        entry_from_columns(
            row.values(),
            customer_id=standing.customer_id,
            website_code=standing.website_code,
            account_id=standing.account_id,
        )
        for row in rows
    ]


async def list_entries(wanted: EntryFilter, page: PageRequest) -> Page[LedgerEntry]:
    """Return a page of the entries over all accounts, newest first.

    A customer's are those under all the ids they have had (R12.5).
    """
    query = LedgerEntryRow.filter(_condition(wanted))
    return (await list_page(query, page, NEWEST_FIRST)).map(entry_from_row)


async def entries_of_order(order_id: str, *, customer_id: str, most: int) -> list[LedgerEntry]:
    """Return up to `most` entries of the customer's that name the order, newest first."""
    query = LedgerEntryRow.filter(customer_id__in=all_ids_of(customer_id), order_id=order_id)
    return [entry_from_row(row) for row in await query.order_by("-id").limit(most)]


async def entries_by_id(ids: Sequence[UUID], *, customer_id: str) -> list[LedgerEntry]:
    """Return the customer's entries of these ids, in the order of writing."""
    whose = all_ids_of(customer_id)
    rows = await LedgerEntryRow.filter(customer_id__in=whose, id__in=list(ids)).order_by("id")
    return [entry_from_row(row) for row in rows]


async def entries_between(
    *, customer_id: str, account_id: UUID, first: int, last: int
) -> list[LedgerEntry]:
    """Return the account's entries of these places in its sequence, in the order of writing."""
    rows = await LedgerEntryRow.filter(
        customer_id=customer_id,
        account_id=account_id,
        sequence__gte=first,
        sequence__lte=last,
    ).order_by("sequence")
    return [entry_from_row(row) for row in rows]


async def accounts_of_customer(customer_id: str) -> list[str]:
    """Return the codes of the websites on which the customer has an account."""
    accounts = RewardAccount.filter(customer_id__in=present_id_of(customer_id))
    rows = await accounts.order_by("created_at", "id")
    return [row.website_code for row in rows]


async def has_entries(website_code: str) -> bool:
    """Test whether anything was ever booked on the website."""
    return await LedgerEntryRow.filter(website_code=website_code).exists()


def _condition(wanted: EntryFilter) -> Q:
    texts = {
        "website_code": sought(wanted.website_code, is_website_code),
        "order_id": sought(wanted.order_id, is_id),
    }
    conditions = [Q(**{column: text for column, text in texts.items() if text is not None})]
    if (customer_id := sought(wanted.customer_id, is_id)) is not None:
        conditions.append(Q(customer_id__in=all_ids_of(customer_id)))
    if wanted.since is not None:
        conditions.append(Q(created_at__gte=wanted.since))
    if wanted.until is not None:
        conditions.append(Q(created_at__lt=wanted.until))
    if wanted.reasons:
        conditions.append(Q(reason__in=[reason.value for reason in wanted.reasons]))
    return Q(*conditions)
