"""Statements in the admin API (R17.2)."""

from typing import Annotated

import strawberry

from resolvers.admin.pages import After, First, page_request
from services.command.pages.cursor_page import DEFAULT_PAGE_SIZE, Page
from services.proof import statements
from services.proof.statements import Statement, StatementEntry


async def statement(
    customer_id: Annotated[strawberry.ID, strawberry.argument(description="The customer's id.")],
    website_code: Annotated[str, strawberry.argument(description="The website's code.")],
) -> Statement:
    return await statements.read_statement(customer_id=customer_id, website_code=website_code)


async def entries(
    statement: strawberry.Parent[Statement],
    first: First = DEFAULT_PAGE_SIZE,
    after: After = None,
) -> Page[StatementEntry]:
    return await statements.statement_entries(statement, page_request(first, after))
