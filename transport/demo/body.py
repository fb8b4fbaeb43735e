"""Body of a request to the demo shop's backend: JSON, each value checked as it is read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import orjson
from starlette.requests import Request

from transport.wire.refusals import RequestRefused, UnsupportedMediaType


@dataclass(frozen=True, slots=True)
class Body:
    """What the shop's page has sent."""

    values: Mapping[str, object]

    def text(self, name: str, pattern: str) -> str:
        """Return a text that matches the whole of `pattern`. Raises RequestRefused."""
        value = self.values.get(name)
        if not isinstance(value, str) or re.fullmatch(pattern, value) is None:
            raise RequestRefused(f"`{name}` is missing, or is not what the shop's page sends.")
        return value

    def optional_text(self, name: str, pattern: str) -> str | None:
        """Return a text, or None where there is none. Raises RequestRefused."""
        return None if self.values.get(name) is None else self.text(name, pattern)

    def number(self, name: str, most: int) -> int:
        """Return a whole number from 0 to `most`. Raises RequestRefused."""
        value = self.values.get(name)
        if type(value) is not int or not 0 <= value <= most:
            raise RequestRefused(f"`{name}` must be a whole number from 0 to {most}.")
        return value

    def rows(self, name: str, most: int) -> "list[Body]":
        """Return a list of objects, at most so many. Raises RequestRefused."""
        value = self.values.get(name)
        if not isinstance(value, list) or len(value) > most:
            raise RequestRefused(f"`{name}` must be a list of at most {most}.")
        return [_object(row) for row in value]


async def read_body(request: Request) -> Body:
    """Read a request. Raises UnsupportedMediaType, RequestRefused.

    Only JSON: a form of a strange page needs no preflight, JSON does.
    """
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise UnsupportedMediaType("The content type must be application/json.")
    try:
        return _object(orjson.loads(await request.body()))
    except orjson.JSONDecodeError as error:
        raise RequestRefused("The body can't be read as JSON.") from error


def _object(value: object) -> Body:
    if not isinstance(value, dict):
        raise RequestRefused("The body must be a JSON object.")
    return Body(value)
