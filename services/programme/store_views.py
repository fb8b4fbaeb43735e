"""Store views: codes by which a storefront's `Store` header names a website (R1.1, R12.1)."""

from collections.abc import Collection

from models.database import fetch
from models.setup import StoreViewRow

# A store view's code first; among websites the very code before one that differs in case.
_NAMED = """
SELECT website_code FROM (
    SELECT website_code, 0 AS place FROM store_views WHERE folded_code = ?
    UNION ALL
    SELECT code, CASE WHEN code = ? THEN 1 ELSE 2 END FROM websites
    WHERE lower(code) = ? AND deleted_at IS NULL
) AS named ORDER BY place, website_code LIMIT 1
"""


async def website_of_store(store: str) -> str:
    """Return the code of the website that a `Store` header names (R12.1).

    It does so by one of its store views' codes, else by its own, in any case. A name that is no
    website's is returned as it is, to be refused like any unknown website.
    """
    if not store.isascii() or not store.isprintable():
        return store  # no code is like this, and a database may refuse the text
    folded = store.lower()
    rows = await fetch(_NAMED, [folded, store, folded])
    return str(rows[0]["website_code"]) if rows else store


async def store_views_of(website_codes: Collection[str]) -> dict[str, list[str]]:
    """Return the codes of each website's store views, in the order in which they were given."""
    rows = StoreViewRow.filter(website_code__in=sorted(website_codes)).order_by("position")
    found: dict[str, list[str]] = {code: [] for code in website_codes}
    for row in await rows:
        found[row.website_code].append(row.code)
    return found
