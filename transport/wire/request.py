"""Request parsing as GraphQL over HTTP demands (R13.4); sockets share it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl

import orjson

from transport.wire.document_id import DocumentId, read_document_id
from transport.wire.refusals import RequestRefused, UnsupportedMediaType

_MAX_URL_PARAMETERS = 20
_ENDLESS_NUMBER = "number is infinity when parsed as double"


@dataclass(frozen=True, slots=True)
class GraphQLRequest:
    """A document, the values of its variables, and which of its operations to run.

    The document is empty where the client only names it, by `document_id`.
    """

    document: str
    variables: Mapping[str, object]
    operation_name: str | None
    document_id: DocumentId | None = None


def read_body(body: bytes, content_type: str, content_encoding: str = "") -> GraphQLRequest:
    """Read a POST request. Raises UnsupportedMediaType, RequestRefused."""
    _require_json(content_type)
    _require_plain(content_encoding)
    return read_parameters(_parse_json(body, "The body"))


def read_url(query_string: bytes) -> GraphQLRequest:
    """Read a GET request from its URL. Raises RequestRefused."""
    try:
        pairs = parse_qsl(
            query_string.decode(),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MAX_URL_PARAMETERS,
        )
    except ValueError as error:
        raise RequestRefused("The URL's parameters are not well formed.") from error
    parameters: dict[str, object] = dict(pairs)
    if len(parameters) < len(pairs):
        raise RequestRefused("A URL parameter is given twice.")
    for name in ("variables", "extensions"):
        text = parameters.get(name)
        if isinstance(text, str):
            parameters[name] = _parse_json(text.encode(), f"`{name}`") if text else None
    return read_parameters(parameters)


def read_parameters(parameters: object, *, name: str = "The body") -> GraphQLRequest:
    """Read what JSON says, which errors call `name`. Raises RequestRefused."""
    if isinstance(parameters, list):
        raise RequestRefused("Only one request per body: batching is off.")
    if not isinstance(parameters, dict):
        raise RequestRefused(f"{name} must be a JSON object.")
    operation_name = parameters.get("operationName")
    if operation_name is not None and not isinstance(operation_name, str):
        raise RequestRefused("`operationName` must be a text.")
    document_id = read_document_id(parameters, _read_map(parameters, "extensions"))
    return GraphQLRequest(
        _read_document(parameters.get("query"), document_id),
        _read_map(parameters, "variables"),
        operation_name or None,
        document_id,
    )


@lru_cache(maxsize=64)  # those that are refused are not kept
def _require_json(content_type: str) -> None:
    media_type, *parameters = (part.strip().lower() for part in content_type.split(";"))
    if media_type != "application/json":
        raise UnsupportedMediaType("The content type must be application/json.")
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name == "charset" and value.strip('"') not in ("utf-8", "utf8"):
            raise UnsupportedMediaType("The charset must be utf-8.")


def _require_plain(content_encoding: str) -> None:
    """Refuse a compressed body: what it would become has no limit that is known before."""
    if content_encoding.strip().lower() not in ("", "identity"):
        raise UnsupportedMediaType("The body must not be compressed.")


def _parse_json(text: bytes, name: str) -> object:
    try:
        value: object = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        reason = "a number is too large" if error.msg == _ENDLESS_NUMBER else error.msg
        place = f"line {error.lineno}, column {error.colno}"
        raise RequestRefused(f"{name} can't be read as JSON: {reason}, {place}.") from error
    return value


def _read_document(query: object, document_id: DocumentId | None) -> str:
    if query in (None, "") and document_id is not None:
        return ""
    if not isinstance(query, str) or not query:
        raise RequestRefused("`query` must be a GraphQL document.")
    return query


def _read_map(parameters: Mapping[str, object], name: str) -> Mapping[str, object]:
    value = parameters.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise RequestRefused(f"`{name}` must be a JSON object.")
    return value
