"""Standing: the points outstanding of a website and their worth at an instant, by expiry month.

It is added up from all accounts (`all_accounts`), or, for some of them, as the difference between
two instants (`chosen_accounts`) (R15.1).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from services.reports.books.worth_sql import summed, whole

THE_BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)
THE_END: Final = datetime.max.replace(tzinfo=UTC)  # as of it all that was written counts


@dataclass(frozen=True, slots=True)
class Standing:
    """Points of accounts above 0, how many those are, what accounts below 0 owe.

    `points_by_month` and `worth_by_month`, in ten-thousandths, are by the number of the month.
    """

    points: int
    debt: int
    accounts: int
    points_by_month: Mapping[int, int]
    worth_by_month: Mapping[int, int]

    @property
    def worth_e4(self) -> int:
        """What all the points are worth."""
        return sum(self.worth_by_month.values())

    def __add__(self, other: "Standing") -> "Standing":
        """Return both together; months that come to nothing are left out."""
        return Standing(
            self.points + other.points,
            self.debt + other.debt,
            self.accounts + other.accounts,
            _sum(self.points_by_month, other.points_by_month),
            _sum(self.worth_by_month, other.worth_by_month),
        )


NOTHING: Final = Standing(0, 0, 0, {}, {})


def standing_of_rows(rows: Sequence[Mapping[str, object]]) -> Standing:
    """Return what a statement has added up: a row for each month, and one for the whole."""
    (in_all,) = (row for row in rows if row["month"] is None)
    by_month = {whole(row["month"]): row for row in rows if row["month"] is not None}
    points = {number: whole(row["points"]) for number, row in by_month.items()}
    worth = {number: summed(row, "worth") for number, row in by_month.items()}
    return Standing(
        points=whole(in_all["points"]),
        debt=whole(in_all["debt"]),
        accounts=whole(in_all["accounts"]),
        points_by_month=_sum(points, {}),
        worth_by_month=_sum(worth, {}),
    )


def _sum(some: Mapping[int, int], others: Mapping[int, int]) -> dict[int, int]:
    sums = Counter(some)
    for number, value in others.items():
        sums[number] += value
    return {number: value for number, value in sums.items() if value}
