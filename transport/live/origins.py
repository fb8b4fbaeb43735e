"""Origins of pages that may open a socket, for which browsers send no preflight request."""

from collections.abc import Sequence

from starlette.types import Scope

from transport.wire.refusals import OriginRefused


def check_origin(scope: Scope, allowed: Sequence[str]) -> None:
    """Let pages of our own host and of `allowed` origins pass, and whoever is no page.

    Raises OriginRefused.
    """
    headers = dict(scope["headers"])
    origin = headers.get(b"origin", b"").decode("latin-1")
    if not origin or origin in allowed or "*" in allowed:
        return
    host = headers.get(b"host", b"").decode("latin-1")
    scheme, _, place = origin.lower().partition("://")
    # Whichever scheme: behind a proxy that speaks TLS, ours is another than the browser's. What
    # browsers send is compared, not parsed: of anything else, no part could be ours.
    if not host or scheme not in ("http", "https") or place != host.lower():
        raise OriginRefused("Pages of this origin may not connect.")
