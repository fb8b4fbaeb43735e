"""The websites of the shop: put, deleted, put again (R1.1, R1.5)."""

import zoneinfo
from collections.abc import Sequence
from datetime import datetime
from functools import cache

from models.tables.activities import CustomActivityRow
from models.tables.checkout import CartRow, OrderRow
from models.tables.setup import ExchangeRateRow, SettingOverridesRow, WebsiteRow
from services.command import audit
from services.command.caller import Caller
from services.command.transaction import one_transaction
from services.ledger.reading.history import has_entries
from services.programme.history import keep_programme
from services.programme.set_up_lock import take_turn
from services.programme.websites import live_website, website_of
from services.rules.basics.codes import is_website_code
from services.rules.basics.currencies import MINOR_DIGITS
from services.rules.basics.limits import check_name
from services.rules.basics.refusals import Invalid
from services.rules.programme.website import Website
from services.setup.store_views import check_store_view_codes, replace_store_views

_DEFAULT_TIME_ZONE = "UTC"


@one_transaction
async def put_website(
    *,
    code: str,
    name: str | None = None,
    base_currency: str | None = None,
    time_zone: str | None = None,
    is_default: bool | None = None,
    store_view_codes: Sequence[str] | None = None,
    caller: Caller,
    now: datetime,
) -> Website:
    """Make a website, or change what is given of one; a deleted one comes back to life.

    A new website needs a currency; its name is its code and its time zone UTC if not given. The
    first website is the default one whatever the input says; another becomes it if its input says
    so. The currency stays once there is money in it. Store views given replace those there were.
    Raises Invalid, OutOfRange, Taken, or Refusals.
    """
    given = {"name": name, "base_currency": base_currency, "time_zone": time_zone}
    changes = {column: value for column, value in given.items() if value is not None}
    _check_website(code, changes)
    check_store_view_codes(store_view_codes or ())
    await take_turn()
    row = await WebsiteRow.get_or_none(code=code)
    if row is None:
        row = _new_row(code, changes, now)
    elif changes.get("base_currency", row.base_currency) != row.base_currency:
        await _check_no_money(code)
    row.update_from_dict({**changes, "deleted_at": None})
    row.is_default = await _settle_default(code, wanted=is_default)
    await row.save()
    if store_view_codes is not None:
        await replace_store_views(code, store_view_codes)
    await keep_programme(now=now)
    details = {
        "code": code,
        **given,
        "is_default": is_default,
        "store_view_codes": store_view_codes,
    }
    await audit.record(action="websitePut", target=code, details=details, caller=caller, now=now)
    return website_of(row)


@one_transaction
async def delete_website(*, code: str, caller: Caller, now: datetime) -> str:
    """Delete a website with what was set up for it; its points become orphans (R1.5).

    Its settings, rates, activities and store views go. The default website goes last. Raises
    NotFound, Invalid.
    """
    await take_turn()
    row = await live_website(code, path=("code",))
    if row.is_default and await _has_others(code):
        raise Invalid("Make another website the default one first.", path=("code",))
    await SettingOverridesRow.filter(scope=code).delete()
    await ExchangeRateRow.filter(website_code=code).delete()
    await CustomActivityRow.filter(website_code=code).delete()
    await replace_store_views(code, ())
    row.is_default, row.deleted_at = False, now
    await row.save()
    await keep_programme(now=now)
    await audit.record(
        action="websiteDelete", target=code, details={"code": code}, caller=caller, now=now
    )
    return code


def _check_website(code: str, changes: dict[str, str]) -> None:
    if not is_website_code(code):
        raise Invalid("Must be 1 to 64 letters, digits, dots, hyphens or _.", path=("code",))
    if "name" in changes:
        check_name(changes["name"], path=("name",))
    if changes.get("base_currency", "USD") not in MINOR_DIGITS:
        raise Invalid("Must be a currency of ISO 4217, like USD.", path=("base_currency",))
    if changes.get("time_zone", _DEFAULT_TIME_ZONE) not in _time_zones():
        raise Invalid("Must be a time zone, like Europe/Berlin.", path=("time_zone",))


@cache
def _time_zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def _new_row(code: str, changes: dict[str, str], now: datetime) -> WebsiteRow:
    if "base_currency" not in changes:
        raise Invalid("A new website needs a currency.", path=("base_currency",))
    return WebsiteRow(code=code, name=code, time_zone=_DEFAULT_TIME_ZONE, created_at=now)


async def _check_no_money(code: str) -> None:
    """Refuse another currency where amounts are kept in the one there is.

    Raises Invalid.
    """
    if (
        await has_entries(code)
        or await CartRow.filter(website_code=code).exists()
        or await OrderRow.filter(website_code=code).exists()
    ):
        raise Invalid(
            "The currency stays: the website has points, carts or orders.", path=("base_currency",)
        )


async def _settle_default(code: str, *, wanted: bool | None) -> bool:
    """Return whether the website is the default one, taking that from the one that was.

    Raises Invalid when the default website shall be none.
    """
    default = await WebsiteRow.get_or_none(is_default=True)
    if default is None:
        return True
    if default.code == code:
        if wanted is False:
            raise Invalid("Make another website the default one instead.", path=("is_default",))
        return True
    if wanted:
        default.is_default = False
        await default.save()
    return bool(wanted)


async def _has_others(code: str) -> bool:
    return await WebsiteRow.filter(deleted_at__isnull=True).exclude(code=code).exists()
