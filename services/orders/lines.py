"""Quantities of an order's lines: what a command may take of them, and how they are written."""

from collections.abc import Mapping, Sequence

from models.rows.updates import update_rows
from models.tables.checkout import OrderLineRow
from services.orders.facts import state_of
from services.rules.basics.limits import check_length
from services.rules.basics.quantities import Quantity, check_quantity, plain, said, units_in_all
from services.rules.basics.refusals import Invalid, OrderState, OutOfRange
from services.rules.orders.status import LineState

Quantities = tuple[tuple[str, Quantity], ...]

_COLUMNS = ("invoiced_e4", "cancelled_e4", "refunded_e4", "deducted_e4")


async def save_quantities(order_id: str, rows: Sequence[OrderLineRow]) -> None:
    """Write in one statement what became of each line's units, for its money and its earnings."""
    await update_rows(
        "order_lines",
        {"order_id": [order_id], "line_id": [row.line_id for row in rows]},
        {column: [getattr(row, column) for row in rows] for column in _COLUMNS},
    )


def as_sent(lines: Quantities | None) -> list[tuple[str, int | str]] | None:
    """Return line quantities as the input of a command is told apart from another, and kept."""
    return None if lines is None else [(line_id, plain(units)) for line_id, units in lines]


def taken_units(units: Mapping[str, Quantity], before: Sequence[LineState]) -> dict[str, object]:
    """Return what is kept of a command on open units: which ones, and how many were invoiced.

    That number tells the order of invoices, whatever the clocks of the processes that made them.
    """
    taken = tuple((line_id, count) for line_id, count in units.items() if count)
    return {
        "lines": as_sent(taken),
        "invoicedBefore": plain(units_in_all(line.invoiced for line in before)),
    }


def checked_quantities(
    lines: Quantities, left: Mapping[str, Quantity], *, verb: str
) -> dict[str, Quantity]:
    """Return the units of each line, refusing lines unknown, named twice, or beyond what is left.

    Raises Invalid, OutOfRange naming the line.
    """
    wanted: dict[str, Quantity] = {}
    for index, (line_id, quantity) in enumerate(lines):
        if line_id not in left:
            raise Invalid(f"The order has no line {line_id}.", path=("lines", index, "line_id"))
        if line_id in wanted:
            raise Invalid(f"The line {line_id} is named twice.", path=("lines", index, "line_id"))
        check_quantity(quantity, path=("lines", index, "quantity"))
        if quantity > left[line_id]:
            raise OutOfRange(
                f"Units left to {verb}: {said(left[line_id])}.", path=("lines", index, "quantity")
            )
        wanted[line_id] = quantity
    return wanted


def open_units(
    rows: Sequence[OrderLineRow], lines: Quantities | None, *, verb: str
) -> dict[str, Quantity]:
    """Return the units that a command takes of those neither invoiced nor cancelled.

    None stands for all of them. Raises Invalid, OutOfRange, OrderState where none are left.
    """
    left = {row.line_id: state_of(row).open for row in rows}
    if not any(left.values()):
        raise OrderState(f"Nothing is left to {verb}.", path=("order_id",))
    if lines is None:
        return left
    check_length(len(lines), least=1, path=("lines",))
    return checked_quantities(lines, left, verb=verb)
