"""Message: a composed mail as mail servers take it (R11.2, RFC 8058)."""

from datetime import datetime
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from uuid import UUID

from services.mail.composition import ComposedMail
from services.mail.options import mail_options


class _OneLine(UnstructuredHeader, BaseHeader):
    """A header that stays as it is: a link, which Python would fold by encoding it."""

    def fold(self, *, policy: Policy) -> str:
        """Return the header's line."""
        return f"{self.name}: {self}{policy.linesep}"


_headers = HeaderRegistry()
_headers.map_to_type("list-unsubscribe", _OneLine)
_POLICY = SMTP.clone(header_factory=_headers)


def message_of(mail: ComposedMail, *, email_id: UUID, created_at: datetime) -> EmailMessage:
    """Write a mail down as a message; its Message-ID is the same however often it is tried."""
    message = EmailMessage(policy=_POLICY)
    # From one address each: a comma would make two of them, a line break another header.
    message["From"] = Address(mail.sender_name, addr_spec=mail.sender)
    message["To"] = Address(mail.recipient_name, addr_spec=mail.recipient)
    message["Subject"] = mail.rendered.subject
    message["Date"] = created_at
    message["Message-ID"] = f"<{email_id}@{mail_options().host}>"
    message["List-Unsubscribe"] = f"<{mail.unsubscribe_url}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.rendered.text, cte="quoted-printable")
    message.add_alternative(mail.rendered.html, subtype="html", cte="quoted-printable")
    return message
