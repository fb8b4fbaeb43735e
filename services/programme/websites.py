"""The websites of the shop, read (R1.1)."""

from models.tables.setup import WebsiteRow
from services.rules.basics.codes import is_website_code
from services.rules.basics.refusals import NotFound, Path
from services.rules.programme.website import Website


async def list_websites() -> list[Website]:
    """Return the live websites, the default one first, then by code."""
    rows = await WebsiteRow.filter(deleted_at__isnull=True).order_by("-is_default", "code")
    return [website_of(row) for row in rows]


async def list_all_website_codes() -> list[str]:
    """Return the codes of all websites, deleted ones too, whose points still expire (R1.5)."""
    return [row.code for row in await WebsiteRow.all().order_by("code")]


async def find_website(code: str) -> Website:
    """Return a live website.

    Raises NotFound, path ("website_code",).
    """
    return website_of(await live_website(code, path=("website_code",)))


async def live_website(code: str, *, path: Path) -> WebsiteRow:
    """Return a live website's row.

    Raises NotFound, at the path.
    """
    live = WebsiteRow.get_or_none(code=code, deleted_at__isnull=True)
    row = await live if is_website_code(code) else None
    if row is None:
        raise NotFound(f"There is no website {code}.", path=path)
    return row


def website_of(row: WebsiteRow) -> Website:
    """Read a website's row."""
    return Website(
        code=row.code,
        name=row.name,
        base_currency=row.base_currency,
        time_zone=row.time_zone,
        is_default=row.is_default,
        is_deleted=row.deleted_at is not None,
    )
