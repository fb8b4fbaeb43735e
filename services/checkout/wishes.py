"""Wishes of customers to use points, dropped when the storefront is switched off (R1.6)."""

from collections.abc import Collection

from tortoise.expressions import Q

from models.checkout import CartRow
from services.ledger.holds import release_holds

_OF_CUSTOMERS = (
    Q(points_applied=True, applied_by="customer"),
    Q(product_points_applied=True, product_applied_by="customer"),
)


async def drop_storefront_wishes(website_codes: Collection[str]) -> None:
    """Take customers' own wishes off the open carts of these websites; an admin's stay."""
    open_carts = CartRow.filter(website_code__in=list(website_codes), active=True)
    by_money, by_product = _OF_CUSTOMERS
    rows = await open_carts.filter(by_money | by_product)
    customers = {row.id: row.customer_id for row in rows if row.customer_id is not None}
    if not customers:
        return
    carts = CartRow.filter(id__in=list(customers))
    await carts.filter(by_money).update(points_applied=False, chosen_points=None, applied_by=None)
    await carts.filter(by_product).update(
        product_points_applied=False, chosen_product_points=None, product_applied_by=None
    )
    await release_holds(customers_of_carts=customers)
