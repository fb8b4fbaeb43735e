"""Statement counts and spans: what an operation costs the database, for tests and traces."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, eq=False)  # two that saw the same are two
class StatementCount:
    """The statements sent while it watched, BEGIN and COMMIT included, oldest first."""

    statements: list[str] = field(default_factory=list)

    @property
    def round_trips(self) -> int:
        """Waits for the database: one a statement, once the driver has prepared it."""
        return len(self.statements)


Span = Callable[[str], AbstractContextManager[object]]

_watching: list[StatementCount] = []
_nothing = nullcontext()
_span: Span | None = None


@contextmanager
def count_statements(statements: list[str] | None = None) -> Iterator[StatementCount]:
    """Watch every statement of this process, through the ORM or raw, until the block ends.

    They are put into `statements` as they are sent, if it is given.
    """
    count = StatementCount([] if statements is None else statements)
    _watching.append(count)
    try:
        yield count
    finally:
        _watching.remove(count)


def trace_statements(span: Span | None) -> None:
    """Have every statement of this process run within `span` of it; None ends that."""
    global _span  # noqa: PLW0603 - one tracer per process
    _span = span


def sending(statement: str) -> AbstractContextManager[object]:
    """Tell whoever is counting that `statement` is being sent, and return what to send it in."""
    note(statement)
    return _nothing if _span is None else _span(statement)


def note(statement: str) -> None:
    """Tell whoever is counting that `statement` is being sent."""
    for count in _watching:
        count.statements.append(statement)
