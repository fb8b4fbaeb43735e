"""Simulation: what a change would have given on the recorded facts of a period (R15.5)."""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Final
from zoneinfo import ZoneInfo

from models.database import fetch, instant
from models.rows.inserts import columns_of
from models.rows.reads import one_of, read_columns
from models.tables.checkout import CartRow, OrderLineRow, OrderRow
from models.tables.setup import CustomerRow
from services.checkout.quoting import open_cart
from services.orders.facts import facts_of
from services.programme.customer_groups import GENERAL_GROUP
from services.programme.rule_book import RuleBook, rule_book
from services.programme.websites import find_website
from services.reports.simulation.changes import Wanted, checked_change
from services.reports.simulation.sums import Simulation, Tally
from services.rules.basics.money import ZERO
from services.rules.basics.refusals import OutOfRange
from services.rules.checkout.cart import CartContent
from services.rules.reports.intervals import check_period
from services.rules.reports.simulated_facts import Change, OrderState, PlacedCart
from services.rules.reports.simulation import Outcome, outcomes, unchanged
from services.rules.reports.simulation_words import why

MOST_ORDERS: Final = 1_000
_BATCH: Final = 500

_COUNT = """
SELECT COUNT(*) AS orders FROM (
    SELECT 1 FROM orders WHERE website_code = ? AND placed_at >= ? AND placed_at < ? {limit}
) AS placed
"""
# In the order of their customers, so that what a customer gains is known once the next one comes.
_NEXT = """
SELECT id, customer_id, placed_at FROM orders
WHERE website_code = ? AND placed_at >= ? AND placed_at < ? AND customer_id IS NOT NULL
    AND (customer_id, placed_at) > (?, ?)
ORDER BY customer_id, placed_at, id LIMIT ?
"""
# What is not reckoned with is not read: an instant takes as long as all numbers of a row.
_NOT_OF_CART: Final = {"email", "created_at", "updated_at", "quoted_points", "quoted_due_e4"}
_NOT_OF_ORDER: Final = {"number", "status", "completed_at"}
_NOT_OF_LINE: Final = {"sku", "line_id"}
_OF_CART, _OF_ORDER, _OF_LINE = (
    [name for name in columns_of(model) if name not in unread]
    for model, unread in (
        (CartRow, _NOT_OF_CART),
        (OrderRow, _NOT_OF_ORDER),
        (OrderLineRow, _NOT_OF_LINE),
    )
)
_OF_CUSTOMER: Final = ("id", "customer_group_code")
Told = Callable[[int], None]  # of how many orders are done


async def simulate(
    *,
    wanted: Wanted,
    website_code: str,
    since: datetime,
    until: datetime,
    now: datetime,
    most_orders: int | None = MOST_ORDERS,
    told: Told = lambda _: None,
) -> Simulation:
    """Lay a change over the orders placed on a website in a half-open period; nothing is written.

    However many orders there are, a batch of them is in memory at a time. Raises NotFound, Invalid,
    and OutOfRange for a period without an instant, or with more orders than `most_orders`.
    """
    website = await find_website(website_code)
    check_period(since, until)
    change = await checked_change(wanted, website_code=website_code)
    orders = await _count(website_code, since, until, most_orders)
    tally, done = Tally(Simulation(website.base_currency, orders)), 0
    book = await rule_book()
    async for ids in _batches(website_code, since, until):
        for customer_id, found in await _outcomes(ids, change, book, now=now):
            tally.add(customer_id, found)
        done += len(ids)
        told(done)
    tally.end_customer()
    return tally.sums


async def _count(
    website_code: str, since: datetime, until: datetime, most_orders: int | None
) -> int:
    """Return how many orders there are. Raises OutOfRange for more than `most_orders`."""
    limit = "" if most_orders is None else f"LIMIT {most_orders + 1}"
    (row,) = await fetch(_COUNT.format(limit=limit), [website_code, since, until])
    orders = int(str(row["orders"]))
    if most_orders is not None and orders > most_orders:
        raise OutOfRange(
            f"to: the period has more than {most_orders:,} orders; take a shorter one, or"
            " `guerdon simulate`, which takes any number.",
            path=("to",),
        )
    return orders


async def _batches(website_code: str, since: datetime, until: datetime) -> AsyncIterator[list[str]]:
    """Yield the ids of some hundred orders of customers at a time; those of a cart together."""
    after: tuple[str, datetime] = ("", since)
    while True:
        rows = await fetch(_NEXT, [website_code, since, until, *after, _BATCH])
        if not rows:
            return
        places = [(str(row["customer_id"]), instant(row["placed_at"])) for row in rows]
        # What was placed together may go on behind the end of a full batch: it comes with the next.
        whole = len(rows)
        if whole == _BATCH and places[0] != places[-1]:
            whole = places.index(places[-1])
        yield [str(row["id"]) for row in rows[:whole]]
        after = places[whole - 1]


async def _outcomes(
    ids: Sequence[str], change: Change | None, book: RuleBook, *, now: datetime
) -> list[tuple[str, Outcome]]:
    """Return what each order of a batch is granted before and after, in the batch's order."""
    rows = {row.id: row for row in await read_columns(OrderRow, _OF_ORDER, *one_of("id", ids))}
    lines: dict[str, list[OrderLineRow]] = {order_id: [] for order_id in ids}
    of_orders = await read_columns(OrderLineRow, _OF_LINE, *one_of("order_id", ids))
    for line in sorted(of_orders, key=attrgetter("position")):
        lines[line.order_id].append(line)
    carts = await _carts(rows.values(), change)
    groups = await _groups(rows.values())
    by_cart: dict[str, list[OrderRow]] = {}
    for order_id in ids:
        by_cart.setdefault(rows[order_id].cart_id, []).append(rows[order_id])
    found: dict[str, Outcome] = {}
    for cart_id, of_cart in by_cart.items():
        if not any(row.received_approved for row in of_cart):
            found |= {row.id: Outcome(row.id, 0, 0, ZERO, ZERO, str) for row in of_cart}
            continue
        states = [_state(row, lines[row.id], now) for row in sorted(of_cart, key=_position)]
        group = groups.get(str(of_cart[0].customer_id), GENERAL_GROUP)
        placed = _placed(of_cart[0], carts.get(cart_id), states, group, book)
        found |= {each.order_id: each for each in _compared(placed, change)}
    return [(str(rows[order_id].customer_id), found[order_id]) for order_id in ids]


def _compared(placed: PlacedCart, change: Change | None) -> list[Outcome]:
    if change is None:
        return [unchanged(order) for order in placed.orders]
    return outcomes(placed, change, lambda compared: why(compared, change))


async def _carts(rows: Iterable[OrderRow], change: Change | None) -> dict[str, CartRow]:
    """Return the carts of orders, where the change asks for what only they know."""
    if change is None:
        return {}
    ids = sorted({row.cart_id for row in rows if row.received_approved})
    return {row.id: row for row in await read_columns(CartRow, _OF_CART, *one_of("id", ids))}


async def _groups(rows: Iterable[OrderRow]) -> dict[str, str]:
    ids = sorted({row.customer_id for row in rows if row.customer_id is not None})
    found = await read_columns(CustomerRow, _OF_CUSTOMER, *one_of("id", ids))
    return {row.id: row.customer_group_code for row in found}


def _state(row: OrderRow, lines: Sequence[OrderLineRow], now: datetime) -> OrderState:
    facts = facts_of(row, lines)
    return OrderState(
        id=row.id,
        quote=facts.quote,
        lines=facts.lines,
        given=facts.given,
        deducted=facts.deducted,
        points=facts.points,
        is_mature=facts.points.is_mature(now),
    )


def _placed(
    row: OrderRow, cart: CartRow | None, states: list[OrderState], group: str, book: RuleBook
) -> PlacedCart:
    terms = book.terms(row.website_code, group)
    opened = None if cart is None else open_cart(cart)
    as_money = opened.wishes.as_money if opened else None
    for_lines = opened.wishes.for_lines if opened else None
    return PlacedCart(
        website_code=row.website_code,
        group_code=group,
        day=row.placed_at.astimezone(ZoneInfo(terms.website.time_zone)).date(),
        content=opened.content if opened else CartContent(states[0].quote.currency),
        wish=as_money.wish if as_money else None,
        product_wish=for_lines.wish if for_lines else None,
        orders=tuple(states),
        earning_today=terms.earning,
        settings=terms.settings,
    )


def _position(row: OrderRow) -> int:
    return row.position
