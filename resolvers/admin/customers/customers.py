"""Fields about customers (R1.1, R1.3)."""

from typing import Annotated

import strawberry

from resolvers.admin.pages import After, First, page_request
from resolvers.context import Info, caller
from services.command.cursor_page import DEFAULT_PAGE_SIZE, Page
from services.customers import customers
from services.customers.customers import Customer, PutCustomer


@strawberry.input(description="A customer to make, or to change where their id is known already.")
class CustomerInput:
    id: strawberry.ID = strawberry.field(description="Your own id of the customer.")
    website_code: str = strawberry.field(description="The website they belong to.")
    email: str = strawberry.field(description="Their e-mail address.")
    first_name: str | None = strawberry.field(
        default=None, description="Their first name; left out it stays, empty takes it away."
    )
    last_name: str | None = strawberry.field(
        default=None, description="Their last name; left out it stays, empty takes it away."
    )
    locale: str | None = strawberry.field(
        default=None, description='The language they read, BCP 47, like "de-AT"; English if new.'
    )
    customer_group_code: str | None = strawberry.field(
        default=None, description="Their customer group; `general` for a new customer if left out."
    )
    award_registration: bool | None = strawberry.field(
        default=True, description="False awards a new customer no points for registering."
    )


async def list_customers(
    search: Annotated[
        str | None,
        strawberry.argument(description="Only those whose name, e-mail or id contains this."),
    ] = None,
    first: First = DEFAULT_PAGE_SIZE,
    after: After = None,
) -> Page[Customer]:
    """Return a page of the customers."""
    return await customers.list_customers(search=search, page=page_request(first, after))


async def find_customer(
    customer_id: Annotated[
        strawberry.ID, strawberry.argument(name="id", description="The customer's id.")
    ],
) -> Customer:
    """Return a customer."""
    return await customers.find_customer(customer_id)


async def customer_put(
    info: Info,
    customer: Annotated[
        CustomerInput, strawberry.argument(name="input", description="The customer.")
    ],
) -> PutCustomer:
    """Make or change a customer."""
    return await customers.put_customer(
        customer_id=customer.id,
        website_code=customer.website_code,
        email=customer.email,
        first_name=customer.first_name,
        last_name=customer.last_name,
        locale=customer.locale,
        customer_group_code=customer.customer_group_code,
        award_registration=customer.award_registration is not False,
        caller=caller(info),
        now=info.context.now,
    )
