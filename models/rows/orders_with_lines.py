"""Orders read with their lines by one statement, as both stood at one moment.

Read one after the other, a command that commits in between would leave the status of before beside
the units of after it.
"""

from typing import cast

from tortoise.expressions import RawSQL
from tortoise.queryset import QuerySet

from models.database import document, identifier, rows_as_json
from models.tables.checkout import OrderLineRow, OrderRow

_COLUMNS = tuple(OrderLineRow._meta.fields_db_projection)  # noqa: SLF001 - tortoise's own name
_LINES = "(SELECT {rows} FROM order_lines line WHERE line.order_id = orders.id)"


def with_lines(orders: QuerySet[OrderRow]) -> QuerySet[OrderRow]:
    """Have a query read the lines of the orders that it finds: ask each for its `lines_of_row`."""
    rows = rows_as_json([f"line.{column}" for column in _COLUMNS])
    return orders.annotate(lines_as_json=RawSQL(_LINES.format(rows=rows)))


def lines_of_row(row: OrderRow) -> list[OrderLineRow]:
    """Return the lines that were read with an order, in its order."""
    value: object = getattr(row, "lines_as_json")  # noqa: B009 - the model has no such column
    found = cast("list[list[object]]", document(value) if value is not None else [])
    lines = [_line(dict(zip(_COLUMNS, values, strict=True))) for values in found]
    return sorted(lines, key=lambda line: line.position)


def _line(values: dict[str, object]) -> OrderLineRow:
    return OrderLineRow(**{**values, "id": identifier(values["id"])})
