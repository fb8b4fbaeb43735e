"""Known customers: manual commands of an admin need a customer who was put (ADR 5)."""

from collections.abc import Collection, Mapping

from models.database import fetch
from models.merged_customers import ALL_IDS, ALL_IDS_VALUES
from services.programme.programme import CUSTOMER_COLUMNS, Programme
from services.rules.basics.refusals import NotFound

_PRESENT = "SELECT merged_into FROM customers WHERE id = ? AND merged_into IS NOT NULL"
_KNOWN = f"""
SELECT given.id AS given_id, {CUSTOMER_COLUMNS} FROM customers given
JOIN customers c ON c.id = COALESCE(given.merged_into, given.id)
WHERE given.id IN ({{ids}})
"""  # noqa: S608 - put together of our own words


def check_customer_known(programme: Programme, customer_id: str) -> None:
    """Refuse a customer who was never put.

    Raises NotFound.
    """
    if not programme.customer_known:
        raise NotFound(f"There is no customer {customer_id}.", path=("customer_id",))


async def known_customers(customer_ids: Collection[str]) -> dict[str, Mapping[str, object]]:
    """Return what the programme depends on of each of these customers who was put.

    Of an old id it is that of the customer it was merged into (R12.5).
    """
    if not customer_ids:
        return {}
    ids = sorted(customer_ids)
    if not ids:
        return {}
    rows = await fetch(_KNOWN.format(ids=", ".join("?" for _ in ids)), ids)
    return {str(row["given_id"]): row for row in rows}


async def present_id(customer_id: str) -> str:
    """Return the id of the customer whom an id stands for: another one's for an old id (R12.5)."""
    rows = await fetch(_PRESENT, [customer_id])
    return str(rows[0]["merged_into"]) if rows else customer_id


async def all_ids(customer_id: str) -> list[str]:
    """Return all ids that a customer has had, by whichever of them, sorted."""
    rows = await fetch(ALL_IDS, [customer_id] * ALL_IDS_VALUES)
    return sorted({str(row["id"]) for row in rows})
