"""Erasing previews: how much of a customer erasing would remove (R12.5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from services.command.caller import Caller
from services.command.transaction import rolled_back
from services.customers.customers import Customer, find_customer
from services.customers.erasing import erase_customer
from services.customers.personal_data import personal_data

_Kinds = Mapping[str, Sequence[Mapping[str, object]]]


@dataclass(frozen=True, slots=True)
class PreviewedErasing:
    """The customer as they are, and how many rows of each kind would lose what names them."""

    customer: Customer
    comments: int
    emails: int
    invitations: int
    carts: int
    audit_entries: int


async def preview_erasing(*, customer_id: str, caller: Caller, now: datetime) -> PreviewedErasing:
    """Count what erasing the customer would remove; nothing is written.

    Raises NotFound, path ("id",).
    """
    return await _try(customer_id, caller, now)


@rolled_back
async def _try(customer_id: str, caller: Caller, now: datetime) -> PreviewedErasing:
    customer = await find_customer(customer_id)
    before = cast("_Kinds", await personal_data(customer_id=customer.id))
    await erase_customer(customer_id=customer.id, caller=caller, now=now)
    after = cast("_Kinds", await personal_data(customer_id=customer.id))
    lost = {kind: _lost(before[kind], after[kind]) for kind in before if kind != "customerId"}
    return PreviewedErasing(
        customer=customer,
        comments=lost["ledgerEntries"],
        emails=lost["emails"],
        invitations=lost["invitationsSent"]
        + lost["invitationsAccepted"]
        + lost["invitationsReceived"],
        carts=lost["carts"] + lost["guestCarts"],
        audit_entries=lost["auditLog"],
    )


def _lost(before: Sequence[Mapping[str, object]], after: Sequence[Mapping[str, object]]) -> int:
    """Count the rows that are no longer there as they were."""
    left = {str(row["id"]): row for row in after if "id" in row}
    return sum(1 for row in before if "id" in row and left.get(str(row["id"])) != row)
