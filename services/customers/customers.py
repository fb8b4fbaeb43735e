"""The customers of the shop, by the commerce platform's own ids (R1.1, R1.3)."""

from dataclasses import dataclass, field
from datetime import datetime

from models.database import LostRace
from models.tables.setup import CustomerRow
from services.command.pages.cursor_page import Page, PageRequest
from services.command.pages.listing import Sorting, as_id, list_page
from services.ledger.reading.standing import AccountStanding
from services.rules.basics.codes import is_id
from services.rules.basics.customer_search import search_words
from services.rules.basics.limits import NAME_LENGTH
from services.rules.basics.refusals import Invalid, NotFound, Path

_BY_ID = Sorting({"id": as_id})


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer; the two subscriptions are for mail about the balance and about expiry (R11.1).

    Who is excluded from rewards earns and redeems nothing (R12.6), nor does who was erased.
    `account` is one that was read along with them.
    """

    id: str
    email: str | None
    first_name: str | None
    last_name: str | None
    locale: str
    customer_group_code: str
    website_code: str
    created_at: datetime
    balance_updates: bool
    expiration_notifications: bool
    excluded_from_rewards: bool = False
    is_erased: bool = False
    account: AccountStanding | None = field(default=None, compare=False)


async def lock_customer(customer_id: str) -> CustomerRow | None:
    """Lock a customer, by an old id the one it stands for; None if there is none (R12.5)."""
    customers = CustomerRow.select_for_update()
    row = await customers.get_or_none(id=customer_id) if is_id(customer_id) else None
    if row is None or row.merged_into is None:
        return row
    present = await customers.get(id=row.merged_into)
    if present.merged_into is not None:
        raise LostRace("The customer was merged again meanwhile.")
    return present


async def find_customer(customer_id: str, *, path: Path = ("id",)) -> Customer:
    """Return a customer, by an old id the one it stands for (R12.5).

    Raises NotFound with `path`.
    """
    found = CustomerRow.get_or_none(id=customer_id)
    row = await found if is_id(customer_id) else None
    if row is None:
        raise no_customer(customer_id, path=path)
    if row.merged_into is not None:
        return await find_customer(row.merged_into, path=path)
    return customer_of(row)


def no_customer(customer_id: str, *, path: Path) -> NotFound:
    """Say that there is no such customer."""
    return NotFound(f"There is no customer {customer_id}.", path=path)


async def list_customers(*, search: str | None = None, page: PageRequest) -> Page[Customer]:
    """List customers by id: all, or those whose names, address or id contain each word of `search`.

    Neither case nor control characters matter. Without `pg_trgm` all customers are looked through:
    it is meant for people, not for programs. Raises Invalid.
    """
    if len(search or "") > NAME_LENGTH:
        raise Invalid(f"Must be at most {NAME_LENGTH} characters.", path=("search",))
    words = search_words(search)
    if search and not words and not search.isspace():
        raise Invalid("search must contain a character to search for.", path=("search",))
    query = CustomerRow.filter(merged_into__isnull=True)
    for word in words:
        query = query.filter(search_text__contains=word)
    return (await list_page(query, page, _BY_ID)).map(customer_of)


def customer_of(row: CustomerRow) -> Customer:
    """Return a row's customer."""
    return Customer(
        id=row.id,
        email=row.email,
        first_name=row.first_name,
        last_name=row.last_name,
        locale=row.locale,
        customer_group_code=row.customer_group_code,
        website_code=row.website_code,
        created_at=row.created_at,
        balance_updates=row.balance_updates,
        expiration_notifications=row.expiration_notifications,
        excluded_from_rewards=row.excluded_from_rewards,
        is_erased=row.erased_at is not None,
    )
