"""Units of an order's or a cart's lines."""

from collections.abc import Sequence

import strawberry


@strawberry.input(description="Units of a line.")
class LineQuantity:
    line_id: strawberry.ID = strawberry.field(description="Your own id of the line.")
    quantity: int = strawberry.field(description="How many units, 1 or more.")


def quantities_of(lines: Sequence[LineQuantity] | None) -> tuple[tuple[str, int], ...] | None:
    """Return the lines' ids and quantities; None stands for all that is left."""
    return None if lines is None else tuple((line.line_id, line.quantity) for line in lines)
