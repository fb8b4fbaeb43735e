"""The customer groups of the shop, read (R1.1)."""

from dataclasses import dataclass

from models.tables.setup import CustomerGroupRow

GENERAL_GROUP = "general"


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
