"""Exchange rates in the admin API (R2)."""

from typing import Self

import strawberry

from resolvers.admin import amounts
from resolvers.admin.setup import exchange_rates as resolvers
from schema.admin.deletion import DeletePayload
from schema.admin.pages import Connection
from schema.admin.user_errors import Payload, command
from schema.permissions import scoped
from services.rules.basics.enums import RateDirection
from services.rules.programme import rate_priority
from services.setup.exchange_rates import SavedRate


@strawberry.type(
    description="How points turn into money, or money into points, for a website and a group."
)
class ExchangeRate:
    id: strawberry.ID = strawberry.field(description="Its id, which we gave.")
    website_code: str | None = strawberry.field(
        description="The website it is for; null: all websites."
    )
    customer_group_code: str | None = strawberry.field(
        description="The customer group it is for; null: all groups."
    )
    direction: RateDirection = strawberry.field(description="What it turns into what.")
    points: int = strawberry.field(description="So many points ...")
    currency_amount = strawberry.field(
        resolver=amounts.exchange_rate_amount,
        description="... for so much money, in the website's base currency.",
    )


@strawberry.type(description="The exchange rate that wins for a website and a customer group.")
class EffectiveExchangeRate:
    rate: ExchangeRate = strawberry.field(description="The rate.")
    priority: int = strawberry.field(
        description=(
            "The level it was found on: 1 this website and group, 2 all websites and this group,"
            " 3 this website and all groups, 4 all of both."
        )
    )


@strawberry.type(description="The exchange rate a transaction was made with, recorded with it.")
class RecordedRate:
    points: int = strawberry.field(description="So many points ...")
    currency_amount = strawberry.field(
        resolver=amounts.recorded_rate_amount, description="... for so much money."
    )
    currency: str = strawberry.field(description="The currency of that money, ISO 4217.")
    direction: RateDirection = strawberry.field(description="What it turned into what.")
    priority: int = strawberry.field(
        description="The level it was found on, 1 to 4, as of an effective rate."
    )


@strawberry.type(description="An exchange rate that was saved, or why it was not.")
class ExchangeRatePayload(Payload):
    exchange_rate: rate_priority.ExchangeRate | None = strawberry.field(
        default=None,
        graphql_type=ExchangeRate | None,
        description="The exchange rate as it is now.",
    )
    warnings: list[str] = strawberry.field(
        default_factory=list,
        description="What should be seen to, like the other direction having no rate.",
    )

    @classmethod
    def of(cls, saved: SavedRate) -> Self:
        """Answer with the rate."""
        return cls(exchange_rate=saved.exchange_rate, warnings=saved.warnings)


@strawberry.type
class ExchangeRateQuery:
    exchange_rates = strawberry.field(
        resolver=resolvers.list_exchange_rates,
        graphql_type=Connection[ExchangeRate],
        description="The exchange rates, oldest first: those set up for exactly what is given.",
        extensions=scoped("config:read"),
    )
    effective_exchange_rate = strawberry.field(
        resolver=resolvers.effective_exchange_rate,
        graphql_type=EffectiveExchangeRate | None,
        description=(
            "Which rate wins for this website and group, and on which of the four levels; null"
            " when none matches."
        ),
        extensions=scoped("config:read"),
    )


@strawberry.type
class ExchangeRateMutation:
    exchange_rate_create = command(
        resolvers.exchange_rate_create,
        ExchangeRatePayload,
        scope="config:write",
        description="Set an exchange rate up.",
    )
    exchange_rate_update = command(
        resolvers.exchange_rate_update,
        ExchangeRatePayload,
        scope="config:write",
        description=(
            "Change an exchange rate whole. What was done before keeps the rate it was done with."
        ),
    )
    exchange_rate_delete = command(
        resolvers.exchange_rate_delete,
        DeletePayload,
        scope="config:write",
        description="Delete an exchange rate.",
    )
