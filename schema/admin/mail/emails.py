"""Mail outbox in the admin API (R11)."""

from datetime import datetime
from typing import Self

import strawberry

from resolvers.admin.mail import emails
from schema.admin.pages import Connection
from schema.admin.user_errors import Payload, command
from schema.permissions import scoped
from services.mail import emails as services
from services.rules.basics.enums import EmailStatus

_EMPTY = "empty when there is no longer anybody to send it to."


@strawberry.type(
    description=(
        "A mail to a customer. Once sent, the content is what was sent; until then, what would be "
        "sent now."
    )
)
class Email:
    id: strawberry.ID = strawberry.field(description="The mail's id, assigned by the service.")
    kind: str = strawberry.field(
        description="The kind of mail: `BALANCE_UPDATE` or `EXPIRY_WARNING`."
    )
    customer_id: strawberry.ID | None = strawberry.field(description="The customer's id.")
    website_code: str = strawberry.field(
        description="The code of the website whose points it is about."
    )
    sender = strawberry.field(
        resolver=emails.sender, name="from", description=f"The sender; {_EMPTY}"
    )
    recipient = strawberry.field(
        resolver=emails.recipient, name="to", description=f"The recipient; {_EMPTY}"
    )
    subject = strawberry.field(resolver=emails.subject, description=f"The subject; {_EMPTY}")
    text = strawberry.field(resolver=emails.text, description=f"The plain text; {_EMPTY}")
    html = strawberry.field(resolver=emails.html, description=f"The HTML; {_EMPTY}")
    status: EmailStatus = strawberry.field(description="The delivery status.")
    attempts: int = strawberry.field(description="The number of delivery attempts.")
    last_error: str | None = strawberry.field(
        description="Why the last attempt failed; null if it did not."
    )
    created_at: datetime = strawberry.field(description="When the mail was queued.")
    sent_at: datetime | None = strawberry.field(
        description="When the mail server accepted it; null if it has not."
    )


@strawberry.type
class EmailQuery:
    email = strawberry.field(
        resolver=emails.find_email,
        graphql_type=Email | None,
        description="A mail, by id; null if there is none, or no longer.",
        extensions=scoped("reports:read"),
    )
    emails = strawberry.field(
        resolver=emails.list_emails,
        graphql_type=Connection[Email],
        description="Mails to customers, newest first.",
        extensions=scoped("reports:read"),
    )


@strawberry.type(description="The result of putting a mail back into the queue.")
class EmailPayload(Payload):
    email: services.Email | None = strawberry.field(
        default=None, graphql_type=Email | None, description="The mail, queued again."
    )

    @classmethod
    def of(cls, email: services.Email) -> Self:
        """Answer with the mail."""
        return cls(email=email)


@strawberry.type
class EmailMutation:
    email_retry = command(
        emails.email_retry,
        EmailPayload,
        scope="config:write",
        description=(
            "Put a mail that has failed back into the queue. It is tried again at once, and as "
            "often as a new one."
        ),
    )
