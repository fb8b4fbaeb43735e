"""Pending writes: what a transaction writes without waiting for an answer, sent together.

Each statement is a round trip. So those whose answer nobody needs wait until the next statement
that is answered, or the commit, and go as one. Nobody sees a difference: they are in before
anything else is read or written.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Write:
    """One statement, `?` for its values, that inserts into or changes `table`; it reads `reads`."""

    table: str
    sql: str
    values: Sequence[object]
    inserts: bool
    reads: Sequence[str] = ()


@dataclass(slots=True)
class PendingWrites:
    """The writes that wait, in the order in which they came."""

    writes: list[Write] = field(default_factory=list)

    def can_be_one_with(self, write: Write) -> bool:
        """Tell whether `write` may go in the same statement as those that wait.

        The parts of one statement don't see each other's rows, and a row is changed once only.
        """
        return not any(
            before.table in write.reads
            or (before.table == write.table and not (before.inserts and write.inserts))
            for before in self.writes
        )

    def take(self) -> list[Write]:
        """Return what waits; nothing does any longer."""
        taken, self.writes = self.writes, []
        return taken


@lru_cache(maxsize=1024)
def as_one(statements: tuple[str, ...]) -> str:
    """Put statements that change rows into one, as PostgreSQL allows."""
    if len(statements) == 1:
        return statements[0]
    parts = ", ".join(f"w{number} AS ({text})" for number, text in enumerate(statements))
    return f"WITH {parts} SELECT 1"
