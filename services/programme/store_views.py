"""Store views: codes by which a storefront's `Store` header names a website (R1.1, R12.1)."""

from collections.abc import Collection

from models.tables.setup import StoreViewRow


async def store_views_of(website_codes: Collection[str]) -> dict[str, list[str]]:
    """Return the codes of each website's store views, in the order in which they were given."""
    rows = StoreViewRow.filter(website_code__in=sorted(website_codes)).order_by("position")
    found: dict[str, list[str]] = {code: [] for code in website_codes}
    for row in await rows:
        found[row.website_code].append(row.code)
    return found
