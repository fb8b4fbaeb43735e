"""Virtual time: an event loop whose clock jumps to whatever is next, so that waiting costs nothing.

Whoever waits longest goes on last, and nothing else decides: the same waits are the same run.
"""

import asyncio
from typing import cast


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """An event loop that never sleeps while a timer is due next."""

    def __init__(self) -> None:
        super().__init__()
        self._seconds = 0.0

    def time(self) -> float:
        """Return the seconds that have passed by this loop's own clock."""
        return self._seconds

    def _run_once(self) -> None:
        scheduled = cast("list[asyncio.TimerHandle]", self._scheduled)  # type: ignore[attr-defined]
        if scheduled and not self._ready:  # type: ignore[attr-defined]
            self._seconds = max(self._seconds, scheduled[0].when())
        super()._run_once()  # type: ignore[misc]
