"""Exchange rate fields and mutations (R2.1, R2.2)."""

from decimal import Decimal
from typing import Annotated

import strawberry

from resolvers.admin.pages import After, First, page_request
from resolvers.context import Info, caller
from services.command.pages.cursor_page import DEFAULT_PAGE_SIZE, Page
from services.rules.basics.enums import RateDirection
from services.rules.programme.rate_priority import EffectiveExchangeRate, ExchangeRate
from services.setup import exchange_rates, rate_matrix
from services.setup.exchange_rates import SavedRate
from services.setup.rate_matrix import RateCell

RateId = Annotated[
    strawberry.ID, strawberry.argument(name="id", description="The exchange rate's id.")
]


@strawberry.input(
    description="An exchange rate. There is at most one per website, group and direction."
)
class ExchangeRateInput:
    website_code: str | None = strawberry.field(
        default=None, description="The code of the website; null for all websites."
    )
    customer_group_code: str | None = strawberry.field(
        default=None, description="The code of the customer group; null for all groups."
    )
    direction: RateDirection = strawberry.field(
        description="The direction: points to money or money to points."
    )
    points: int = strawberry.field(
        description="The number of points that stand for `currencyAmount`, at least 1."
    )
    currency_amount: Decimal = strawberry.field(
        description=(
            "The amount that `points` stand for, above 0, with at most 4 decimals, in the "
            "website's base currency. For all websites, it counts in each website's own currency."
        )
    )


RateArgument = Annotated[
    ExchangeRateInput, strawberry.argument(name="input", description="The exchange rate.")
]


async def list_exchange_rates(
    website_code: Annotated[
        str | None, strawberry.argument(description="Only rates of this website.")
    ] = None,
    customer_group_code: Annotated[
        str | None, strawberry.argument(description="Only rates of this customer group.")
    ] = None,
    direction: Annotated[
        RateDirection | None, strawberry.argument(description="Only rates of this direction.")
    ] = None,
    first: First = DEFAULT_PAGE_SIZE,
    after: After = None,
) -> Page[ExchangeRate]:
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
    direction: Annotated[RateDirection, strawberry.argument(description="The direction.")],
) -> EffectiveExchangeRate | None:
    return await exchange_rates.effective_exchange_rate(
        website_code=website_code, customer_group_code=customer_group_code, direction=direction
    )


async def exchange_rate_matrix(
    direction: Annotated[RateDirection, strawberry.argument(description="The direction.")],
) -> list[RateCell]:
    return await rate_matrix.exchange_rate_matrix(direction=direction)


async def exchange_rate_create(info: Info, rate: RateArgument) -> SavedRate:
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
    return await exchange_rates.delete_exchange_rate(
        rate_id=rate_id, caller=caller(info), now=info.context.now
    )
