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
    """One statement, `?` for its values, that inserts into or changes `table`; it reads `reads`.

    One that `claims` inserts one row that others wait for before they lock anything.
    """

    table: str
    sql: str
    values: Sequence[object]
    inserts: bool
    reads: Sequence[str] = ()
    claims: bool = False


@dataclass(frozen=True, slots=True)
class Premise:
    """What a transaction has decided on: one row of `table`, which still has to meet `condition`.

    Whoever changes what was decided on changes this row.
    """

    table: str
    condition: str
    values: Sequence[object]


@dataclass(frozen=True, slots=True)
class Part:
    """A statement that is sent with others; one that `checks` has to find or change one row."""

    sql: str
    values: Sequence[object]
    checks: bool = False


@dataclass(slots=True)
class PendingWrites:
    """The writes that wait, in the order in which they came, and what was decided on.

    `has_written` tells whether the transaction has certainly changed or locked a row.
    """

    writes: list[Write] = field(default_factory=list)
    premises: list[Premise] = field(default_factory=list)
    has_written: bool = False

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

    def checked_parts(self) -> list[Part]:
        """Return the writes: those that claim something first, then those that check the premises.

        Who changes the row of a premise checks it in the same stroke: so no order among the parts
        of a statement matters. A row that nobody changes is locked.
        """
        checks = [Part(w.sql, w.values, checks=True) for w in self.writes if w.claims]
        writes = [write for write in self.writes if not write.claims]
        for premise in self.premises:
            change = next((w for w in writes if w.table == premise.table and not w.inserts), None)
            if change is None:
                sql = f"SELECT 1 FROM {premise.table} WHERE {premise.condition} FOR UPDATE"  # noqa: S608
                checks.append(Part(sql, premise.values, checks=True))
                continue
            writes.remove(change)
            sql = f"{change.sql} AND {premise.condition}"
            checks.append(Part(sql, [*change.values, *premise.values], checks=True))
        return [*checks, *(Part(write.sql, write.values) for write in writes)]


@lru_cache(maxsize=1024)
def as_one(statements: tuple[str, ...]) -> str:
    """Put statements that change rows into one, as PostgreSQL allows."""
    if len(statements) == 1:
        return statements[0]
    parts = ", ".join(f"w{number} AS ({text})" for number, text in enumerate(statements))
    return f"WITH {parts} SELECT 1"


@lru_cache(maxsize=1024)
def as_one_checked(checks: tuple[str, ...], statements: tuple[str, ...]) -> str:
    """Put statements into one that is undone unless each of the checks finds one row.

    It begins with them, as its answer asks for them: in the order in which others take the locks.
    """
    if not checks:
        return as_one(statements)
    parts = [f"c{n} AS ({_answering(text)})" for n, text in enumerate(checks)]
    parts += [f"w{n} AS ({text})" for n, text in enumerate(statements)]
    stands = " AND ".join(f"(SELECT COUNT(*) FROM c{n}) = 1" for n in range(len(checks)))  # noqa: S608
    return f"WITH {', '.join(parts)} SELECT must_stand({stands})"


def _answering(check: str) -> str:
    return check if check.startswith("SELECT") else f"{check} RETURNING 1"
