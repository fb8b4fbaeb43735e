"""SMTP: handing messages to the mail server and telling its answers apart."""

import asyncio
from dataclasses import dataclass, field
from email.message import EmailMessage

import aiosmtplib

from services.mail.failures import NotDelivered, ServerUnreachable, Undeliverable
from services.mail.options import MailServer, Tls

_PERMANENT = 500  # and above: the server will not take it, however often it is asked
_QUIT_SECONDS = 2.0
_REASON_LENGTH = 500


@dataclass(slots=True)
class SmtpConnection:
    """A connection to the mail server, opened for the first message and again after it broke."""

    server: MailServer
    _client: aiosmtplib.SMTP | None = field(init=False, default=None)

    async def send(self, message: EmailMessage, *, sender: str, recipient: str) -> None:
        """Hand over a message to one recipient.

        Raises Undeliverable where the recipient or the content is refused for good,
        ServerUnreachable, NotDelivered.
        """
        try:
            # aiosmtplib's own limits are for each command; a slow server is given up as a whole.
            async with asyncio.timeout(self.server.send_seconds):
                client = await self._connected()
                await client.send_message(message, sender=sender, recipients=[recipient])
        except aiosmtplib.SMTPRecipientsRefused as error:
            raise _refusal(error.recipients[0]) from error
        except aiosmtplib.SMTPDataError as error:
            raise _refusal(error) from error
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            await self._drop()
            raise NotDelivered(_reason(error)) from error

    async def close(self) -> None:
        """Say good-bye."""
        await self._drop()

    async def _connected(self) -> aiosmtplib.SMTP:
        if self._client is not None and self._client.is_connected:
            return self._client
        client = _client_of(self.server)
        try:
            await client.connect()
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            client.close()
            raise ServerUnreachable(_reason(error)) from error
        except BaseException:
            client.close()
            raise
        self._client = client
        return client

    async def _drop(self) -> None:
        client, self._client = self._client, None
        if client is None:
            return
        try:
            async with asyncio.timeout(_QUIT_SECONDS):
                await client.quit()
        except (aiosmtplib.SMTPException, OSError, TimeoutError):
            client.close()


def _client_of(server: MailServer) -> aiosmtplib.SMTP:
    start_tls = {Tls.STARTTLS: True, Tls.IF_OFFERED: None}.get(server.tls, False)
    return aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        username=server.user,
        password=server.password,
        use_tls=server.tls is Tls.IMPLICIT,
        start_tls=start_tls,
        timeout=server.send_seconds,
    )


def _refusal(error: aiosmtplib.SMTPResponseException) -> Exception:
    kind = Undeliverable if error.code >= _PERMANENT else NotDelivered
    return kind(_reason(error))


def _reason(error: BaseException) -> str:
    """Say why in one line: the server's code and words, or what became of the connection."""
    if isinstance(error, aiosmtplib.SMTPResponseException):
        said = f"{error.code} {error.message}"
    else:
        said = str(error) or "The mail server did not answer in time."
    return " ".join(said.split())[:_REASON_LENGTH]
