"""A customer's subscriptions to mail: changes of the balance, points that expire (R11.1)."""

from datetime import datetime

from models.database import LostRace
from models.tables.setup import CustomerRow
from services.command import audit
from services.command.caller import Caller, CallerKind
from services.command.transaction import one_transaction
from services.customers.customers import Customer, find_customer, no_customer


@one_transaction
async def update_subscriptions(
    *,
    customer_id: str,
    balance_updates: bool | None = None,
    expiration_notifications: bool | None = None,
    caller: Caller,
    now: datetime,
) -> Customer:
    """Subscribe a customer, or unsubscribe them; None leaves a subscription as it is.

    An admin's command is in the audit log, the customer's own is not (R12.2).

    Raises NotFound, path ("customer_id",).
    """
    changes = {
        "balance_updates": balance_updates,
        "expiration_notifications": expiration_notifications,
    }
    given = {column: value for column, value in changes.items() if value is not None}
    customer = await find_customer(customer_id, path=("customer_id",))
    if customer.is_erased:
        raise no_customer(customer_id, path=("customer_id",))
    if given:
        theirs = CustomerRow.filter(
            id=customer.id, merged_into__isnull=True, erased_at__isnull=True
        )
        if not await theirs.update(**given):
            raise LostRace("The customer was merged or erased meanwhile.")
    if caller.kind is CallerKind.ADMIN:
        details = {"customer_id": customer_id, **changes}
        await audit.record(
            action="subscriptionsUpdate",
            target=customer_id,
            details=details,
            caller=caller,
            now=now,
        )
    return await find_customer(customer.id)
