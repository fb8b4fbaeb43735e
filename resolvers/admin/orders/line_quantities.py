"""Line quantities: units of the lines of a cart or an order."""

from collections.abc import Sequence

import strawberry

from services.rules.basics.quantities import Quantity


@strawberry.input(description="A number of units of a line.")
class LineQuantity:
    line_id: strawberry.ID = strawberry.field(description="Your own id of the line.")
    quantity: Quantity = strawberry.field(description="The number of units, more than 0.")


def quantities_of(lines: Sequence[LineQuantity] | None) -> tuple[tuple[str, Quantity], ...] | None:
    """Return the lines' ids and quantities; None stands for all that is left."""
    return None if lines is None else tuple((line.line_id, line.quantity) for line in lines)
