"""Progress of a long command: a moving sign on a terminal, a line elsewhere."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from settings import Settings

_REDRAWN, _SAID = 0.2, 5.0  # seconds between two drawings of a line, or two lines


@contextmanager
def progress(settings: Settings, sentence: str) -> Iterator[None]:
    """Show on a terminal that something is under way; elsewhere log that it began."""
    if not sys.stderr.isatty():
        from cli.log import open_log

        open_log(settings).info(sentence)
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(sentence):
        yield


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
