"""The programme's settings in the admin API (R1.4)."""

from typing import Self

import strawberry

from resolvers.admin.declared import shows
from resolvers.admin.setup import settings as resolvers
from schema.admin.user_errors import Payload, command
from schema.permissions import scoped
from services.programme.settings import SettingsInForce
from services.rules.programme.setting_rules import SETTINGS


@strawberry.type(
    description=(
        "The settings in force for a website, or of the default scope that websites inherit from."
        " A number that is null is blank: no limit, or off."
    )
)
@shows(SETTINGS.values(), resolvers.setting)
class Settings:
    website_code: str | None = strawberry.field(
        description="The website's code; null for the default scope."
    )
    overridden = strawberry.field(
        resolver=resolvers.overridden,
        graphql_type=list[str],
        description="The names of the settings that are set here and not inherited.",
    )


@strawberry.type(description="The settings after a change, or why nothing was changed.")
class SettingsPayload(Payload):
    settings: SettingsInForce | None = strawberry.field(
        default=None, graphql_type=Settings | None, description="The settings in force now."
    )

    @classmethod
    def of(cls, settings: SettingsInForce) -> Self:
        """Answer with the settings."""
        return cls(settings=settings)


@strawberry.type
class SettingsQuery:
    settings = strawberry.field(
        resolver=resolvers.settings,
        graphql_type=Settings,
        description="The settings in force for a website; without a code, of the default scope.",
        extensions=scoped("config:read"),
    )


@strawberry.type
class SettingsMutation:
    settings_update = command(
        resolvers.settings_update,
        SettingsPayload,
        scope="config:write",
        description=(
            "Change settings. Those left out stay; null is the explicit blank. Without a website:"
            " the default scope."
        ),
    )
    settings_reset = command(
        resolvers.settings_reset,
        SettingsPayload,
        scope="config:write",
        description=(
            "Let the named settings be inherited again; in the default scope they go back to the"
            " product's defaults."
        ),
    )
