"""Socket messages of graphql-transport-ws; anything else closes the socket."""

from collections.abc import Mapping
from dataclasses import replace
from enum import IntEnum

import orjson
from starlette.types import Message

from transport.api.authentication import Credentials
from transport.wire.refusals import RequestRefused
from transport.wire.request import GraphQLRequest, read_parameters

SocketMessage = Mapping[str, object]

_LONGEST_REASON = 123  # bytes, of a close frame
_LONGEST_ID = 128  # characters


class CloseCode(IntEnum):
    """What the protocol closes sockets with."""

    BAD_REQUEST = 4400
    UNAUTHORIZED = 4401
    FORBIDDEN = 4403
    SUBPROTOCOL_NOT_ACCEPTABLE = 4406
    INITIALISATION_TIMEOUT = 4408
    SUBSCRIBER_EXISTS = 4409
    TOO_MANY_INITIALISATIONS = 4429
    INTERNAL_ERROR = 4500


class Closing(Exception):
    """Closes the socket with a code, and a reason that is cut to what a close frame holds."""

    def __init__(self, code: CloseCode, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason.encode()[:_LONGEST_REASON].decode(errors="ignore")


def read_message(received: Message) -> SocketMessage:
    """Return the JSON object that was received. Raises Closing."""
    text = received.get("text")
    if text is None:
        raise Closing(CloseCode.BAD_REQUEST, "Messages must be texts")
    try:
        message = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise Closing(CloseCode.BAD_REQUEST, "A message must be well-formed JSON") from error
    if not isinstance(message, dict):
        raise Closing(CloseCode.BAD_REQUEST, "A message must be a JSON object")
    return message


def operation_id(message: SocketMessage) -> str:
    """Return the id that the client gave an operation. Raises Closing."""
    name = message.get("id")
    if not isinstance(name, str) or not 0 < len(name) <= _LONGEST_ID:
        raise Closing(
            CloseCode.BAD_REQUEST, f"`id` must be a text of 1 to {_LONGEST_ID} characters"
        )
    return name


def request_of(message: SocketMessage) -> GraphQLRequest:
    """Return what a `subscribe` asks. Raises Closing."""
    try:
        return read_parameters(message.get("payload"), name="`payload`")
    except RequestRefused as refusal:
        raise Closing(CloseCode.BAD_REQUEST, refusal.message) from refusal


def signed(credentials: Credentials, payload: object) -> Credentials:
    """Return `credentials` with what `connection_init` says instead, keys in any case (R12.1).

    Raises Closing.
    """
    if payload is None:
        return credentials
    if not isinstance(payload, dict):
        raise Closing(CloseCode.BAD_REQUEST, "`payload` must be a JSON object")
    given = {name.lower(): value for name, value in payload.items() if value is not None}
    for name in ("authorization", "store"):
        if not isinstance(given.get(name, ""), str):
            raise Closing(CloseCode.BAD_REQUEST, f"`{name}` must be a text")
    return replace(
        credentials,
        authorization=given.get("authorization", credentials.authorization).strip(),
        store=given.get("store", credentials.store or "").strip() or None,
    )
