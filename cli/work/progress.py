"""Progress of a long command: a moving sign on a terminal, a line elsewhere."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from settings import Settings

_LOGGED_SECONDS = 10.0
_REDRAWN, _SAID = 0.2, 5.0  # seconds between two drawings of a line, or two lines

Told = Callable[[str], None]


@contextmanager
def progress(settings: Settings, sentence: str) -> Iterator[Told]:
    """Show on a terminal that something is under way; elsewhere log that it began.

    What it yields is told how far it is: shown at once there, logged every ten seconds here.
    """
    if not sys.stderr.isatty():
        from cli.work.log import open_log

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


class Steps:
    """How far a long command is, in numbers: on a terminal, or as lines where it is wanted."""

    def __init__(self, things: str, *, is_wanted: bool) -> None:
        self._things = things
        self._is_terminal = sys.stderr.isatty()
        self._is_shown = is_wanted or self._is_terminal
        self._begun_at = self._said_at = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        if self._is_terminal:
            sys.stderr.write("\r\x1b[K")

    def told(self, done: int) -> None:
        """Say how many things are done, and how many a second."""
        at = time.monotonic()
        if not self._is_shown or at - self._said_at < (_REDRAWN if self._is_terminal else _SAID):
            return
        self._said_at = at
        sentence = f"{done:,} {self._things}, {done / (at - self._begun_at):,.0f} a second"
        sys.stderr.write(f"\r{sentence}\x1b[K" if self._is_terminal else f"{sentence}\n")
        sys.stderr.flush()
