"""Fields about exchange rates (R2.1, R2.2)."""

from decimal import Decimal
from typing import Annotated

import strawberry

from resolvers.admin.pages import After, First, page_request
from resolvers.context import Info, caller
from services.command.cursor_page import DEFAULT_PAGE_SIZE, Page
from services.rules.basics.enums import RateDirection
from services.rules.programme.rate_priority import EffectiveExchangeRate, ExchangeRate
from services.setup import exchange_rates
from services.setup.exchange_rates import SavedRate

RateId = Annotated[
    strawberry.ID, strawberry.argument(name="id", description="The exchange rate's id.")
]


@strawberry.input(
    description="What an exchange rate shall be. There is one per website, group and direction."
)
class ExchangeRateInput:
    website_code: str | None = strawberry.field(
        default=None, description="The website it is for; null for all."
    )
    customer_group_code: str | None = strawberry.field(
        default=None, description="The customer group it is for; null for all."
    )
    direction: RateDirection = strawberry.field(description="What it turns into what.")
    points: int = strawberry.field(description="So many points, 1 or more ...")
    currency_amount: Decimal = strawberry.field(
        description=(
            "... for so much money, more than 0, with at most 4 decimals, in the base currency of"
            " the website; for all websites it is read in each one's own."
        )
    )


RateArgument = Annotated[
    ExchangeRateInput, strawberry.argument(name="input", description="The exchange rate.")
]


async def list_exchange_rates(
    website_code: Annotated[
        str | None, strawberry.argument(description="Only those of this website.")
    ] = None,
    customer_group_code: Annotated[
        str | None, strawberry.argument(description="Only those of this customer group.")
    ] = None,
    direction: Annotated[
        RateDirection | None, strawberry.argument(description="Only those of this direction.")
    ] = None,
    first: First = DEFAULT_PAGE_SIZE,
    after: After = None,
) -> Page[ExchangeRate]:
    """Return a page of the exchange rates."""
    return await exchange_rates.list_exchange_rates(
        website_code=website_code,
        customer_group_code=customer_group_code,
        direction=direction,
        page=page_request(first, after),
    )


async def effective_exchange_rate(
    website_code: Annotated[str, strawberry.argument(description="The website's code.")],
    customer_group_code: Annotated[
        str, strawberry.argument(description="The customer group's code.")
    ],
    direction: Annotated[
        RateDirection, strawberry.argument(description="What is turned into what.")
    ],
) -> EffectiveExchangeRate | None:
    """Return the rate that wins."""
    return await exchange_rates.effective_exchange_rate(
        website_code=website_code, customer_group_code=customer_group_code, direction=direction
    )


async def exchange_rate_create(info: Info, rate: RateArgument) -> SavedRate:
    """Set an exchange rate up."""
    return await exchange_rates.create_exchange_rate(
        website_code=rate.website_code,
        customer_group_code=rate.customer_group_code,
        direction=rate.direction,
        points=rate.points,
        currency_amount=rate.currency_amount,
        caller=caller(info),
        now=info.context.now,
    )


async def exchange_rate_update(info: Info, rate_id: RateId, rate: RateArgument) -> SavedRate:
    """Change an exchange rate."""
    return await exchange_rates.update_exchange_rate(
        rate_id=rate_id,
        website_code=rate.website_code,
        customer_group_code=rate.customer_group_code,
        direction=rate.direction,
        points=rate.points,
        currency_amount=rate.currency_amount,
        caller=caller(info),
        now=info.context.now,
    )


async def exchange_rate_delete(info: Info, rate_id: RateId) -> str:
    """Delete an exchange rate."""
    return await exchange_rates.delete_exchange_rate(
        rate_id=rate_id, caller=caller(info), now=info.context.now
    )
