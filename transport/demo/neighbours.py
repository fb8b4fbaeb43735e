"""Who may ask the demo shop's backend: its own page alone, under a name that is this server's.

It acts for anybody who reaches it. So a page of another site must not reach it through somebody's
browser, not even one whose name was made to lead here (DNS rebinding).
"""

from typing import Final
from urllib.parse import urlsplit

from starlette.types import Scope

from transport.live.origins import check_origin
from transport.wire.headers import headers_of
from transport.wire.refusals import OriginRefused

_OWN_NAMES: Final = frozenset({"127.0.0.1", "::1", "localhost"})


def check_neighbour(scope: Scope, public_url: str) -> None:
    """Refuse a request under another name than `public_url` has, or from another origin's page.

    Raises OriginRefused.
    """
    check_origin(scope, ())
    host = headers_of(scope).get(b"host", b"").decode("latin-1")
    if _name_in(host) not in {*_OWN_NAMES, urlsplit(public_url).hostname}:
        raise OriginRefused("The demo shop answers at GUERDON_PUBLIC_URL and on this machine.")


def _name_in(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:  # brackets that hold no address
        return None
