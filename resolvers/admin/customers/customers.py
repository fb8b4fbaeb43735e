"""Customer fields and mutations (R1.1, R1.3)."""

from typing import Annotated

import strawberry

from resolvers.admin.accounts.account_ahead import account_ahead
from resolvers.admin.pages import After, First, page_request
from resolvers.context import Info, caller
from services.command.pages.cursor_page import DEFAULT_PAGE_SIZE, Page
from services.customers import customers
from services.customers.customer_account import find_customer_and_account
from services.customers.customers import Customer
from services.customers.putting import PutCustomer, put_customer


@strawberry.input(description="A customer to create, or to change if the id is known.")
class CustomerInput:
    id: strawberry.ID = strawberry.field(description="Your own id of the customer.")
    website_code: str = strawberry.field(
        description="The code of the website the customer belongs to."
    )
    email: str = strawberry.field(description="The e-mail address.")
    first_name: str | None = strawberry.field(
        default=None, description="The first name. Left out: unchanged; empty: removed."
    )
    last_name: str | None = strawberry.field(
        default=None, description="The last name. Left out: unchanged; empty: removed."
    )
    locale: str | None = strawberry.field(
        default=None,
        description=(
            'The customer\'s locale, BCP 47, for example "de-AT". English for a new customer if '
            "left out."
        ),
    )
    customer_group_code: str | None = strawberry.field(
        default=None,
        description="The code of the customer group; `general` for a new customer if left out.",
    )
    excluded_from_rewards: bool | None = strawberry.field(
        default=None,
        description=(
            "True: the customer earns and redeems no points, but sees those they have. If omitted, "
            "it stays as it is."
        ),
    )
    award_registration: bool | None = strawberry.field(
        default=True, description="False: do not award a new customer the points for registering."
    )


async def list_customers(
    search: Annotated[
        str | None,
        strawberry.argument(
            description=(
                "Only customers whose name, e-mail address and id together contain each of these "
                "words, in any case."
            )
        ),
    ] = None,
    first: First = DEFAULT_PAGE_SIZE,
    after: After = None,
) -> Page[Customer]:
    return await customers.list_customers(search=search, page=page_request(first, after))


async def find_customer(
    info: Info,
    customer_id: Annotated[
        strawberry.ID, strawberry.argument(name="id", description="The customer's id.")
    ],
) -> Customer:
    return await find_customer_and_account(
        customer_id=customer_id, wanted=account_ahead(info), now=info.context.now
    )


async def customer_put(
    info: Info,
    customer: Annotated[
        CustomerInput, strawberry.argument(name="input", description="The customer.")
    ],
) -> PutCustomer:
    return await put_customer(
        customer_id=customer.id,
        website_code=customer.website_code,
        email=customer.email,
        first_name=customer.first_name,
        last_name=customer.last_name,
        locale=customer.locale,
        customer_group_code=customer.customer_group_code,
        excluded_from_rewards=customer.excluded_from_rewards,
        award_registration=customer.award_registration is not False,
        caller=caller(info),
        now=info.context.now,
    )
