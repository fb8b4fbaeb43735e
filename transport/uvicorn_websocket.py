"""uvicorn's WebSocket: ended and logged as it should be (R14.1)."""

import asyncio
import logging
from typing import Any

from uvicorn.config import Config
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState

from transport.connection_limits import Deadline
from transport.uvicorn_http import HttpProtocol

_socket_log = logging.getLogger("uvicorn.error.websocket")
_socket_log.setLevel(logging.WARNING)


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
        self._end_deadline = Deadline(self.loop, self._cut_off)

    def connection_lost(self, exc: Exception | None) -> None:
        """End, and stop waiting."""
        self._end_deadline.cancel()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Wait for a client that reads slowly, for a while."""
        super().pause_writing()
        self._end_deadline.set(self.loop.time() + HttpProtocol.limits.unread_seconds)

    def resume_writing(self) -> None:
        """Go on writing."""
        super().resume_writing()
        self._end_deadline.set(None)

    def _cut_off(self) -> None:
        self.transport.abort()
