"""Pasts of shops: lived through once a process, in databases that tests are given copies of."""

from collections.abc import Callable, Coroutine
from datetime import UTC, date, datetime
from typing import Generic, TypeVar

# Is given the URL of a migrated database; opens it, gives a shop's commands, and closes it.
Past = Callable[[str], Coroutine[None, None, None]]
Template = TypeVar("Template")


class Pasts(Generic[Template]):
    """The templates of a process: `nothing` for no past, and one for each that a test asks for.

    They are made anew each day: where a past goes by the real clock, a test may go by its date.
    """

    def __init__(self, nothing: Template, live_through: Callable[[Past], Template]) -> None:
        self._nothing = nothing
        self._live_through = live_through
        self._lived: dict[tuple[Past, date], Template] = {}

    def template(self, past: Past | None) -> Template:
        """Return what to copy for a test."""
        if past is None:
            return self._nothing
        key = (past, datetime.now(UTC).date())
        if key not in self._lived:
            self._lived[key] = self._live_through(past)
        return self._lived[key]
