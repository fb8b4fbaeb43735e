"""One GraphQL API over WebSocket: which sockets are accepted, and for what they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from starlette.types import Message, Receive, Scope, Send

from transport.api.authentication import credentials_of
from transport.api.graphql_api import GraphQLApi
from transport.live.limits import LiveLimits
from transport.live.open_connections import OpenConnections
from transport.live.origins import check_origin
from transport.live.socket import GraphQLSocket
from transport.live.socket_messages import CloseCode
from transport.wire.refusals import RequestRefused
from transport.wire.request_summary import summary_of
from transport.wire.response import send_refusal

PROTOCOL: Final = "graphql-transport-ws"


@dataclass(frozen=True, slots=True)
class WebSocketEndpoint:
    """Accepts sockets of clients that speak graphql-transport-ws."""

    api: GraphQLApi
    connections: OpenConnections
    limits: LiveLimits
    origins: Sequence[str] = ()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one socket until it is closed, or refuse it with an HTTP status."""
        summary = summary_of(scope)
        credentials = credentials_of(scope)
        await receive()  # the request to connect
        try:
            check_origin(scope, self.origins)
            await self.api.receive(credentials, summary.request_id)
            with self.connections.one_more():
                if PROTOCOL not in scope["subprotocols"]:
                    await _close_unspoken(send)
                    return
                await send({"type": "websocket.accept", "subprotocol": PROTOCOL})
                socket = GraphQLSocket(
                    self.api, self.limits, credentials, summary.request_id, receive, send
                )
                await socket.serve()
        except RequestRefused as refusal:
            await send_refusal(scope, _as_denial(send), refusal)


async def _close_unspoken(send: Send) -> None:
    await send({"type": "websocket.accept"})
    code, reason = CloseCode.SUBPROTOCOL_NOT_ACCEPTABLE, f"The subprotocol must be {PROTOCOL}"
    await send({"type": "websocket.close", "code": code, "reason": reason})


def _as_denial(send: Send) -> Send:
    """Let an HTTP response be sent instead of accepting the socket."""

    async def send_denial(message: Message) -> None:
        await send({**message, "type": f"websocket.{message['type']}"})

    return send_denial
