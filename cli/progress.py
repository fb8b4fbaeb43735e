"""Progress of a long command: a moving sign on a terminal, a line elsewhere."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from settings import Settings


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
