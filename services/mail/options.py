"""Mail settings of the operator: the server, and the base of links."""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qs, unquote, urlsplit

_LOOPBACK_HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})
_LOCAL_HOST = "localhost"


class Tls(StrEnum):
    """How a connection to the mail server is secured."""

    STARTTLS = "starttls"
    IMPLICIT = "implicit"
    OFF = "off"
    IF_OFFERED = "if offered"


_PORTS = {Tls.STARTTLS: 587, Tls.IMPLICIT: 465, Tls.OFF: 25, Tls.IF_OFFERED: 25}


@dataclass(frozen=True, slots=True)
class MailServer:
    """An SMTP server that takes our mail; one message may take it `send_seconds`."""

    host: str
    port: int
    tls: Tls
    user: str | None = None
    password: str | None = None
    send_seconds: float = 20.0


@dataclass(frozen=True, slots=True)
class MailOptions:
    """How mail is sent; without a server it stays in the outbox.

    `public_url` begins the links in mail, `secret` signs them.
    """

    server: MailServer | None = None
    public_url: str = "http://127.0.0.1:8000"
    secret: str = ""

    @property
    def host(self) -> str:
        """The name of the host that mail comes from, where a website has no address of its own."""
        host = urlsplit(self.public_url).hostname or _LOCAL_HOST
        return _LOCAL_HOST if host in _LOOPBACK_HOSTS else host


class _Mail:
    """The options of this process."""

    options = MailOptions()


def start_mail(options: MailOptions) -> None:
    """Send mail of this process by these options."""
    _Mail.options = options


def mail_options() -> MailOptions:
    """Return the options of this process."""
    return _Mail.options


def mail_server_of(url: str | None) -> MailServer | None:
    """Return the server at `smtp://user:password@host:port?tls=starttls|implicit|off`.

    Without `tls`, TLS is required, except for a server on this machine.
    """
    if url is None:
        return None
    parts = urlsplit(url)
    host = parts.hostname or _LOCAL_HOST
    said = parse_qs(parts.query).get("tls")
    unsaid = Tls.IF_OFFERED if host in _LOOPBACK_HOSTS else Tls.STARTTLS
    tls = Tls(said[-1]) if said else unsaid
    return MailServer(
        host=host,
        port=parts.port or _PORTS[tls],
        tls=tls,
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
    )
