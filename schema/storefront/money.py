"""Money as the storefront shows it: a number beside a currency code, as Adobe Commerce does."""

from collections.abc import Callable
from enum import Enum
from typing import cast

import strawberry
from babel.numbers import get_currency_name

from resolvers.storefront import money
from services.rules.basics.currencies import MINOR_DIGITS

# The type checker wants the members of an enum spelled out; these come from the list of currencies.
_EnumMaker = Callable[..., type[Enum]]
_enum = cast("_EnumMaker", Enum)


def _description(code: str) -> str:
    return f"{get_currency_name(code, locale='en')}."


CurrencyEnum = strawberry.enum(
    _enum(
        "CurrencyEnum",
        {
            code: strawberry.enum_value(code, description=_description(code))
            for code in sorted(MINOR_DIGITS)
        },
    ),
    name="CurrencyEnum",
    description="ISO 4217 codes: all that the service knows, AED to ZWL.",
)


@strawberry.federation.type(description="An amount of money.", shareable=True)
class Money:
    currency = strawberry.field(
        resolver=money.currency,
        graphql_type=CurrencyEnum | None,
        description="The currency of the amount, as an ISO 4217 code.",
    )
    value = strawberry.field(
        resolver=money.value,
        graphql_type=float | None,
        description="The amount in units of the currency: 4.5 is four dollars fifty for USD.",
    )
