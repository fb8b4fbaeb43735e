"""Example quote in the admin API (R5, R15.5)."""

import strawberry

from resolvers.admin.reports import example_quote as resolvers
from schema.admin.checkout.quotes import Quote
from schema.admin.money import Money
from schema.permissions import scoped


@strawberry.type(description="What the customer of an example would pay and earn.")
class ExampleOutcome:
    quote: Quote = strawberry.field(description="The cart's quote, as the checkout computes it.")
    worth: Money = strawberry.field(
        description="What the points that the order earns are worth to this customer."
    )


@strawberry.type(description="An example of a purchase before a change and with it.")
class ExampleQuote:
    before: ExampleOutcome = strawberry.field(description="As the programme stands.")
    after: ExampleOutcome = strawberry.field(
        description="With the change; the same without a change."
    )


@strawberry.type
class ExampleQuoteQuery:
    example_quote = strawberry.field(
        resolver=resolvers.example_quote,
        graphql_type=ExampleQuote,
        description=(
            "What a customer of a group with a cart of an amount would pay and earn, as the"
            " programme stands and with a rate, settings or a cart rule that are not saved yet."
            " Nothing is written, and no customer or cart is read."
        ),
        extensions=scoped("config:read"),
    )
