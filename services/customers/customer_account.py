"""A customer with one of their accounts, in one statement."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from models.database import instant
from services.accounts.accounts import read_account
from services.customers.customers import Customer, find_customer
from services.ledger.reading import standing as standings
from services.ledger.reading.standing import AccountRead, AccountStanding
from services.programme.rule_book import RuleBook, proven
from services.rules.basics.codes import is_id
from services.rules.basics.refusals import NotFound


@dataclass(frozen=True, slots=True)
class AccountWanted:
    """The account on a website, and how many of its newest entries."""

    website_code: str
    newest: int = 0


async def find_customer_and_account(
    *, customer_id: str, wanted: AccountWanted | None, now: datetime
) -> Customer:
    """Return a customer, together with the account that is wanted, if there can be one.

    Raises NotFound, path ("id",), where there is no such customer.
    """
    if wanted is None or not is_id(customer_id):
        return await find_customer(customer_id)
    asked = wanted

    async def read(book: RuleBook) -> tuple[int, AccountRead]:
        return await standings.read_account(
            book,
            customer_id=customer_id,
            website_code=asked.website_code,
            now=now,
            newest=asked.newest,
        )

    try:
        found = await proven(read)
    except NotFound:  # of the website: it is the account that is refused then
        return await find_customer(customer_id)
    if found.customer["customer_group_code"] is None:
        return await find_customer(customer_id)
    return _customer(found.programme.present_id, found.customer, found.standing)


async def account_of(customer: Customer, *, website_code: str, now: datetime) -> AccountStanding:
    """Return the customer's account on a website. Raises NotFound for one that never was."""
    account = customer.account
    if account is not None and account.website_code == website_code:
        return account
    return await read_account(customer_id=customer.id, website_code=website_code, now=now)


def _customer(customer_id: str, row: Mapping[str, object], account: AccountStanding) -> Customer:
    columns = cast("Mapping[str, Any]", row)
    return Customer(
        id=customer_id,
        email=columns["email"],
        first_name=columns["first_name"],
        last_name=columns["last_name"],
        locale=columns["locale"],
        customer_group_code=columns["customer_group_code"],
        website_code=columns["home_website_code"],
        created_at=instant(columns["customer_since"]),
        balance_updates=bool(columns["balance_updates"]),
        expiration_notifications=bool(columns["expiration_notifications"]),
        excluded_from_rewards=bool(columns["excluded_from_rewards"]),
        is_erased=columns["erased_at"] is not None,
        account=account,
    )
