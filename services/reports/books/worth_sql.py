"""SQL of what points are worth, to the minor unit, as the rules say it (R2.4, R3.1)."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from models.database import Dialect, dialect
from services.command.amounts import to_e4
from services.rules.basics.currencies import MINOR_DIGITS
from services.rules.programme.conversion import WORTH_LIMIT, RecordedRate

# A sum of worths is told in two parts, which no database takes for too large: whole units of so
# many ten-thousandths, and the rest.
_UNIT: Final = 1_000_000
# Whole numbers throughout, so that `/` rounds down; quotients are compared before anything is
# multiplied, so that nothing overflows.
_WORTH: Final = """
CASE WHEN {rate_points} IS NULL OR ({points}) <= 0 THEN 0
    WHEN ({points}) / {rate_points} > {limit} / {rate_amount} THEN {limit}
    ELSE ({points}) / {rate_points} * {rate_amount} / {step} * {step} END
"""
_TERM: dict[Dialect, str] = {
    "sqlite": "(?, ?, ?)",
    "postgres": "(?, CAST(? AS BIGINT), CAST(? AS BIGINT))",
}


def minor_unit_e4(currency: str) -> int:
    """Return a currency's minor unit in ten-thousandths."""
    return int(10 ** (4 - MINOR_DIGITS[currency]))


def worth_sql(points: str, *, rate: str, currency: str) -> str:
    """Return the SQL of the worth of `points` in ten-thousandths.

    The names of the rate's columns begin with `rate`.
    """
    return _WORTH.format(
        points=points,
        rate_points=f"{rate}rate_points",
        rate_amount=f"{rate}rate_amount_e4",
        limit=to_e4(WORTH_LIMIT),
        step=minor_unit_e4(currency),
    )


def sum_sql(worth: str, name: str) -> str:
    """Return the SQL of a sum of worths, in two columns; `summed` puts them together."""
    return f"SUM(({worth}) / {_UNIT}) AS {name}_units, SUM(({worth}) % {_UNIT}) AS {name}_rest"


def summed(row: Mapping[str, object], name: str) -> int:
    """Return the sum that two columns tell, in ten-thousandths."""
    return whole(row[f"{name}_units"]) * _UNIT + whole(row[f"{name}_rest"])


def whole(number: object) -> int:
    """Read a sum, which PostgreSQL answers as a decimal; that of no rows is 0."""
    return int(Decimal(str(number or 0)))


def terms_sql(terms: Mapping[str, RecordedRate | None]) -> tuple[str, list[object]]:
    """Return the rows of what each group's points pay by, and their values."""
    values: list[object] = []
    for group, rate in terms.items():
        values += [group, *_columns(rate)]
    return ", ".join(_marks(terms)), values


def _marks(terms: Iterable[str]) -> list[str]:
    return [_TERM[dialect()] for _ in terms]


def _columns(rate: RecordedRate | None) -> tuple[int | None, int | None]:
    return (None, None) if rate is None else (rate.points, to_e4(rate.currency_amount))
