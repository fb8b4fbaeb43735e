"""Size of the admin app's first screen: what a browser loads before it stays small."""

import gzip
import re

from transport.pages.built import BUILT

_APP = BUILT / "admin"
_MOST_BYTES = 300_000  # compressed


def _compressed(name: str) -> int:
    return len(gzip.compress((_APP / "assets" / name).read_bytes()))


def test_the_first_screen_is_small() -> None:
    """Its scripts and styles; all else is loaded when it is asked for."""
    page = (_APP / "index.html").read_text(encoding="utf-8")

    names = re.findall(r'"/admin/assets/([^"]+\.(?:js|css))"', page)

    assert names
    assert sum(map(_compressed, names)) < _MOST_BYTES
