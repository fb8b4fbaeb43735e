"""Built files of the pages: an index that is filled in by the server, and scripts and styles."""

from collections.abc import Mapping
from dataclasses import dataclass
from mimetypes import guess_type
from pathlib import Path
from typing import Final

import orjson
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from transport.wire.refusals import NothingHere
from transport.wire.response import RefusalResponse

BUILT: Final = Path(__file__).parents[2] / "web" / "dist"

_CONFIGURATION_BLOCK = '<script type="application/json" id="guerdon">{}</script>'
# What `web/compress.mjs` puts beside the files; the better one first.
_ENCODINGS: Final = {"br": ".br", "gzip": ".gz"}
_REFUSED = ("q=0", "q=0.0", "q=0.00", "q=0.000")
_KEPT_FOR_EVER = "public, max-age=31536000, immutable"


def built_page(directory: Path, configuration: object) -> str | None:
    """Return the page built in `directory`, told the configuration; None if it is not built."""
    try:
        page = (directory / "index.html").read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    content = orjson.dumps(configuration).decode().replace("<", "\\u003c")
    return page.replace(
        _CONFIGURATION_BLOCK.format("null"), _CONFIGURATION_BLOCK.format(content), 1
    )


@dataclass(frozen=True, slots=True)
class Assets:
    """The scripts and styles of a page; their names change with what is in them."""

    directory: Path

    async def show(self, request: Request) -> Response:
        """Send a built file, compressed if the browser can read it; it may be kept for ever."""
        built = {file.name: file for file in (self.directory / "assets").glob("*")}
        name = request.path_params["name"]
        if name not in built or name.endswith(tuple(_ENCODINGS.values())):
            return RefusalResponse(NothingHere("There is no file with this name."))
        accepted = _accepted_encodings(request)
        for encoding, suffix in _ENCODINGS.items():
            if encoding in accepted and f"{name}{suffix}" in built:
                return _file(built[f"{name}{suffix}"], name, {"content-encoding": encoding})
        return _file(built[name], name, {})


def _accepted_encodings(request: Request) -> set[str]:
    listed = request.headers.get("accept-encoding", "").lower().split(",")
    offers = (offer.partition(";") for offer in listed)
    return {name.strip() for name, _, weight in offers if weight.strip() not in _REFUSED}


def _file(file: Path, name: str, headers: Mapping[str, str]) -> Response:
    kept = {"cache-control": _KEPT_FOR_EVER, "vary": "accept-encoding"}
    media_type = guess_type(name)[0]
    return FileResponse(file, media_type=media_type, headers={**kept, **headers})
