"""Progress of a long command: a moving sign on a terminal, a line elsewhere."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from settings import Settings

_LOGGED_SECONDS = 10.0

Told = Callable[[str], None]


@contextmanager
def progress(settings: Settings, sentence: str) -> Iterator[Told]:
    """Show on a terminal that something is under way; elsewhere log that it began.

    What it yields is told how far it is: shown at once there, logged every ten seconds here.
    """
    if not sys.stderr.isatty():
        from cli.log import open_log

        log = open_log(settings)
        log.info(sentence)
        yield _now_and_then(log.info)
        return
    from rich.console import Console

    with Console(stderr=True).status(sentence) as status:
        yield status.update


def _now_and_then(say: Told) -> Told:
    """Return what says a sentence unless the last was said just before."""
    said_at = time.monotonic()

    def tell(sentence: str) -> None:
        nonlocal said_at
        if time.monotonic() - said_at >= _LOGGED_SECONDS:
            said_at = time.monotonic()
            say(sentence)

    return tell
