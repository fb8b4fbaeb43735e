"""Mail outbox fields (R11.3)."""

from typing import Annotated

import strawberry

from resolvers.admin.loaders import EmailTextLoader
from resolvers.admin.pages import After, First, page_request
from resolvers.context import Info, caller
from resolvers.loaders import loader_of
from services.command.pages.cursor_page import DEFAULT_PAGE_SIZE, Page
from services.mail import emails
from services.mail.emails import Email, EmailText
from services.rules.basics.enums import EmailStatus

EmailId = Annotated[strawberry.ID, strawberry.argument(name="id", description="The mail's id.")]


async def list_emails(
    status: Annotated[
        EmailStatus | None, strawberry.argument(description="Only mails with this status.")
    ] = None,
    customer_id: Annotated[
        strawberry.ID | None, strawberry.argument(description="Only mails to this customer.")
    ] = None,
    first: First = DEFAULT_PAGE_SIZE,
    after: After = None,
) -> Page[Email]:
    return await emails.list_emails(
        status=status, customer_id=customer_id, page=page_request(first, after)
    )


async def find_email(email_id: EmailId) -> Email | None:
    return await emails.find_email(email_id=email_id)


async def email_retry(info: Info, email_id: EmailId) -> Email:
    return await emails.retry_email(email_id=email_id, caller=caller(info), now=info.context.now)


async def sender(email: strawberry.Parent[Email], info: Info) -> str:
    return (await _said(email, info)).sender


async def recipient(email: strawberry.Parent[Email], info: Info) -> str:
    return (await _said(email, info)).recipient


async def subject(email: strawberry.Parent[Email], info: Info) -> str:
    return (await _said(email, info)).subject


async def text(email: strawberry.Parent[Email], info: Info) -> str:
    return (await _said(email, info)).text


async def html(email: strawberry.Parent[Email], info: Info) -> str:
    return (await _said(email, info)).html


async def _said(email: Email, info: Info) -> EmailText:
    return await loader_of(info, EmailTextLoader).load((email, info.context.now))
