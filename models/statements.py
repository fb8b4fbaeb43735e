"""Statement counts, so that a test can say what an operation costs the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class StatementCount:
    """The statements sent while it watched, BEGIN and COMMIT included, oldest first."""

    statements: list[str] = field(default_factory=list)

    @property
    def round_trips(self) -> int:
        """Waits for the database: one a statement, once the driver has prepared it."""
        return len(self.statements)


_watching: list[StatementCount] = []


@contextmanager
def count_statements() -> Iterator[StatementCount]:
    """Watch every statement of this process, through the ORM or raw, until the block ends."""
    count = StatementCount()
    _watching.append(count)
    try:
        yield count
    finally:
        _watching.remove(count)


def note(statement: str) -> None:
    """Tell whoever is counting that `statement` is being sent."""
    for count in _watching:
        count.statements.append(statement)
