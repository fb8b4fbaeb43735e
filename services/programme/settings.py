"""The programme's settings as they are in force: the product's, the shop's, a website's (R1.4)."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.tables.setup import SettingOverridesRow
from services.programme.set_up_lock import DEFAULT_SCOPE
from services.programme.websites import find_website
from services.rules.programme.setting_rules import SETTINGS, StoredValue, settings_in_force
from services.rules.programme.settings import RewardSettings

Overrides = dict[str, StoredValue]


@dataclass(frozen=True, slots=True)
class SettingsInForce:
    """The values in force for a website, or in the default scope (None).

    `overridden` names what is set there and not inherited, in the order of the settings.
    """

    website_code: str | None
    overridden: list[str]
    values: RewardSettings


async def read_settings(*, website_code: str | None = None) -> SettingsInForce:
    """Return the values in force for a website; without one, those of the default scope.

    Raises NotFound.
    """
    if website_code is not None:
        await find_website(website_code)
    return in_force(website_code, await read_overrides())


async def read_overrides() -> dict[str, Overrides]:
    """Return what is set, by scope: a website's code, or the empty text for the default one."""
    return {row.scope: row.overrides for row in await SettingOverridesRow.all()}


def in_force(website_code: str | None, stored: Mapping[str, Overrides]) -> SettingsInForce:
    """Work out what is in force for a website, or in the default scope, from all that is set."""
    here = {} if website_code is None else stored.get(website_code, {})
    by_default = stored[DEFAULT_SCOPE]
    overrides = by_default if website_code is None else here
    return SettingsInForce(
        website_code=website_code,
        overridden=[name for name in SETTINGS if name in overrides],
        values=settings_in_force(by_default, here),
    )
