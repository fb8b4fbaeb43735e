"""The customer groups of the shop, read (R1.1)."""

from dataclasses import dataclass

from models.database import fetch, is_distributed
from models.tables.setup import CustomerGroupRow

GENERAL_GROUP = "general"
_KEEP = "SELECT code FROM customer_groups WHERE code = ? FOR KEY SHARE"


@dataclass(frozen=True, slots=True)
class CustomerGroup:
    """A customer group; `general` is always there."""

    code: str
    name: str


async def list_customer_groups() -> list[CustomerGroup]:
    """Return all groups by code."""
    rows = await CustomerGroupRow.all().order_by("code")
    return [CustomerGroup(row.code, row.name) for row in rows]


async def known_group_codes() -> set[str]:
    """Return the codes of all groups."""
    return {row.code for row in await CustomerGroupRow.all().only("code")}


async def is_kept(code: str | None) -> bool:
    """Tell whether a group is there, on Citus, and have its deletion wait for the transaction.

    True of no group. Elsewhere the foreign key holds the group and tells; each node of Citus holds
    a copy of its own (R18.1).
    """
    return code is None or not is_distributed() or bool(await fetch(_KEEP, [code]))
