"""Writing what became of an order's units, in one statement however many lines."""

from collections.abc import Sequence

from models.checkout import OrderLineRow
from models.database import execute


async def save_invoiced(order_id: str, rows: Sequence[OrderLineRow]) -> None:
    """Write how many units of each line are invoiced."""
    whens = " ".join("WHEN ? THEN CAST(? AS INTEGER)" for _ in rows)
    values: list[object] = []
    for row in rows:
        values += [row.line_id, row.invoiced]
    await execute(
        f"UPDATE order_lines SET invoiced = CASE line_id {whens} END"  # noqa: S608  only marks vary
        " WHERE order_id = ?",
        [*values, order_id],
    )
