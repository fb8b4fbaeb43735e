"""Customers in the admin API (R1.1)."""

from datetime import datetime
from typing import Self

import strawberry

from resolvers.admin.accounts.accounts import account_of_customer, accounts_of_customer
from resolvers.admin.customers import customers as resolvers
from resolvers.admin.customers import subscriptions
from schema.admin.accounts.accounts import RewardAccount
from schema.admin.accounts.ledger import LedgerEntry
from schema.admin.pages import Connection
from schema.admin.user_errors import Payload, command
from schema.permissions import scoped
from services.customers import customers as services
from services.ledger.entries import LedgerEntry as BookedEntry


@strawberry.type(description="A customer of the shop, by the shop's own id.")
class Customer:
    id: strawberry.ID = strawberry.field(description="Your own id of the customer.")
    email: str | None = strawberry.field(description="Their e-mail address.")
    first_name: str | None = strawberry.field(description="Their first name.")
    last_name: str | None = strawberry.field(description="Their last name.")
    locale: str = strawberry.field(description="The language they read, BCP 47.")
    customer_group_code: str = strawberry.field(description="Their customer group.")
    website_code: str = strawberry.field(description="The website they belong to.")
    created_at: datetime = strawberry.field(description="When they were first put.")
    balance_updates: bool = strawberry.field(
        description="Whether they want mail when their balance changes."
    )
    expiration_notifications: bool = strawberry.field(
        description="Whether they want mail before points expire."
    )
    accounts = strawberry.field(
        resolver=accounts_of_customer,
        graphql_type=list[RewardAccount],
        description="Their points: one account per website, orphans included.",
    )
    account = strawberry.field(
        resolver=account_of_customer,
        graphql_type=RewardAccount | None,
        description="Their points on one website, all 0 where they have never had any.",
    )


@strawberry.type(description="A customer who was put or changed, or why not.")
class CustomerPayload(Payload):
    customer: services.Customer | None = strawberry.field(
        default=None, graphql_type=Customer | None, description="The customer as they are now."
    )
    awards: list[BookedEntry] = strawberry.field(
        default_factory=list,
        graphql_type=list[LedgerEntry],
        description="The points awarded for it.",
    )
    message: str | None = strawberry.field(
        default=None, description="What the customer is to be told, in their language."
    )
    replayed: bool = strawberry.field(
        default=False, description="Whether this was done before, just like this."
    )

    @classmethod
    def of(cls, done: services.PutCustomer | services.Customer) -> Self:
        """Answer with the customer, and with what putting them awarded."""
        if isinstance(done, services.Customer):
            return cls(customer=done)
        return cls(
            customer=done.customer,
            awards=done.awards,
            message=done.message,
            replayed=done.replayed,
        )


@strawberry.type
class CustomerQuery:
    customers = strawberry.field(
        resolver=resolvers.list_customers,
        graphql_type=Connection[Customer],
        description="The customers, by id.",
        extensions=scoped("customers:read"),
    )
    customer = strawberry.field(
        resolver=resolvers.find_customer,
        graphql_type=Customer | None,
        description="A customer.",
        extensions=scoped("customers:read"),
    )


@strawberry.type
class CustomerMutation:
    customer_put = command(
        resolvers.customer_put,
        CustomerPayload,
        scope="customers:write",
        description=(
            "Make a customer, or change one. Making one awards the points for registering unless"
            " `awardRegistration` is false, and those of a newsletter signup that was reported"
            " before."
        ),
    )
    subscriptions_update = command(
        subscriptions.subscriptions_update,
        CustomerPayload,
        scope="customers:write",
        description="Subscribe a customer to mail or unsubscribe them; what is left out stays.",
    )
