"""Quantities of an order's lines, written in one statement however many lines there are."""

from collections.abc import Sequence

from models.checkout import OrderLineRow
from models.row_updates import update_rows

_COLUMNS = ("invoiced", "cancelled", "refunded", "deducted")


async def save_quantities(order_id: str, rows: Sequence[OrderLineRow]) -> None:
    """Write how many units of each line are invoiced, cancelled and refunded."""
    await update_rows(
        "order_lines",
        {"order_id": [order_id], "line_id": [row.line_id for row in rows]},
        {column: [getattr(row, column) for row in rows] for column in _COLUMNS},
    )
