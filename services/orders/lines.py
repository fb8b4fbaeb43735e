"""Order lines, written in one statement however many there are."""

from collections.abc import Sequence

from models.checkout import OrderLineRow
from models.database import execute

_COLUMNS = ("invoiced", "cancelled", "refunded", "deducted")


async def save_quantities(order_id: str, rows: Sequence[OrderLineRow]) -> None:
    """Write how many units of each line are invoiced, cancelled and refunded."""
    whens = " ".join("WHEN ? THEN CAST(? AS INTEGER)" for _ in rows)
    assignments = ", ".join(f"{column} = CASE line_id {whens} END" for column in _COLUMNS)
    values: list[object] = []
    for column in _COLUMNS:
        for row in rows:
            values += [row.line_id, getattr(row, column)]
    await execute(
        f"UPDATE order_lines SET {assignments} WHERE order_id = ?",  # noqa: S608  only marks vary
        [*values, order_id],
    )
