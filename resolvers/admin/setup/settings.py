"""Fields about the programme's settings (R1.4)."""

from collections.abc import Mapping
from typing import Annotated, Final

import strawberry
from strawberry.utils.str_converters import to_camel_case

from resolvers.admin.declared import changes
from resolvers.context import Info, caller
from services.programme.settings import SettingsInForce, read_settings
from services.rules.programme.setting_rules import SETTINGS
from services.setup.settings import reset_settings, update_settings

_NAMES: Final[Mapping[str, str]] = {to_camel_case(name): name for name in SETTINGS}

OptionalWebsiteCode = Annotated[
    str | None,
    strawberry.argument(description="The website's code; if omitted, the default scope."),
]


@strawberry.input(
    description="Settings to change. Those left out keep their values; null makes one blank."
)
@changes(SETTINGS.values())
class SettingsInput:
    """What may be given of each setting."""


async def settings(website_code: OptionalWebsiteCode = None) -> SettingsInForce:
    return await read_settings(website_code=website_code)


async def settings_update(
    info: Info,
    given: Annotated[
        SettingsInput, strawberry.argument(name="input", description="The settings to change.")
    ],
    website_code: OptionalWebsiteCode = None,
) -> SettingsInForce:
    return await update_settings(
        website_code=website_code,
        changes=given_settings(given),
        caller=caller(info),
        now=info.context.now,
    )


async def settings_reset(
    info: Info,
    fields: Annotated[
        list[str],
        strawberry.argument(description="The names of the settings, for example `expiryDays`."),
    ],
    website_code: OptionalWebsiteCode = None,
) -> SettingsInForce:
    return await reset_settings(
        website_code=website_code,
        fields=[_NAMES.get(name, name) for name in fields],
        caller=caller(info),
        now=info.context.now,
    )


def overridden(in_force: strawberry.Parent[SettingsInForce]) -> list[str]:
    """Return the names of what is set here, as clients know them."""
    return [to_camel_case(name) for name in in_force.overridden]


def setting(in_force: SettingsInForce, name: str) -> object:
    """Return the value in force of the setting `name`."""
    return getattr(in_force.values, name)


def given_settings(given: SettingsInput) -> dict[str, object]:
    """Return the settings that are given, by name; null is the explicit blank."""
    return {name: value for name, value in vars(given).items() if value is not strawberry.UNSET}
