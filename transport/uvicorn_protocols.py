"""uvicorn's HTTP and WebSocket, as they should end and as they should be logged."""

import asyncio
import logging
from typing import Any

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState

from transport.live.event_stream import stop_streams

_socket_log = logging.getLogger("uvicorn.error.websocket")
_socket_log.setLevel(logging.WARNING)


class HttpProtocol(HttpToolsProtocol):
    """One connection; when the server stops, the event streams end."""

    def shutdown(self) -> None:
        """Close the connection, or let what it is at come to its end."""
        super().shutdown()
        stop_streams()


class SocketProtocol(WebSocketsSansIOProtocol):
    """One socket, which uvicorn closes with the code 1012 when the server stops.

    Its own line for each, with all that the address holds, is not written: the request log has one.
    """

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.logger = _socket_log
