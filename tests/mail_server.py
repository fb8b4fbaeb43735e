"""A real SMTP server for tests: it takes mail, refuses it, is slow or breaks off, as it is told."""

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from services.mail.options import MailServer, Tls
from tests.ports import free_port

ACCEPTED = "250 OK"


@dataclass
class Postman:
    """What the server has taken, and how it answers; `slow` is in seconds a message."""

    taken: list[EmailMessage] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    answers_to_recipients: list[str] = field(default_factory=list)
    answers_to_content: list[str] = field(default_factory=list)
    slow: float = 0.0
    drops: int = 0
    users: list[str] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's own names
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        if self.answers_to_recipients:
            answer = self.answers_to_recipients.pop(0)
            if answer != ACCEPTED:
                return answer
        envelope.rcpt_tos.append(address)
        return ACCEPTED

    async def handle_DATA(  # noqa: N802 - aiosmtpd's own name
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        message = BytesParser(policy=default).parsebytes(envelope.content)
        assert isinstance(message, EmailMessage)
        self.tried.append(str(message["Message-ID"]))
        await asyncio.sleep(self.slow)
        if self.drops:
            self.drops -= 1
            assert server.transport is not None
            server.transport.close()
        if self.answers_to_content:
            answer = self.answers_to_content.pop(0)
            if answer != ACCEPTED:
                return answer
        self.taken.append(message)
        self.raw.append(envelope.content)
        self.recipients.append(envelope.rcpt_tos)
        return ACCEPTED

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: object
    ) -> AuthResult:
        assert isinstance(given, LoginPassword)
        user, password = given.login.decode(), given.password.decode()
        self.users.append(user)
        return AuthResult(success=password == "right", handled=False)


@contextmanager
def mail_server(
    postman: Postman,
    *,
    tls: Tls = Tls.OFF,
    certificate: ssl.SSLContext | None = None,
    user: str | None = None,
    password: str | None = None,
    send_seconds: float = 10.0,
) -> Iterator[MailServer]:
    """Run the server on a free port, and yield how to reach it."""
    port = free_port()
    controller = Controller(
        postman,
        hostname="127.0.0.1",
        port=port,
        ssl_context=certificate if tls is Tls.IMPLICIT else None,
        tls_context=certificate if tls is Tls.STARTTLS else None,
        require_starttls=tls is Tls.STARTTLS,
        authenticator=postman.authenticate,
        auth_required=user is not None,
        auth_require_tls=False,
    )
    controller.start()
    try:
        yield MailServer("127.0.0.1", port, tls, user, password, send_seconds)
    finally:
        controller.stop()
