"""The outbox in the admin API (R11)."""

from datetime import datetime

import strawberry

from resolvers.admin.mail import emails
from schema.admin.pages import Connection
from schema.permissions import scoped
from services.rules.basics.enums import EmailStatus

_EMPTY = "empty when there is nobody to send it to any more."


@strawberry.type(
    description=(
        "A mail to a customer. What it says is as it was sent, or, while it waits, as it would be"
        " sent now."
    )
)
class Email:
    id: strawberry.ID = strawberry.field(description="Its id, which we gave.")
    kind: str = strawberry.field(
        description="What it is about: `BALANCE_UPDATE` or `EXPIRY_WARNING`."
    )
    customer_id: strawberry.ID | None = strawberry.field(description="To which customer.")
    website_code: str = strawberry.field(description="About their points on which website.")
    sender = strawberry.field(
        resolver=emails.sender, name="from", description=f"The address it is from; {_EMPTY}"
    )
    recipient = strawberry.field(
        resolver=emails.recipient, name="to", description=f"The address it goes to; {_EMPTY}"
    )
    subject = strawberry.field(resolver=emails.subject, description=f"Its subject; {_EMPTY}")
    text = strawberry.field(resolver=emails.text, description=f"Its plain text; {_EMPTY}")
    html = strawberry.field(resolver=emails.html, description=f"Its HTML; {_EMPTY}")
    status: EmailStatus = strawberry.field(description="How far it has come.")
    attempts: int = strawberry.field(description="How often it was tried.")
    last_error: str | None = strawberry.field(
        description="Why it was not delivered when it was last tried."
    )
    created_at: datetime = strawberry.field(description="When it was queued.")
    sent_at: datetime | None = strawberry.field(description="When the mail server took it.")


@strawberry.type
class EmailQuery:
    emails = strawberry.field(
        resolver=emails.list_emails,
        graphql_type=Connection[Email],
        description="The mails to customers, newest first.",
        extensions=scoped("reports:read"),
    )
