"""Erasing from the audit log: the details of commands that name a person (R12.5, R17.1).

What was commanded, by whom, when and about what stays, and the salted hash of the details.
"""

from collections.abc import Collection, Sequence

from models.database import document, execute, fetch

# Their target is the customer; the index `audit_entries_of_people` knows all actions named here.
OF_CUSTOMERS = (
    "customerPut",
    "customerMerge",
    "subscriptionsUpdate",
    "pointsAdjust",
    "activityRecord",
    "orphanPointsMove",
    "orphanPointsDelete",
)
_PUTS = """
SELECT d.details FROM audit_entries e JOIN audit_details d ON d.entry_id = e.id
WHERE e.target = ? AND e.action = 'customerPut'
"""
_ERASE = """
DELETE FROM audit_details WHERE entry_id IN (
    SELECT id FROM audit_entries WHERE target = ? AND action IN ({actions})
)
"""


async def addresses_put(customer_ids: Sequence[str]) -> set[str]:
    """Return all e-mail addresses that were ever put for a customer, in small letters."""
    found: set[str] = set()
    for customer_id in customer_ids:
        for row in await fetch(_PUTS, [customer_id]):
            details = document(row["details"])
            if isinstance(details, dict) and isinstance(details.get("email"), str):
                found.add(details["email"].lower())
    return found


async def erase_details(
    *, customer_ids: Sequence[str], invitation_ids: Collection[str], order_ids: Collection[str]
) -> None:
    """Erase the details of all commands about a customer, and what named them elsewhere."""
    for customer_id in customer_ids:
        await _erase(customer_id, OF_CUSTOMERS)
    for invitation_id in sorted(invitation_ids):
        await _erase(invitation_id, ("invitationCreate",))
    for order_id in sorted(order_ids):
        await _erase(order_id, ("orderSetStatus",))


async def _erase(target: str, actions: Sequence[str]) -> None:
    named = ", ".join(f"'{action}'" for action in actions)  # as the index has them
    await execute(_ERASE.format(actions=named), [target])
