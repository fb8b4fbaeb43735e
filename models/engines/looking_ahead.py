"""Looking ahead: reads that a transaction will ask for one after the other, sent as one statement.

Each statement is a round trip. So whoever knows what will be asked for says so, and who asks then
is answered from what came back, once each. What nobody foresaw is asked for as ever, so a wrong
guess costs a statement and nothing else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

# Stands before the columns of each read: TRUE where a row was found. No column of ours is named so.
_FOUND = "is found"


@dataclass(frozen=True, slots=True)
class Query:
    """A SELECT that finds one row at most, `?` for its values."""

    sql: str
    values: Sequence[object]


@lru_cache(maxsize=256)
def as_one_read(queries: tuple[str, ...]) -> str:
    """Put SELECTs side by side that find one row each at most: together they find one."""
    columns = ", ".join(f"q{number}.*" for number, _ in enumerate(queries))
    parts = "".join(
        f' LEFT JOIN (SELECT TRUE AS "{_FOUND}", q.* FROM ({sql}) AS q) AS q{number} ON TRUE'  # noqa: S608 - ours
        for number, sql in enumerate(queries)
    )
    return f"SELECT {columns} FROM (SELECT 1) AS one{parts}"  # noqa: S608 - ours


def taken_apart(names: Iterable[str], values: Iterable[object]) -> list[list[dict[str, object]]]:
    """Return the rows that each of the SELECTs has found, in their order, of the one row of all."""
    answers: list[list[dict[str, object]]] = []
    row: dict[str, object] = {}
    for name, value in zip(names, values, strict=True):
        if name == _FOUND:
            row = {}
            answers.append([row] if value else [])
        else:
            row[name] = value
    return answers
