"""Wishes of customers to use points, dropped when the storefront is switched off (R1.6)."""

from collections.abc import Collection

from models.checkout import CartRow
from services.ledger.holds import release_holds


async def drop_storefront_wishes(website_codes: Collection[str]) -> None:
    """Take customers' own wishes off the open carts of these websites; an admin's stay."""
    wanted = CartRow.filter(
        website_code__in=list(website_codes),
        active=True,
        points_applied=True,
        applied_by="customer",
    )
    customers = {row.id: row.customer_id for row in await wanted if row.customer_id is not None}
    if not customers:
        return
    await CartRow.filter(id__in=list(customers)).update(
        points_applied=False, chosen_points=None, applied_by=None
    )
    await release_holds(customers_of_carts=customers)
