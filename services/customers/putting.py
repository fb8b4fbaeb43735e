"""Putting a customer: made, or changed, as the shop's platform says they are (R1.2, R1.3)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime

from tortoise.exceptions import IntegrityError

from models.database import execute
from models.scaling.closed_books import written_at
from models.tables.setup import CustomerRow
from services.accounts.maturity import write_due_of_customer
from services.command import audit
from services.command.caller import Caller
from services.command.transaction import one_transaction
from services.customers.customers import Customer, customer_of, lock_customer
from services.customers.registration import award_new_customer, first_award
from services.ledger.accounts import open_account
from services.ledger.entries import LedgerEntry
from services.programme.customer_groups import GENERAL_GROUP, is_kept
from services.programme.history import keep_group_change
from services.programme.programme import load_programme
from services.rules.basics.codes import is_id
from services.rules.basics.customer_search import search_text
from services.rules.basics.email_address import check_email_address
from services.rules.basics.limits import check_id, check_optional_name
from services.rules.basics.locales import DEFAULT_LOCALE, check_locale
from services.rules.basics.refusals import Invalid, NotFound


@dataclass(frozen=True, slots=True)
class PutCustomer:
    """A customer as they are now, with the points that becoming one earned them.

    `replayed` says that the customer was there already, just like this.
    """

    customer: Customer
    awards: list[LedgerEntry]
    message: str | None
    replayed: bool


@dataclass(frozen=True, slots=True)
class _Given:
    id: str
    website_code: str
    email: str
    first_name: str | None
    last_name: str | None
    locale: str | None
    customer_group_code: str | None
    excluded_from_rewards: bool | None


@one_transaction
async def put_customer(  # noqa: PLR0913 - as many as there are to say of a customer
    *,
    customer_id: str,
    website_code: str,
    email: str,
    first_name: str | None = None,
    last_name: str | None = None,
    locale: str | None = None,
    customer_group_code: str | None = None,
    excluded_from_rewards: bool | None = None,
    award_registration: bool = True,
    caller: Caller,
    now: datetime,
) -> PutCustomer:
    """Make a customer, with a reward account on their website, or change one (R1.2, R1.3).

    What is None stays as it is; an empty name takes the name away. A new customer is of the group
    `general` and reads English if not said otherwise, is subscribed as the website says, and is
    awarded the points for registering unless told not to (R9.1). Put again just as they are, the
    first put's awards are answered. By an old id the customer is put whom it was merged into; one
    who was erased can't be put again (R12.5). Raises Invalid, NotFound; the path of the id is
    ("id",).
    """
    given = _Given(
        customer_id,
        website_code,
        email,
        first_name,
        last_name,
        locale,
        customer_group_code,
        excluded_from_rewards,
    )
    _check(given)
    programme = await load_programme(website_code=website_code, customer_id=None)
    subscribed = programme.settings.subscribe_by_default
    if not await is_kept(given.customer_group_code):
        raise _no_group(given.customer_group_code)
    is_new = await _insert(given, subscribed=subscribed, now=now)
    before, after = await _changed(given, is_new=is_new, now=now)
    await open_account(customer_id=after.id, website_code=website_code, now=now)
    said = {**asdict(given), "award_registration": award_registration}
    await audit.record(action="customerPut", target=given.id, details=said, caller=caller, now=now)
    if not is_new:
        return await _put_again(before, after, now)
    return await _welcomed(after, given, registers=award_registration, caller=caller, now=now)


async def _welcomed(
    customer: Customer, given: _Given, *, registers: bool, caller: Caller, now: datetime
) -> PutCustomer:
    awarded = await award_new_customer(
        customer_id=given.id,
        website_code=given.website_code,
        email=given.email,
        registers=registers,
        caller=caller,
        now=now,
    )
    return PutCustomer(customer, awarded.entries, awarded.message, replayed=False)


async def _changed(given: _Given, *, is_new: bool, now: datetime) -> tuple[Customer, Customer]:
    """Lock a customer and change what is given; return them as they were and as they are."""
    row = await lock_customer(given.id)
    assert row is not None, "they have just been inserted, unless they were there"
    if row.erased_at is not None:
        raise Invalid("This customer was erased: nobody can have their id again.", path=("id",))
    before = customer_of(row)
    if not is_new:
        if given.excluded_from_rewards not in {None, before.excluded_from_rewards}:
            await write_due_of_customer(customer_id=row.id, now=now)
        await _change(row, given)
        if row.customer_group_code != before.customer_group_code:
            await keep_group_change(row.id, before.customer_group_code, now=now)
    return before, customer_of(row)


async def _put_again(before: Customer, after: Customer, now: datetime) -> PutCustomer:
    """Answer a put of somebody known: just as they are, the first put's awards."""
    if after != before:
        return PutCustomer(after, [], None, replayed=False)
    first = await first_award(after.id, now=now)
    return PutCustomer(after, first.entries, first.message, replayed=True)


def _check(customer: _Given) -> None:
    check_id(customer.id, path=("id",))
    check_email_address(customer.email, path=("email",))
    check_optional_name(customer.first_name, path=("first_name",))
    check_optional_name(customer.last_name, path=("last_name",))
    if customer.locale is not None:
        check_locale(customer.locale, path=("locale",))
    group_code = customer.customer_group_code
    if group_code is not None and not is_id(group_code):
        raise _no_group(group_code)


async def _insert(customer: _Given, *, subscribed: bool, now: datetime) -> bool:
    """Make the customer unless there is one, and return whether that was so.

    Two at once with the same id make one: the second waits here for the first.
    """
    group_code = customer.customer_group_code
    await written_at(now)
    with _refusing_unknown_group(group_code):
        inserted = await execute(
            "INSERT INTO customers (id, email, first_name, last_name, locale, customer_group_code,"
            " website_code, balance_updates, expiration_notifications, excluded_from_rewards,"
            " search_text, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO NOTHING",
            [
                customer.id,
                customer.email,
                customer.first_name or None,
                customer.last_name or None,
                DEFAULT_LOCALE if customer.locale is None else customer.locale,
                GENERAL_GROUP if group_code is None else group_code,
                customer.website_code,
                subscribed,
                subscribed,
                bool(customer.excluded_from_rewards),
                search_text(customer.first_name, customer.last_name, customer.email, customer.id),
                now,
            ],
        )
    return inserted == 1


async def _change(row: CustomerRow, customer: _Given) -> None:
    row.email, row.website_code = customer.email, customer.website_code
    if customer.first_name is not None:
        row.first_name = customer.first_name or None
    if customer.last_name is not None:
        row.last_name = customer.last_name or None
    if customer.locale is not None:
        row.locale = customer.locale
    if customer.customer_group_code is not None:
        row.customer_group_code = customer.customer_group_code
    if customer.excluded_from_rewards is not None:
        row.excluded_from_rewards = customer.excluded_from_rewards
    row.search_text = search_text(row.first_name, row.last_name, row.email, row.id)
    with _refusing_unknown_group(row.customer_group_code):
        await row.save()


@contextmanager
def _refusing_unknown_group(code: str | None) -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        # Websites are never removed and this one was found: the other foreign key it is.
        raise _no_group(code) from error


def _no_group(code: str | None) -> NotFound:
    return NotFound(f"There is no customer group {code}.", path=("customer_group_code",))
