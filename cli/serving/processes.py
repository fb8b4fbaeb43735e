"""Serving: runs the server and the background worker, and ends them cleanly."""

import asyncio
import gc
import signal
import sys
from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any, Final, NoReturn

import structlog
import uvicorn

from cli.work.database import demand_newest_schema
from settings import Settings
from transport.body_limit import MAX_BODY_BYTES
from transport.connection_limits import allow_many_connections
from transport.watch.metrics_directory import shared_metrics

# How connections behave, of HTTP and WebSocket alike.
CONNECTION_OPTIONS: Final[Mapping[str, Any]] = {
    "loop": "uvloop",
    "http": "transport.uvicorn_http:HttpProtocol",
    "ws": "transport.uvicorn_websocket:SocketProtocol",
    "ws_max_size": MAX_BODY_BYTES,
    "ws_ping_interval": 20.0,  # seconds; whoever does not answer within as many again is gone
    "ws_ping_timeout": 20.0,
    "ws_per_message_deflate": False,  # it keeps tens of kilobytes for each socket
    "log_config": None,  # the application sets up ours in each process
    "access_log": False,  # the application writes its own
    "server_header": False,
    "proxy_headers": False,  # the application believes those that GUERDON_TRUSTED_PROXIES names
}
_SECONDS_TO_FINISH = 30  # what running requests get at the end
# A process that imports the program on a busy machine says nothing meanwhile, and is not dead.
_SECONDS_TO_ANSWER = 60

_log = structlog.get_logger("guerdon")


def run_server(*, host: str, port: int, processes: int) -> bool:
    """Serve until told to stop, then let running requests finish; return whether it could start.

    Exits 0 by itself when it is stopped by SIGTERM.
    """
    # uvicorn raises the signal that stopped it once more when it is done.
    signal.signal(signal.SIGTERM, _end_well)
    allow_many_connections()
    if processes > 1:
        gc.enable()  # this one only watches the others
    with shared_metrics() if processes > 1 else nullcontext():
        try:
            _run_uvicorn(host, port, processes)
        except SystemExit as ending:
            return not ending.code
    return True


def _end_well(_number: int, _frame: object) -> NoReturn:
    sys.exit(0)


def _run_uvicorn(host: str, port: int, processes: int) -> None:
    uvicorn.run(
        "app:create_app",
        factory=True,
        host=host,
        port=port,
        workers=processes,
        timeout_graceful_shutdown=_SECONDS_TO_FINISH,
        timeout_worker_healthcheck=_SECONDS_TO_ANSWER,
        **CONNECTION_OPTIONS,
    )


async def work(settings: Settings, heartbeat: Path | None = None) -> None:
    """Run the background jobs on a database of the newest schema, split as the settings ask."""
    await demand_newest_schema(settings)
    await run_worker(heartbeat)


async def run_worker(heartbeat: Path | None = None) -> None:
    """Run the background jobs until SIGTERM or Ctrl-C, finishing the batches in hand.

    Its event loop touches the file `heartbeat` every few seconds, to the end.
    """
    from services.operation.heartbeat import beat
    from services.operation.worker import run

    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    _log.info("background worker started")
    over = asyncio.Event()
    beating = None if heartbeat is None else asyncio.create_task(beat(heartbeat, over))
    await run(stop)
    over.set()
    if beating is not None:
        await beating
    _log.info("background worker stopped")
