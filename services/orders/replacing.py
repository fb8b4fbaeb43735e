"""Replacing an order by the one that is placed from an edited cart, in one transaction (R6.14)."""

from dataclasses import dataclass
from datetime import datetime

from models.rows.updates import save_row
from models.tables.checkout import CartRow, OrderRow
from services.checkout.replacing import check_replaceable
from services.ledger.writing.account_book import AccountBook
from services.orders.change import OrderChange, settle_quantities, take_over_matured
from services.orders.facts import note_points, points_of, states_of
from services.orders.lines import save_quantities
from services.orders.orders import LockedOrder, lock_order
from services.orders.placement_checks import Placement
from services.orders.settlement.booking import Settlement
from services.programme.programme import Programme
from services.rules.basics.refusals import Invalid
from services.rules.checkout.redemption.funds import NOTHING_CARRIED, Carried
from services.rules.orders.replacing import pass_on


@dataclass(frozen=True, slots=True)
class Replaced:
    """A locked order that is about to be replaced."""

    order: LockedOrder

    @property
    def row(self) -> OrderRow:
        """The order's row."""
        return self.order[0]


async def lock_replaced(cart: CartRow, placement: Placement) -> Replaced | None:
    """Lock the order that a locked cart replaces, if any; of two carts at once the first has it.

    Whether it can be replaced is for `check_still_replaceable`. Raises Invalid.
    """
    if cart.replaces_order_id is None:
        return None
    if len(placement.orders) > 1:
        raise Invalid("A cart that replaces an order is placed as one order.", path=("orders",))
    return Replaced(await lock_order(cart.replaces_order_id))


def check_still_replaceable(cart: CartRow, replaced: Replaced | None, programme: Programme) -> None:
    """Refuse to replace a locked order that can't be replaced any more.

    Raises OrderState.
    """
    if replaced is not None:
        check_replaceable(cart, *replaced.order, programme.status_rules, path=("cart_id",))


def carried_of(replaced: Replaced | None, book: AccountBook) -> Carried:
    """Return what the order to be replaced has taken, has on hold, and has earned."""
    if replaced is None:
        return NOTHING_CARRIED
    take_over_matured(replaced.row, book)
    ledger = points_of(replaced.row).ledger
    return Carried(ledger.returnable, book.held_for(replaced.row.id), ledger.granted)


async def cancel_replaced(
    replaced: Replaced,
    new: OrderRow,
    book: AccountBook | None,
    programme: Programme,
    *,
    now: datetime,
) -> Settlement:
    """Cancel the order and let `new`, not yet saved, take over the points that both use.

    Only what the new order does not need comes back; `new` stands as if it had taken the rest.
    """
    row, lines = replaced.order
    old_points, new_points = pass_on(points_of(row), new.points_used + new.product_points_used)
    note_points(row, old_points)
    note_points(new, new_points)
    new.points_carried = new_points.ledger.taken
    new.replaces_order_id, row.replaced_by_order_id = row.id, new.id
    change = OrderChange(row, lines, book, programme, states_of(lines), row.status, now)
    for line in lines:
        line.cancelled_e4 = line.quantity_e4
    settlement = await settle_quantities(change)
    await save_quantities(row.id, lines)
    await save_row(row)
    return settlement
