"""A customer's orders as the storefront shows them (R6.1, R6.3)."""

from dataclasses import dataclass
from datetime import datetime

from services.checkout.carts import find_displays
from services.command.pages.numbered_page import NumberedPage, PageInfo
from services.orders.orders import Order, orders_of_customer
from services.programme.programme import Programme
from services.rules.checkout.cart import DisplayCurrency
from services.rules.programme.visibility import are_points_shown
from services.rules.storefront.order_totals import OrderTotals, order_totals


@dataclass(frozen=True, slots=True)
class OrderPointsCount:
    """Points of an order: used, expected, earned; and of these, given back and taken back."""

    used: int
    pending: int
    earned: int
    returned: int
    reversed: int


@dataclass(frozen=True, slots=True)
class CustomerOrder:
    """An order; its points are None while customers may not see any (R1.6)."""

    id: str
    number: str
    placed_at: datetime
    status: str
    total: OrderTotals
    reward_points: OrderPointsCount | None


@dataclass(frozen=True, slots=True)
class OrdersPage:
    """A page of a customer's orders, newest first."""

    items: list[CustomerOrder]
    page_info: PageInfo
    total_count: int


async def read_customer_orders(
    *, customer_id: str, programme: Programme, page: NumberedPage
) -> OrdersPage:
    """Return a page of the customer's orders on the programme's website.

    Each is in the currency that its cart was shown in (R6.16).
    """
    orders, total_count = await orders_of_customer(
        customer_id=customer_id,
        website_code=programme.website.code,
        skip=page.skip,
        most=page.page_size,
    )
    displays = await find_displays({order.cart_id for order in orders})
    items = [_customer_order(order, displays.get(order.cart_id), programme) for order in orders]
    return OrdersPage(items, page.info(total_count), total_count)


def _customer_order(
    order: Order, display: DisplayCurrency | None, programme: Programme
) -> CustomerOrder:
    is_shown = are_points_shown(programme.settings)
    return CustomerOrder(
        id=order.id,
        number=order.number,
        placed_at=order.placed_at,
        status=order.status,
        total=order_totals(order.quote, display),
        reward_points=_points(order) if is_shown else None,
    )


def _points(order: Order) -> OrderPointsCount:
    return OrderPointsCount(
        used=order.points_used + order.product_points_used,
        pending=order.points_pending,
        earned=order.points_earned,
        returned=order.points_returned,
        reversed=order.points_reversed,
    )
