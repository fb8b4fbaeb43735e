"""Known customers: manual commands of an admin need a customer who was put (ADR 5)."""

from collections.abc import Collection, Mapping

from models.database import LostRace, fetch, is_distributed
from models.rows.merged_customers import ALL_IDS, ALL_IDS_VALUES
from models.rows.reads import marks
from services.programme.programme import CUSTOMER_COLUMNS, Programme
from services.rules.basics.refusals import NotFound

_PRESENT = "SELECT merged_into FROM customers WHERE id = ? AND merged_into IS NOT NULL"
_KEPT = "SELECT merged_into FROM customers WHERE id = ? FOR KEY SHARE"
_KNOWN = f"""
SELECT c.merged_into, {CUSTOMER_COLUMNS} FROM customers c WHERE c.id IN ({{ids}})
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
    found = await _rows_of(customer_ids)
    old = {given: str(into) for given, row in found.items() if (into := row["merged_into"])}
    present = await _rows_of(set(old.values()))
    return found | {given: present[into] for given, into in old.items()}


async def _rows_of(customer_ids: Collection[str]) -> dict[str, Mapping[str, object]]:
    ids = sorted(customer_ids)
    if not ids:
        return {}
    rows = await fetch(_KNOWN.format(ids=marks(ids)), ids)
    return {str(row["customer_id"]): row for row in rows}


async def present_id(customer_id: str) -> str:
    """Return the id of the customer whom an id stands for: another one's for an old id (R12.5)."""
    rows = await fetch(_PRESENT, [customer_id])
    return str(rows[0]["merged_into"]) if rows else customer_id


async def keep_from_merging(customer_id: str | None) -> None:
    """Have a customer stay as they are until the transaction ends, where no trigger sees to it.

    A cart, an order or an invitation may stand on another machine than the customer whose it is,
    and triggers look at their own machine alone. Raises LostRace for who was merged (R12.5).
    """
    if customer_id is None or not is_distributed():
        return
    rows = await fetch(_KEPT, [customer_id])
    if rows and rows[0]["merged_into"] is not None:
        raise LostRace("The customer was merged into another one.")


async def all_ids(customer_id: str) -> list[str]:
    """Return all ids that a customer has had, by whichever of them, sorted."""
    rows = await fetch(ALL_IDS, [customer_id] * ALL_IDS_VALUES)
    return sorted({str(row["id"]) for row in rows})
