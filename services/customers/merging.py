"""Merging of customers: two ids of one person become one customer, for ever (R12.5).

Entries, awards and mails stay under the id they were written under; all that still moves points
follows: lots, holds, orders, carts, invitations. What a limit counts is counted over all ids.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.database import LostRace, execute, fetch, is_distributed
from models.scaling.closed_books import written_at
from models.tables.checkout import CartRow, OrderRow
from models.tables.setup import CustomerRow
from services.command.caller import Caller
from services.command.idempotency import callers_key
from services.command.once import Command, Done, once
from services.command.transaction import one_transaction
from services.customers.customers import find_customer, no_customer
from services.customers.merged_invitations import move_invitations
from services.customers.putting import PutCustomer
from services.ledger.merging import merge_accounts, websites_of_accounts
from services.programme.known_customers import present_id
from services.programme.programme import Programme, load_recorded_programme
from services.programme.websites import list_all_website_codes
from services.rules.basics.limits import check_id
from services.rules.basics.refusals import Invalid, Path

_MUTATION = "customerMerge"
_WRITTEN_BEFORE = """
SELECT 1 AS one FROM ledger_entries WHERE customer_id = ? AND recorded_at < CAST(? AS TIMESTAMPTZ)
LIMIT 1
"""
_SHORTEST = timedelta(microseconds=1)  # what tells two instants apart


@one_transaction
async def merge_customers(
    *,
    from_id: str,
    into_id: str,
    idempotency_key: str,
    notify: bool = False,
    caller: Caller,
    now: datetime,
) -> PutCustomer:
    """Make two customers one: `from_id` answers as `into_id` from then on.

    Name, address, language, group and subscriptions are those of the customer who stays; they are
    excluded from rewards if either was. An id that was merged before stands for the customer it
    became. Nobody is told by mail but with `notify` (R11.1). Raises Invalid, NotFound, OutOfRange,
    IdempotencyConflict.
    """
    check_id(from_id, path=("from_id",))
    check_id(into_id, path=("into_id",))
    given: dict[str, object] = {"from_id": from_id, "into_id": into_id, "notify": notify}
    key = callers_key(caller, _MUTATION, idempotency_key, given, now)

    async def do() -> Done[PutCustomer]:
        pair = await _lock_pair(from_id, into_id)
        await _merge(pair, caller, now, notify=notify)
        customer = await find_customer(pair.staying.id)
        return Done(PutCustomer(customer, [], None, replayed=False), {}, given)

    async def replay(_: Mapping[str, object]) -> PutCustomer:
        return PutCustomer(await find_customer(into_id), [], None, replayed=True)

    return await once(Command(_MUTATION, from_id, [key], caller, now), do, replay=replay)


@dataclass(frozen=True, slots=True)
class _Pair:
    """The two customers, locked: who leaves and who stays, and the old ids that both have."""

    leaving: CustomerRow
    staying: CustomerRow
    all_old_ids: list[CustomerRow]

    @property
    def old_ids(self) -> list[CustomerRow]:
        """Those of who leaves."""
        return [row for row in self.all_old_ids if row.merged_into == self.leaving.id]

    def merged_at(self, now: datetime) -> datetime:
        """Return the instant of the merge, later than of each that it goes on from.

        By it, what was booked under several ids is in the order of booking.
        """
        before = [row.merged_at for row in self.old_ids if row.merged_at is not None]
        return max([now, *(each + _SHORTEST for each in before)])


async def _lock_pair(from_id: str, into_id: str) -> _Pair:
    """Lock both customers, in the order of their ids, by whichever of their ids they are named."""
    leaving_id, staying_id = await present_id(from_id), await present_id(into_id)
    locked = {
        customer_id: await CustomerRow.select_for_update().get_or_none(id=customer_id)
        for customer_id in sorted({leaving_id, staying_id})
    }
    leaving = _somebody(locked[leaving_id], from_id, path=("from_id",))
    staying = _somebody(locked[staying_id], into_id, path=("into_id",))
    if leaving.id == staying.id:
        raise Invalid("These are one customer already.", path=("into_id",))
    old_ids = await CustomerRow.filter(merged_into__in=[leaving.id, staying.id]).order_by("id")
    return _Pair(leaving, staying, old_ids)


def _somebody(row: CustomerRow | None, given_id: str, *, path: Path) -> CustomerRow:
    """Return a customer who is there and was not erased; refuse others."""
    if row is None or row.erased_at is not None:
        raise no_customer(given_id, path=path)
    if row.merged_into is not None:
        raise LostRace("The customer was merged into another one meanwhile.")
    return row


async def _merge(pair: _Pair, caller: Caller, now: datetime, *, notify: bool) -> None:
    leaving_id, staying_id = pair.leaving.id, pair.staying.id
    # An order's command locks the order, then the account: so does this.
    for rows in (CartRow, OrderRow):
        await _lock_rows(rows, leaving_id)
    with_accounts = set(await websites_of_accounts(leaving_id))
    codes = await list_all_website_codes()
    await merge_accounts(
        from_id=leaving_id,
        into_id=staying_id,
        leaving=[await _programme(code, leaving_id) for code in codes],
        staying=[await _programme(code, staying_id) for code in codes if code in with_accounts],
        notify=notify,
        caller=caller,
        now=now,
    )
    await CartRow.filter(customer_id=leaving_id).update(customer_id=staying_id)
    await OrderRow.filter(customer_id=leaving_id).update(customer_id=staying_id)
    await move_invitations(
        leaving_id=leaving_id, staying_id=staying_id, old_ids=[row.id for row in pair.all_old_ids]
    )
    await _move_signup(leaving_id, staying_id)
    await _write_customers(pair, now)


async def _lock_rows(rows: type[CartRow | OrderRow], customer_id: str) -> None:
    """Lock all of a customer's; where they stand on several machines, one after the other."""
    wanted = rows.filter(customer_id=customer_id).order_by("id")
    if not is_distributed():
        await wanted.select_for_update().only("id")
        return
    for row in await wanted.only("id"):
        await rows.filter(id=row.id).select_for_update().only("id")


async def _programme(website_code: str, customer_id: str) -> Programme:
    return await load_recorded_programme(website_code=website_code, customer_id=customer_id)


async def _move_signup(leaving_id: str, staying_id: str) -> None:
    """Count the first newsletter signup of either as the first of both (R9.1)."""
    await execute(
        "INSERT INTO newsletter_signups"
        " (customer_id, website_code, awaits_registration, signed_up_at)"
        " SELECT ?, website_code, FALSE, signed_up_at FROM newsletter_signups"
        " WHERE customer_id = ? ON CONFLICT (customer_id) DO NOTHING",
        [staying_id, leaving_id],
    )


async def _write_customers(pair: _Pair, now: datetime) -> None:
    """Let the old ids lead to the customer who stays; nothing personal is kept under them."""
    for old in pair.old_ids:
        await CustomerRow.filter(id=old.id).update(merged_into=pair.staying.id)
    leaving, staying = pair.leaving, pair.staying
    leaving.merged_into, leaving.merged_at = staying.id, pair.merged_at(now)
    leaving.has_old_ids = False
    leaving.email = leaving.first_name = leaving.last_name = None
    leaving.search_text = ""
    await leaving.save()
    staying.has_old_ids = True
    if leaving.created_at < staying.created_at:
        await _open_books(staying, leaving.created_at)
    staying.created_at = min(staying.created_at, leaving.created_at)
    staying.excluded_from_rewards |= leaving.excluded_from_rewards
    await staying.save()


async def _open_books(staying: CustomerRow, at: datetime) -> None:
    """Remove closings of before a customer was one, on Citus (R18.1)."""
    if is_distributed() and await fetch(_WRITTEN_BEFORE, [staying.id, staying.created_at]):
        await written_at(at)
