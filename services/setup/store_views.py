"""Store views of a website, as a shop puts them (R1.1)."""

from collections.abc import Sequence

from models.tables.setup import StoreViewRow
from services.rules.basics.codes import is_website_code
from services.rules.basics.limits import check_length
from services.rules.basics.refusals import Invalid, RewardsError, Taken, raise_any

_FIELD = "store_view_codes"


def check_store_view_codes(codes: Sequence[str]) -> None:
    """Refuse a list that is too long, and codes that are malformed or given twice.

    Raises OutOfRange, Invalid or Refusals.
    """
    check_length(len(codes), path=(_FIELD,))
    refused: list[RewardsError] = []
    seen: set[str] = set()
    for index, code in enumerate(codes):
        if not is_website_code(code):
            refused.append(
                Invalid(
                    "Must be 1 to 64 letters, digits, dots, hyphens or _.", path=(_FIELD, index)
                )
            )
        elif code.lower() in seen:
            refused.append(Invalid(f"{code} is given twice.", path=(_FIELD, index)))
        seen.add(code.lower())
    raise_any(refused)


async def replace_store_views(website_code: str, codes: Sequence[str]) -> None:
    """Let the website have exactly these store views, which no other website has.

    To be called in turn with other set-up commands. Raises Taken or Refusals.
    """
    folded = [code.lower() for code in codes]
    others = StoreViewRow.filter(folded_code__in=folded).exclude(website_code=website_code)
    taken = {row.folded_code: row.website_code for row in await others}
    raise_any(
        [
            Taken(f"The website {taken[key]} has this store view.", path=(_FIELD, index))
            for index, key in enumerate(folded)
            if key in taken
        ]
    )
    await StoreViewRow.filter(website_code=website_code).delete()
    await StoreViewRow.bulk_create(
        [
            StoreViewRow(
                folded_code=code.lower(), code=code, website_code=website_code, position=position
            )
            for position, code in enumerate(codes)
        ]
    )
