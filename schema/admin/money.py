"""Money in the admin API: an exact amount and its currency, never a float."""

from operator import attrgetter
from typing import Protocol

import strawberry

from resolvers.admin import amounts
from services.rules.basics import money


@strawberry.type(description="An amount of money.")
class Money:
    amount = strawberry.field(
        resolver=amounts.money_amount,
        description=(
            'The exact amount, with at least the currency\'s decimals, for example "4.50".'
        ),
    )
    currency: str = strawberry.field(description="The currency, ISO 4217.")


class Priced(Protocol):
    """A record whose amounts are all in one currency."""

    @property
    def currency(self) -> str:
        """The currency, ISO 4217."""


def amount(name: str, description: str) -> object:
    """Return the field that shows the amount `name` of its source, in the source's currency."""
    value = attrgetter(name)

    def show(source: strawberry.Parent[Priced]) -> money.Money:
        return money.Money(value(source), source.currency)

    return strawberry.field(resolver=show, graphql_type=Money, description=description)
