"""Built files of the pages: an index that is filled in by the server, and scripts and styles."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import orjson
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from transport.wire.refusals import NothingHere
from transport.wire.response import RefusalResponse

BUILT: Final = Path(__file__).parents[2] / "web" / "dist"

_CONFIGURATION_BLOCK = '<script type="application/json" id="guerdon">{}</script>'
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
        """Send a built file, which browsers may keep for ever."""
        built = {file.name: file for file in (self.directory / "assets").glob("*")}
        file = built.get(request.path_params["name"])
        if file is None:
            return RefusalResponse(NothingHere("There is no file with this name."))
        return FileResponse(file, headers={"cache-control": _KEPT_FOR_EVER})
