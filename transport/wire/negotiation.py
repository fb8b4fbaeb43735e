"""Content negotiation by quality values (RFC 9110, 12.5.1; GraphQL over HTTP, media types)."""

from functools import lru_cache

JSON = "application/json"
GRAPHQL_JSON = "application/graphql-response+json"
HTML = "text/html"
EVENT_STREAM = "text/event-stream"

_EXACT, _MAIN_TYPE, _ANY = 2, 1, 0
_MAX_RANGES = 50  # a browser sends eight


@lru_cache(maxsize=256)
def best_media_type(accept: str, *, with_page: bool) -> str | None:
    """Return which media type the client wants most; None where it wants none of ours.

    We write JSON of two names, `with_page` HTML and, for clients that name it, an event stream.
    Equal wishes are settled by the more exact range; of the two names, plain JSON is what a range
    with a star means, and the newer one wins where a client names both, and either before a stream.
    A client that says nothing takes JSON.
    """
    if not accept.strip():
        return JSON
    ranges = _media_ranges(accept)
    offered = [JSON, GRAPHQL_JSON, *([HTML] if with_page else [])]
    if reads_events(accept):
        offered.append(EVENT_STREAM)
    wishes = {media_type: _wish(media_type, ranges) for media_type in offered}
    best = max(wishes, key=lambda media_type: wishes[media_type])
    return best if wishes[best][0] > 0 else None


def reads_events(accept: str) -> bool:
    """Tell whether the client names event streams, whatever it likes better."""
    return any(name == EVENT_STREAM and quality > 0 for name, quality in _media_ranges(accept))


def _wish(media_type: str, ranges: list[tuple[str, float]]) -> tuple[float, int, bool]:
    """Return the quality that `ranges` give `media_type`, how exactly, and whether it is newer."""
    exactness_of = {
        media_type: _EXACT,
        f"{media_type.partition('/')[0]}/*": _MAIN_TYPE,
        "*/*": _ANY,
    }
    matches = [(exactness_of[name], quality) for name, quality in ranges if name in exactness_of]
    exactness, quality = max(matches, key=lambda match: match[0], default=(_ANY, 0.0))
    return quality, exactness, exactness == _EXACT and media_type == GRAPHQL_JSON


def _media_ranges(accept: str) -> list[tuple[str, float]]:
    return [_media_range(text) for text in accept.split(",")[:_MAX_RANGES]]


def _media_range(text: str) -> tuple[str, float]:
    name, *parameters = (part.strip() for part in text.lower().split(";"))
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            return name, _quality(value.strip())
    return name, 1.0


def _quality(text: str) -> float:
    """Read a quality; anything else counts as 1, as if it had not been said."""
    try:
        quality = float(text)
    except ValueError:
        return 1.0
    return quality if 0 <= quality <= 1 else 1.0
