"""Batching loaders of an admin request: a page of entries costs as many queries as one (R14.1)."""

from datetime import datetime

from strawberry.dataloader import DataLoader

from services.accounts import accounts
from services.ledger.entries import LedgerEntry
from services.ledger.reading.lots import LotShare, LotView
from services.mail import emails
from services.mail.emails import Email, EmailText
from services.orders import invoicing
from services.orders.credit_memos import CreditMemo, credit_memos
from services.orders.invoicing import Invoice
from services.orders.orders import Order
from services.programme.store_views import store_views_of


class LotLoader(DataLoader[LedgerEntry, LotView | None]):
    """The lots that entries opened. Nothing is kept: a later command may change them."""

    def __init__(self) -> None:
        super().__init__(load_fn=_lots, cache=False)


class AllocationLoader(DataLoader[LedgerEntry, list[LotShare]]):
    """The lots that entries took points from or put points into."""

    def __init__(self) -> None:
        super().__init__(load_fn=_allocations, cache=False)


class OpeningLoader(DataLoader[LotShare, LedgerEntry]):
    """The entries that opened lots, which stay as they are."""

    def __init__(self) -> None:
        super().__init__(load_fn=_openings)


class CreditMemoLoader(DataLoader[str, list[CreditMemo]]):
    """The credit memos of orders, by the order's id."""

    def __init__(self) -> None:
        super().__init__(load_fn=_credit_memos, cache=False)


class InvoiceLoader(DataLoader[Order, list[Invoice]]):
    """The invoices of orders, by the order as it was read."""

    def __init__(self) -> None:
        super().__init__(load_fn=invoicing.invoices, cache=False)


class EmailTextLoader(DataLoader[tuple[Email, datetime], EmailText]):
    """The text of mails as of the request, composed once for all fields that ask."""

    def __init__(self) -> None:
        super().__init__(load_fn=_email_texts)


class StoreViewLoader(DataLoader[str, list[str]]):
    """The store views of websites, by the website's code. Nothing is kept: puts change them."""

    def __init__(self) -> None:
        super().__init__(load_fn=_store_views, cache=False)


async def _lots(entries: list[LedgerEntry]) -> list[LotView | None]:
    found = await accounts.lots_by_entry(entries)
    return [found.get(entry.id) for entry in entries]


async def _allocations(entries: list[LedgerEntry]) -> list[list[LotShare]]:
    found = await accounts.allocations_by_entry(entries)
    return [found.get(entry.id, []) for entry in entries]


async def _openings(shares: list[LotShare]) -> list[LedgerEntry]:
    found = await accounts.entries_that_opened(shares)
    return [found[share.lot_id] for share in shares]


async def _credit_memos(order_ids: list[str]) -> list[list[CreditMemo]]:
    found = await credit_memos(order_ids)
    return [found[order_id] for order_id in order_ids]


async def _store_views(website_codes: list[str]) -> list[list[str]]:
    found = await store_views_of(website_codes)
    return [found[code] for code in website_codes]


async def _email_texts(wanted: list[tuple[Email, datetime]]) -> list[EmailText]:
    (now,) = {at for _, at in wanted}  # a request has one instant
    return await emails.texts_of_emails([email for email, _ in wanted], now=now)
