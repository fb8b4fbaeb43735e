"""Known customers: manual commands of an admin need a customer who was put (ADR 5)."""

from collections.abc import Collection, Mapping

from models.setup import CustomerRow
from services.programme.programme import Programme
from services.rules.basics.refusals import NotFound


def check_customer_known(programme: Programme, customer_id: str) -> None:
    """Refuse a customer who was never put.

    Raises NotFound.
    """
    if not programme.customer_known:
        raise NotFound(f"There is no customer {customer_id}.", path=("customer_id",))


async def known_customers(customer_ids: Collection[str]) -> dict[str, Mapping[str, object]]:
    """Return what the programme depends on of each of these customers who was put."""
    rows = CustomerRow.filter(id__in=sorted(customer_ids))
    columns = ("id", "customer_group_code", "locale", "excluded_from_rewards")
    return {str(row["id"]): row for row in await rows.values(*columns)}
