"""Orders as they stand: their rows read back into what the rules know (R6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from models.database import must_lock
from models.rows.merged_customers import present_id_of
from models.rows.order_numbers import id_or_number
from models.rows.orders_with_lines import lines_of_row, with_lines
from models.tables.checkout import OrderLineRow, OrderRow
from services.command.pages.cursor_page import Page, PageRequest
from services.command.pages.listing import Sorting, as_id, as_instant, given, list_page
from services.orders.facts import facts_of
from services.rules.basics.codes import is_id, is_order_status, is_website_code, sought
from services.rules.basics.enums import PointsState
from services.rules.basics.limits import check_name, shown_points
from services.rules.basics.quantities import Quantity
from services.rules.basics.refusals import NotFound, Path
from services.rules.checkout.quote import Quote
from services.rules.orders.charge import paid
from services.rules.orders.earnings import earning_basis
from services.rules.orders.points import returned_points
from services.rules.orders.shares import OrderShares, order_shares

_NEWEST_FIRST = Sorting({"placed_at": as_instant, "id": as_id}, newest_first=True)

LockedOrder = tuple[OrderRow, list[OrderLineRow]]


@dataclass(frozen=True, slots=True)
class OrderLine:
    """A line of an order and what became of its units."""

    id: str
    sku: str
    quantity: Quantity
    invoiced: Quantity
    cancelled: Quantity
    refunded: Quantity


@dataclass(frozen=True, slots=True)
class Order:
    """An order: the quote it was placed with and where its points stand (R6.3).

    Points are counts, amounts are in the quote's currency. `points_carried` of the points used
    came with the order that it replaces (R6.14). The points it earns mature at `matures_at`, if
    they do (R6.13).
    """

    id: str
    number: str
    website_code: str
    customer_id: str | None
    cart_id: str
    status: str
    placed_at: datetime
    quote: Quote
    lines: tuple[OrderLine, ...]
    needed_state: PointsState
    received_state: PointsState
    points_used: int
    product_points_used: int
    points_returned: int
    points_pending: int
    points_earned: int
    points_reversed: int
    amount_paid: Decimal
    amount_refunded: Decimal
    earning_basis: Decimal
    replaces_order_id: str | None
    replaced_by_order_id: str | None
    points_carried: int
    matures_at: datetime | None

    @property
    def currency(self) -> str:
        """The base currency of the website, in which all is charged."""
        return self.quote.currency

    @property
    def shares(self) -> OrderShares:
        """Who pays what of the lines and the shipping, as the order stands (R6.15)."""
        return order_shares(
            self.quote, [Quantity(line.quantity - line.cancelled) for line in self.lines]
        )


async def lock_order(order_id: str) -> LockedOrder:
    """Lock an order until the transaction ends; return it with its lines.

    Raises NotFound.
    """
    must_lock()
    row = await OrderRow.select_for_update().get_or_none(id=order_id) if is_id(order_id) else None
    if row is None:
        raise no_order(order_id, path=("order_id",))
    return row, await lines_of(order_id)


async def lines_of(order_id: str) -> list[OrderLineRow]:
    """Return the order's lines, in its order."""
    return await OrderLineRow.filter(order_id=order_id).order_by("position")


async def find_order(*, order_id: str) -> Order:
    """Return an order.

    Raises NotFound.
    """
    row = await with_lines(OrderRow.filter(id=order_id)).first() if is_id(order_id) else None
    if row is None:
        raise no_order(order_id, path=("id",))
    return _view(row)


async def orders_of_cart(cart_id: str) -> list[Order]:
    """Return the orders that were placed from the cart, in the order given."""
    query = OrderRow.filter(cart_id=cart_id).order_by("position")
    return [_view(row) for row in await with_lines(query)]


async def list_orders(
    *,
    customer_id: str | None = None,
    website_code: str | None = None,
    status: str | None = None,
    page: PageRequest,
) -> Page[Order]:
    """Return orders, newest first, those that match what is given."""
    wanted = {
        "website_code": sought(website_code, is_website_code),
        "status": sought(status, is_order_status),
    }
    query = OrderRow.filter(**given(wanted))
    if (customer_id := sought(customer_id, is_id)) is not None:
        query = query.filter(customer_id__in=present_id_of(customer_id))
    placed = await list_page(with_lines(query), page, _NEWEST_FIRST)
    return placed.map(_view)


async def search_orders(*, text: str, page: PageRequest) -> Page[Order]:
    """Return the orders with this id, or whose number begins with `text`, newest first.

    Zeros and `#` before it make no difference, nor does the case of A to Z. Raises Invalid.
    """
    term = text.strip()
    check_name(term, path=("text",))
    query = OrderRow.filter(id__in=id_or_number(term, _folded(term)))
    placed = await list_page(with_lines(query), page, _NEWEST_FIRST)
    return placed.map(_view)


async def orders_of_customer(
    *, customer_id: str, website_code: str, skip: int, most: int
) -> tuple[list[Order], int]:
    """Return up to `most` of the customer's orders on the website, newest first, and how many."""
    query = OrderRow.filter(customer_id=customer_id, website_code=website_code)
    rows = await with_lines(query).order_by("-placed_at", "-id").offset(skip).limit(most)
    return [_view(row) for row in rows], await query.count()


def order_view(row: OrderRow, lines: Sequence[OrderLineRow]) -> Order:
    """Put together what is shown of an order."""
    facts = facts_of(row, lines)
    ledger = facts.points.ledger
    return Order(
        id=row.id,
        number=row.number,
        website_code=row.website_code,
        customer_id=row.customer_id,
        cart_id=row.cart_id,
        status=row.status,
        placed_at=row.placed_at,
        quote=facts.quote,
        lines=tuple(
            OrderLine(line.line_id, line.sku, of.quantity, of.invoiced, of.cancelled, of.refunded)
            for line, of in zip(lines, facts.lines, strict=True)
        ),
        needed_state=_state(facts.used, approved=row.needed_approved),
        received_state=_state(ledger.gross + row.pending_points, approved=row.received_approved),
        points_used=row.points_used,
        product_points_used=row.product_points_used,
        points_returned=returned_points(facts.points, facts.used, facts.in_force),
        points_pending=shown_points(row.pending_points),
        points_earned=ledger.earned,
        points_reversed=ledger.reversed,
        amount_paid=paid(facts.charge, facts.quote, facts.lines).money,
        amount_refunded=facts.given.cash,
        earning_basis=earning_basis(facts.charge, facts.quote, facts.lines, facts.deducted),
        replaces_order_id=row.replaces_order_id,
        replaced_by_order_id=row.replaced_by_order_id,
        points_carried=row.points_carried,
        matures_at=row.matures_at,
    )


def no_order(order_id: str, *, path: Path) -> NotFound:
    """Say that there is no such order."""
    return NotFound(f"There is no order {order_id}.", path=path)


def _folded(number: str) -> str:
    """Return a number as `orders_by_number` has it."""
    return "".join(each.lower() if each.isascii() else each for each in number.lstrip("#0"))


def _view(row: OrderRow) -> Order:
    return order_view(row, lines_of_row(row))


def _state(points: int, *, approved: bool) -> PointsState:
    if points == 0:
        return PointsState.NONE
    return PointsState.APPROVED if approved else PointsState.PENDING
