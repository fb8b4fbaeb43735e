"""Erasing of customers: what names the person goes, the ledger stays and adds up (R12.5).

Their id stays, as a name of books: its account, orders and points go on. They earn and redeem
nothing any more, and nobody can be put under the id again.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from models.database import execute, fetch
from models.rows.reads import marks
from models.tables.setup import CustomerRow
from services.command import audit
from services.command.caller import Caller
from services.command.erasing import addresses_put, erase_details
from services.command.transaction import one_transaction
from services.customers.customers import lock_customer, no_customer
from services.events.outbox import tell_of_erased_customer
from services.ledger.accounts import count_other_change
from services.ledger.comments import erase_comments
from services.programme.known_customers import all_ids
from services.rules.basics.customer_search import search_text
from services.rules.basics.locales import DEFAULT_LOCALE

_INVITATIONS = """
SELECT id FROM invitations WHERE inviter_id = ? OR accepted_by = ?
"""
_INVITATIONS_TO = "SELECT id FROM invitations WHERE lower(email) = ? AND email IS NOT NULL"
_CARTS = """
UPDATE carts SET email = NULL WHERE email IS NOT NULL AND (
    customer_id = ? OR id IN (SELECT cart_id FROM orders WHERE customer_id = ?)
)
"""
_CARTS_OF = "UPDATE carts SET email = NULL WHERE lower(email) = ? AND email IS NOT NULL"
_ORDERS = "SELECT id FROM orders WHERE customer_id = ?"
# The only command of an order that has a comment.
_COMMENTED = """
SELECT DISTINCT target AS id FROM audit_entries
WHERE action = 'orderSetStatus' AND target IN ({orders})
"""
_ORDERS_AT_ONCE = 500


@one_transaction
async def erase_customer(*, customer_id: str, caller: Caller, now: datetime) -> str:
    """Erase what names a customer, by whichever of their ids; return the id they have now.

    Name, e-mail address, mails, comments and the audit log's details about them go, addresses of
    invitations that they sent or accepted, and the address wherever it stands in a cart. A keyed
    hash of the address stays, so that registering is awarded once (R9.1). Erased again, what has
    come since goes too. Raises NotFound, path ("id",).
    """
    row = await lock_customer(customer_id)
    if row is None:
        raise no_customer(customer_id, path=("id",))
    ids = await all_ids(row.id)
    addresses = await addresses_put(ids)
    if row.email is not None:
        addresses.add(row.email.lower())
    for each in ids:
        await erase_comments(each, now=now)
        await execute("DELETE FROM emails WHERE customer_id = ?", [each])
    await _erase_addresses(row.id, ids, addresses)
    await _erase_person(row, now)
    await audit.record(
        action="customerErase", target=row.id, details={"id": row.id}, caller=caller, now=now
    )
    await tell_of_erased_customer(customer_id=row.id, now=now)
    await count_other_change(customer_id=row.id)
    return row.id


async def _erase_addresses(present_id: str, ids: Sequence[str], addresses: Iterable[str]) -> None:
    """Take the person's addresses, and those that they gave us, from invitations and carts."""
    invitations: set[str] = set()
    for each in ids:
        invitations |= await _ids(_INVITATIONS, [each, each])
    for address in sorted(addresses):
        invitations |= await _ids(_INVITATIONS_TO, [address])
        await execute(_CARTS_OF, [address])
    await execute(_CARTS, [present_id, present_id])
    for invitation_id in sorted(invitations):
        await execute("UPDATE invitations SET email = NULL WHERE id = ?", [invitation_id])
    orders = await _commented_orders(present_id)
    await erase_details(customer_ids=ids, invitation_ids=invitations, order_ids=orders)


async def _commented_orders(customer_id: str) -> set[str]:
    """Return the customer's orders that may have a comment; they stand apart from the log."""
    orders = sorted(await _ids(_ORDERS, [customer_id]))
    commented: set[str] = set()
    for first in range(0, len(orders), _ORDERS_AT_ONCE):
        some = orders[first : first + _ORDERS_AT_ONCE]
        commented |= set(await _ids(_COMMENTED.format(orders=marks(some)), some))
    return commented


async def _erase_person(row: CustomerRow, now: datetime) -> None:
    row.email = row.first_name = row.last_name = None
    row.locale = DEFAULT_LOCALE
    row.balance_updates = row.expiration_notifications = False
    row.search_text = search_text(None, None, None, row.id)
    row.erased_at = row.erased_at or now
    await row.save()


async def _ids(sql: str, values: Sequence[object]) -> set[str]:
    return {str(row["id"]) for row in await fetch(sql, values)}
