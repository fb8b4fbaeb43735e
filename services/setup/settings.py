"""Changing the programme's settings: overriding them, inheriting them again (R1.4)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from models.database import execute
from services.checkout.wishes import drop_storefront_wishes
from services.command import audit
from services.command.caller import Caller
from services.command.transaction import one_transaction
from services.programme.history import keep_programme
from services.programme.set_up_lock import DEFAULT_SCOPE, take_turn
from services.programme.settings import (
    Overrides,
    SettingsInForce,
    in_force,
    read_overrides,
    read_settings,
)
from services.programme.websites import find_website, list_websites
from services.rules.basics.limits import check_length
from services.rules.basics.refusals import Invalid, RewardsError, raise_any
from services.rules.programme.setting_rules import SETTINGS, check_setting, to_stored

_STORE = (
    "INSERT INTO setting_overrides (scope, overrides) VALUES (?, ?)"
    " ON CONFLICT (scope) DO UPDATE SET overrides = excluded.overrides"
)


@one_transaction
async def update_settings(
    *, website_code: str | None, changes: Mapping[str, object], caller: Caller, now: datetime
) -> SettingsInForce:
    """Set the named settings for a website, or in the default scope; None is the explicit blank.

    Settings left out stay. Each is checked on its own and named in the path. Raises NotFound, and
    Invalid, OutOfRange or Refusals for all that are bad.
    """
    checked = _check(changes)
    stored = await _begin(website_code)
    changed = await _store(website_code, {**stored, **checked})
    await keep_programme(now=now)
    details = {"website_code": website_code, "input": checked}
    await audit.record(
        action="settingsUpdate", target=website_code, details=details, caller=caller, now=now
    )
    return changed


@one_transaction
async def reset_settings(
    *, website_code: str | None, fields: Sequence[str], caller: Caller, now: datetime
) -> SettingsInForce:
    """Let the named settings be inherited again; the default scope inherits the product's.

    Raises NotFound, and Invalid or Refusals for settings that do not exist.
    """
    check_length(len(fields), path=("fields",))
    raise_any(
        [
            Invalid(f"There is no setting {name}.", path=("fields", index))
            for index, name in enumerate(fields)
            if name not in SETTINGS
        ]
    )
    stored = await _begin(website_code)
    kept = {name: value for name, value in stored.items() if name not in fields}
    changed = await _store(website_code, kept)
    await keep_programme(now=now)
    details = {"website_code": website_code, "fields": fields}
    await audit.record(
        action="settingsReset", target=website_code, details=details, caller=caller, now=now
    )
    return changed


def _check(changes: Mapping[str, object]) -> Overrides:
    """Return the changes as they are kept, or refuse all that are bad at once."""
    checked: Overrides = {}
    refused: list[RewardsError] = []
    for name, value in changes.items():
        try:
            checked[name] = to_stored(check_setting(name, value))
        except RewardsError as refusal:
            refused.append(refusal)
    raise_any(refused)
    return checked


async def _begin(website_code: str | None) -> Overrides:
    """Take a turn and return what is set in the scope so far."""
    await take_turn()
    if website_code is not None:
        await find_website(website_code)
    return (await read_overrides()).get(website_code or DEFAULT_SCOPE, {})


async def _store(website_code: str | None, overrides: Overrides) -> SettingsInForce:
    """Keep what is set in a scope; where the storefront goes off, wishes die with it (R1.6)."""
    before = await _open_storefronts()
    await execute(_STORE, [website_code or DEFAULT_SCOPE, overrides])
    closed = before - await _open_storefronts()
    if closed:
        await drop_storefront_wishes(closed)
    return await read_settings(website_code=website_code)


async def _open_storefronts() -> set[str]:
    """Return the websites whose customers may use points."""
    overrides = await read_overrides()
    websites = await list_websites()
    return {
        website.code
        for website in websites
        if in_force(website.code, overrides).values.enabled_on_storefront
    }
