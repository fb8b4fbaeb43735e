"""Money as the storefront shows it: a number beside a currency code, as Adobe Commerce does."""

from collections.abc import Callable
from enum import Enum
from typing import cast

import strawberry

from resolvers.storefront import money
from schema.storefront.currency_codes import CODES
from schema.storefront.currency_names import CURRENCY_NAMES

# The type checker wants the members of an enum spelled out; these come from the list of currencies.
_EnumMaker = Callable[..., type[Enum]]
_enum = cast("_EnumMaker", Enum)


def _description(code: str) -> str:
    name = CURRENCY_NAMES.get(code)
    return "In Adobe Commerce's list, but not in ISO 4217." if name is None else f"{name}."


CurrencyEnum = strawberry.enum(
    _enum(
        "CurrencyEnum",
        {code: strawberry.enum_value(code, description=_description(code)) for code in CODES},
    ),
    name="CurrencyEnum",
    description=(
        "Currency codes: Adobe Commerce's, and those of ISO 4217 that it lacks. Amounts are in"
        " currencies of ISO 4217."
    ),
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
