"""Heartbeat of a worker process: a file that its event loop touches every few seconds.

It tells whether the process itself is alive. A job that is late, a mail server or a database that
is away are for metrics and alerts: a new process would do no better.
"""

import asyncio
import time
from pathlib import Path

_PAUSE = 5.0
_DEAD_AFTER = 60.0


async def beat(file: Path, stop: asyncio.Event, *, pause: float = _PAUSE) -> None:
    """Touch `file` again and again until `stop` is set."""
    while not stop.is_set():
        file.touch()  # noqa: ASYNC240 - that the loop itself comes to it is what is told
        try:
            async with asyncio.timeout(pause):
                await stop.wait()
        except TimeoutError:
            continue


def is_alive(file: Path) -> bool:
    """Tell whether a worker has touched `file` within the last minute."""
    try:
        return time.time() - file.stat().st_mtime < _DEAD_AFTER
    except FileNotFoundError:
        return False
