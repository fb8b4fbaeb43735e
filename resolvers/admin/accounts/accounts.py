"""Reward account fields (R1.2)."""

from typing import Annotated, Protocol

import strawberry

from resolvers.admin.pages import After, First, page_request
from resolvers.context import Info
from services.accounts import accounts
from services.accounts.adjustments import Adjustment
from services.command.pages.cursor_page import DEFAULT_PAGE_SIZE, Page
from services.customers.customer_account import account_of
from services.customers.customers import Customer
from services.ledger.entries import LedgerEntry
from services.ledger.reading.lots import LotView
from services.ledger.reading.standing import AccountStanding


class Adjusted(Protocol):
    """The result of a command that moves points."""

    @property
    def adjustment(self) -> Adjustment | None:
        """The adjustment; None where the command was refused."""


async def accounts_of_customer(
    info: Info, customer: strawberry.Parent[Customer]
) -> list[AccountStanding]:
    return await accounts.read_accounts(customer_id=customer.id, now=info.context.now)


async def account_of_customer(
    info: Info,
    customer: strawberry.Parent[Customer],
    website_code: Annotated[str, strawberry.argument(description="The website's code.")],
) -> AccountStanding:
    return await account_of(customer, website_code=website_code, now=info.context.now)


async def adjusted_account(
    info: Info, answer: strawberry.Parent[Adjusted]
) -> AccountStanding | None:
    if answer.adjustment is None:
        return None
    return await accounts.read_account(
        customer_id=answer.adjustment.customer_id,
        website_code=answer.adjustment.website_code,
        now=info.context.now,
    )


async def lots(info: Info, account: strawberry.Parent[AccountStanding]) -> list[LotView]:
    return await accounts.account_lots(standing=account, now=info.context.now)


async def history(
    account: strawberry.Parent[AccountStanding],
    first: First = DEFAULT_PAGE_SIZE,
    after: After = None,
) -> Page[LedgerEntry]:
    return await accounts.account_history(standing=account, page=page_request(first, after))
