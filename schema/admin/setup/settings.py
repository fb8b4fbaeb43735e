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
        "The settings in force for a website, or in the default scope, which websites inherit."
        " Null is blank: no limit, or off."
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
        description="The names of the settings that are set here rather than inherited.",
    )


@strawberry.type(
    description="The settings after the change, or the reasons why nothing was changed."
)
class SettingsPayload(Payload):
    settings: SettingsInForce | None = strawberry.field(
        default=None,
        graphql_type=Settings | None,
        description="The settings now in force; null if refused.",
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
        description=(
            "The settings in force for a website; without a code, those of the default scope."
        ),
        extensions=scoped("config:read"),
    )


@strawberry.type
class SettingsMutation:
    settings_update = command(
        resolvers.settings_update,
        SettingsPayload,
        scope="config:write",
        description=(
            "Change settings of a website or, without a code, of the default scope. Settings left"
            " out keep their values; null makes one blank: no limit, or off."
        ),
    )
    settings_reset = command(
        resolvers.settings_reset,
        SettingsPayload,
        scope="config:write",
        description=(
            "Make the named settings inherit again. In the default scope they return to the"
            " product's defaults."
        ),
    )
