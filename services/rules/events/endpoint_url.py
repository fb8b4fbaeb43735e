"""Addresses of webhook endpoints: what a receiver's URL may be (R16.1)."""

import re
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from services.rules.basics.refusals import Invalid, Path
from services.rules.events.addresses import why_refused

URL_LENGTH = 2_048
_PRINTABLE = re.compile(r"[!-~]+")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9_.-]{0,252}[A-Za-z0-9])?\.?")
_PORTS = {"https": 443, "http": 80}
_FIRST_FREE_PORT = 1_024


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes: `path` with its query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        """The address without what may be secret in it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"


def read_target(url: str, *, is_sandbox: bool, path: Path) -> Target:
    """Read the URL of an endpoint: https, in a sandbox http too, without a user or a fragment.

    A name is resolved and checked when something is sent; an address is checked here as well.
    Raises Invalid.
    """
    if len(url) > URL_LENGTH or not _PRINTABLE.fullmatch(url) or "\\" in url:
        raise Invalid(f"Must be 1 to {URL_LENGTH:,} characters of ASCII without spaces.", path=path)
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise Invalid("Must be a URL like https://shop.example/webhooks.", path=path) from error
    scheme = parts.scheme.lower()
    if scheme not in ({"https", "http"} if is_sandbox else {"https"}):
        raise Invalid("Must begin with https://.", path=path)
    if not host or "@" in parts.netloc or "#" in url:
        raise Invalid("Must be a URL with a host, without a user or a fragment.", path=path)
    _check_host(host, is_sandbox=is_sandbox, path=path)
    port = _PORTS[scheme] if port is None else port
    if port < _FIRST_FREE_PORT and port != _PORTS[scheme]:
        raise Invalid("The port must be the scheme's own, or 1024 or above.", path=path)
    query = f"?{parts.query}" if parts.query else ""
    return Target(scheme, host, port, (parts.path or "/") + query)


def _check_host(host: str, *, is_sandbox: bool, path: Path) -> None:
    try:
        address = ip_address(host)
    except ValueError:
        is_here = host.rstrip(".") == "localhost" or host.rstrip(".").endswith(".localhost")
        if not _HOST.fullmatch(host) or ".." in host:
            raise Invalid("The host must be a name or an address.", path=path) from None
        if is_here and not is_sandbox:
            raise Invalid("The host must not be this machine.", path=path) from None
        return
    refused = why_refused(address, is_sandbox=is_sandbox)
    if refused is not None:
        raise Invalid(f"The host must be a public address; this one is {refused}.", path=path)
