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
    description="An exchange rate between points and money, for a website and a customer group."
)
class ExchangeRate:
    id: strawberry.ID = strawberry.field(description="The rate's id, assigned by the service.")
    website_code: str | None = strawberry.field(
        description="The code of the website; null for all websites."
    )
    customer_group_code: str | None = strawberry.field(
        description="The code of the customer group; null for all groups."
    )
    direction: RateDirection = strawberry.field(
        description="The direction: points to money or money to points."
    )
    points: int = strawberry.field(description="This many points stand for `currencyAmount`.")
    currency_amount = strawberry.field(
        resolver=amounts.exchange_rate_amount,
        description="The amount that `points` stand for, in the website's base currency.",
    )


@strawberry.type(description="The exchange rate in force for a website and a customer group.")
class EffectiveExchangeRate:
    rate: ExchangeRate = strawberry.field(description="The exchange rate.")
    priority: int = strawberry.field(
        description=(
            "The level it was found on: 1 this website and group, 2 all websites and this group, 3 "
            "this website and all groups, 4 all websites and groups."
        )
    )


@strawberry.type(
    description="A website and a customer group, with the exchange rate that wins for them."
)
class ExchangeRateCell:
    website_code: str | None = strawberry.field(
        description="The code of the website; null for all websites."
    )
    customer_group_code: str | None = strawberry.field(
        description="The code of the customer group; null for all groups."
    )
    own: ExchangeRate | None = strawberry.field(
        description="The rate set for exactly this website and group; null if it falls back."
    )
    effective: EffectiveExchangeRate | None = strawberry.field(
        description=(
            "The rate that wins and its level; null when none matches. For all websites or all "
            "groups: what a website or group without rates of its own gets."
        )
    )


@strawberry.type(description="The exchange rate a transaction was made at, recorded with it.")
class RecordedRate:
    points: int = strawberry.field(description="This many points stand for `currencyAmount`.")
    currency_amount = strawberry.field(
        resolver=amounts.recorded_rate_amount, description="The amount that `points` stand for."
    )
    currency: str = strawberry.field(description="The currency of `currencyAmount`, ISO 4217.")
    direction: RateDirection = strawberry.field(
        description="The direction: points to money or money to points."
    )
    priority: int = strawberry.field(
        description="The level it was found on, 1 to 4, as in EffectiveExchangeRate."
    )


@strawberry.type(description="The result of saving an exchange rate.")
class ExchangeRatePayload(Payload):
    exchange_rate: rate_priority.ExchangeRate | None = strawberry.field(
        default=None,
        graphql_type=ExchangeRate | None,
        description="The exchange rate after the change.",
    )
    warnings: list[str] = strawberry.field(
        default_factory=list,
        description="What you should look at, for example that the other direction has no rate.",
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
        description=(
            "Exchange rates, oldest first: those set for exactly the given website, group and "
            "direction."
        ),
        extensions=scoped("config:read"),
    )
    effective_exchange_rate = strawberry.field(
        resolver=resolvers.effective_exchange_rate,
        graphql_type=EffectiveExchangeRate | None,
        description=(
            "Which rate wins for this website and group, and on which of the four levels; null "
            "when none matches."
        ),
        extensions=scoped("config:read"),
    )

    exchange_rate_matrix = strawberry.field(
        resolver=resolvers.exchange_rate_matrix,
        graphql_type=list[ExchangeRateCell],
        description=(
            "Which rate wins where: for all websites and for each one, in it for all customer "
            "groups and for each one."
        ),
        extensions=scoped("config:read"),
    )


@strawberry.type
class ExchangeRateMutation:
    exchange_rate_create = command(
        resolvers.exchange_rate_create,
        ExchangeRatePayload,
        scope="config:write",
        description="Create an exchange rate.",
    )
    exchange_rate_update = command(
        resolvers.exchange_rate_update,
        ExchangeRatePayload,
        scope="config:write",
        description=(
            "Replace an exchange rate. Earlier transactions keep the rate they were made at."
        ),
    )
    exchange_rate_delete = command(
        resolvers.exchange_rate_delete,
        DeletePayload,
        scope="config:write",
        description="Delete an exchange rate.",
    )
