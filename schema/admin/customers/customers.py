"""Customers in the admin API (R1.1)."""

from datetime import datetime
from typing import Self

import strawberry

from resolvers.admin.accounts.accounts import account_of_customer, accounts_of_customer
from resolvers.admin.customers import customers as resolvers
from resolvers.admin.customers import erasing, merging, subscriptions
from schema.admin.accounts.accounts import RewardAccount
from schema.admin.accounts.ledger import LedgerEntry
from schema.admin.deletion import DeletePayload
from schema.admin.pages import Connection
from schema.admin.user_errors import Payload, command
from schema.permissions import scoped
from services.customers import customers as services
from services.customers.putting import PutCustomer
from services.ledger.entries import LedgerEntry as BookedEntry


@strawberry.type(description="A customer of the shop.")
class Customer:
    id: strawberry.ID = strawberry.field(description="Your own id of the customer.")
    email: str | None = strawberry.field(description="The e-mail address.")
    first_name: str | None = strawberry.field(description="The first name.")
    last_name: str | None = strawberry.field(description="The last name.")
    locale: str = strawberry.field(description="The customer's locale, BCP 47.")
    customer_group_code: str = strawberry.field(description="The code of the customer group.")
    website_code: str = strawberry.field(
        description="The code of the website the customer belongs to."
    )
    created_at: datetime = strawberry.field(description="When the customer was created here.")
    balance_updates: bool = strawberry.field(
        description="Whether the customer wants mail when the balance changes."
    )
    expiration_notifications: bool = strawberry.field(
        description="Whether the customer wants mail before points expire."
    )
    excluded_from_rewards: bool = strawberry.field(
        description=(
            "Whether the customer is excluded from rewards. They earn and redeem no points, but "
            "see those they have; their earlier orders go on, without earning."
        )
    )
    accounts = strawberry.field(
        resolver=accounts_of_customer,
        graphql_type=list[RewardAccount],
        description=(
            "The customer's accounts, one per website, including those of deleted websites."
        ),
    )
    account = strawberry.field(
        resolver=account_of_customer,
        graphql_type=RewardAccount | None,
        description=(
            "The customer's account on one website; all zeros if they have never had points there."
        ),
    )


@strawberry.type(description="The result of creating or changing a customer.")
class CustomerPayload(Payload):
    customer: services.Customer | None = strawberry.field(
        default=None, graphql_type=Customer | None, description="The customer after the change."
    )
    awards: list[BookedEntry] = strawberry.field(
        default_factory=list,
        graphql_type=list[LedgerEntry],
        description="The ledger entries of points awarded by this command.",
    )
    message: str | None = strawberry.field(
        default=None, description="A message for the customer, in their language."
    )
    replayed: bool = strawberry.field(
        default=False,
        description=(
            "True if the same input was already processed: the first result is returned again."
        ),
    )

    @classmethod
    def of(cls, done: PutCustomer | services.Customer) -> Self:
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
        description="All customers, sorted by id.",
        extensions=scoped("customers:read"),
    )
    customer = strawberry.field(
        resolver=resolvers.find_customer,
        graphql_type=Customer | None,
        description="A customer. Refused with NOT_FOUND if unknown.",
        extensions=scoped("customers:read"),
    )


@strawberry.type
class CustomerMutation:
    customer_put = command(
        resolvers.customer_put,
        CustomerPayload,
        scope="customers:write",
        description=(
            "Create or change a customer. Creating one awards the points for registering unless "
            "`awardRegistration` is false, and the points of a newsletter signup reported earlier."
        ),
    )
    customer_erase = command(
        erasing.customer_erase,
        DeletePayload,
        scope="customers:write",
        description=(
            "Erase what names a customer: name, e-mail address, mails, comments, addresses of "
            "invitations and carts, details in the audit log. The id and the ledger stay, and "
            "points of orders still move. They earn and redeem nothing any more, and nobody can be "
            "put under the id again. It can't be undone."
        ),
    )
    customer_merge = command(
        merging.customer_merge,
        CustomerPayload,
        scope="customers:write",
        description=(
            "Make two customers of one person one. Points move by a MERGE debit and credit per "
            "website and keep their dates; orders, carts, invitations and holds follow, limits "
            "count for both. From then on `fromId` answers as `intoId`, everywhere and for ever. "
            "It can't be undone."
        ),
    )
    subscriptions_update = command(
        subscriptions.subscriptions_update,
        CustomerPayload,
        scope="customers:write",
        description=(
            "Subscribe a customer to mail or unsubscribe them. Fields left out stay as they are."
        ),
    )
