"""Placing an order: the quote becomes what is charged, the points leave the balance (R6.1)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from models.database import is_left_to_the_end
from models.rows.inserts import insert_rows, new_row
from models.rows.updates import save_row
from models.tables.checkout import CartRow, OrderLineRow, OrderRow
from services.checkout.carts import lock_cart
from services.checkout.looking_ahead import products_of
from services.checkout.quoting import NO_FUNDS, OpenCart, earning_terms, open_cart, quote_of
from services.command.caller import Caller
from services.command.identifiers import new_id
from services.command.json_values import to_document
from services.command.once import Command, Done, once
from services.command.transaction import unlocked_first
from services.ledger.holds import capture_cart_hold
from services.ledger.writing.account_book import AccountBook
from services.ledger.writing.books import open_book, write_books
from services.ledger.writing.looking_ahead import look_ahead_to_book
from services.orders.change import settlement_message
from services.orders.commands_given import EventKey, EventKind, answer_to_keep, kept_message
from services.orders.lines import as_sent
from services.orders.orders import LockedOrder, Order, order_view
from services.orders.placement_checks import NewOrder, Placement, check_placement, check_quote
from services.orders.placing_key import PlacingKey, placed_before
from services.orders.replacing import (
    cancel_replaced,
    carried_of,
    check_still_replaceable,
    lock_replaced,
)
from services.orders.settlement.booking import Settlement
from services.orders.settlement.settlement import settle
from services.programme.programme import Programme, load_programme
from services.promotions.promotions import load_promotions
from services.rules.basics.enums import PointsChange
from services.rules.basics.quantities import to_units_e4
from services.rules.basics.refusals import IdempotencyConflict
from services.rules.checkout.quote import Quote
from services.rules.checkout.redemption.funds import NOTHING_CARRIED, Funds
from services.rules.checkout.splitting import split
from services.rules.orders.status import PENDING, is_open, rule_of


@dataclass(frozen=True, slots=True)
class Placed:
    """The orders that a placement made."""

    orders: list[Order]
    message: str | None
    replayed: bool


@unlocked_first
async def place_orders(*, placement: Placement, caller: Caller, now: datetime) -> Placed:
    """Turn a cart into its orders; the points used leave the balance in the same transaction.

    A cart is placed once; the same command again answers the same orders. One that replaces an
    order cancels it in the same transaction (R6.14). Raises NotFound, CartInactive, OrderState,
    IdempotencyConflict, InsufficientPoints, StaleVersion, PaymentMethodBlocked, Invalid,
    OutOfRange (R5.7, R6.1).
    """
    check_placement(placement)
    cart = await lock_cart(placement.cart_id, path=("cart_id",))
    placed = [] if cart.active else await placed_before(placement)

    async def do() -> Done[Placed]:
        return await _place(cart, placement, caller, now)

    async def replay(kept: Mapping[str, object]) -> Placed:
        return Placed(placed, kept_message(kept), replayed=True)

    command = {**asdict(placement), "orders": [_as_sent(order) for order in placement.orders]}
    events = [
        EventKey(order.id, EventKind.PLACE, "cart_id", cart.id, command, now)
        for order in placement.orders
    ]
    key = PlacingKey(events, placed)
    return await once(Command("orderPlace", cart.id, [key], caller, now), do, replay=replay)


def _as_sent(order: NewOrder) -> dict[str, object]:
    part = {**asdict(order.part), "lines": as_sent(order.part.lines)}
    return {**asdict(order), "part": part}


async def _place(
    cart: CartRow, placement: Placement, caller: Caller, now: datetime
) -> Done[Placed]:
    await _check_ids_free(placement)
    replaced = await lock_replaced(cart, placement)
    opened = open_cart(cart)
    if cart.customer_id is not None:
        await look_ahead_to_book(
            customer_id=cart.customer_id,
            website_code=cart.website_code,
            now=now,
            besides=products_of(opened.content),
        )
    programme = await load_programme(website_code=cart.website_code, customer_id=cart.customer_id)
    check_still_replaceable(cart, replaced, programme)
    book = None
    if cart.customer_id is not None:
        book = await open_book(
            customer_id=cart.customer_id, programme=programme, caller=caller, now=now
        )
    carried = carried_of(replaced, book) if book else NOTHING_CARRIED
    funds = book.funds(cart_id=cart.id, carried=carried) if book else NO_FUNDS
    quotes = await _quotes(opened, placement, programme, funds, now)
    orders = [
        _order_rows(cart, order, position, charged, now)
        for position, (order, charged) in enumerate(zip(placement.orders, quotes, strict=True))
    ]
    if book is not None:
        await capture_cart_hold(book, cart_id=cart.id)
    settled: list[tuple[OrderRow, Settlement]] = []
    if replaced is not None:
        new, _ = orders[0]
        settled.append(
            (replaced.row, await cancel_replaced(replaced, new, book, programme, now=now))
        )
    settled += await _settle(orders, book, programme, now)
    await _write(cart, orders, book, now)
    return _done(orders, settled, book)


async def _quotes(
    opened: OpenCart,
    placement: Placement,
    programme: Programme,
    funds: Funds,
    now: datetime,
) -> tuple[Quote, ...]:
    """Return what each order is charged: the cart as it is quoted now, checked and split."""
    promotions = await load_promotions([opened.content], programme)
    quote = quote_of(opened, programme, funds, promotions, now)
    check_quote(opened, placement, quote, programme)
    parts = [order.part for order in placement.orders]
    terms = earning_terms(programme, opened.content, customer_id=opened.row.customer_id)
    return split(quote, parts, terms)


def _done(
    orders: Sequence[LockedOrder],
    settled: Sequence[tuple[OrderRow, Settlement]],
    book: AccountBook | None,
) -> Done[Placed]:
    """Say what was done to each order, the replaced one before the one that replaces it."""
    messages = [settlement_message(row, book, done) for row, done in settled]
    message = " ".join(filter(None, messages)) or None
    by_order = {row.id: done.entries for row, done in settled}
    kept = {row.id: answer_to_keep(by_order[row.id], message) for row, _ in orders}
    details: dict[str, object] = {"orders": list(kept)}
    if orders[0][0].replaces_order_id is not None:
        details["replacesOrderId"] = orders[0][0].replaces_order_id
    views = [order_view(row, lines) for row, lines in orders]
    return Done(Placed(views, message, replayed=False), kept, details)


async def _check_ids_free(placement: Placement) -> None:
    """Refuse an order id that another cart's order has.

    Without locks it is left to the order's own key.
    """
    if is_left_to_the_end():
        return
    ids = [order.id for order in placement.orders]
    taken = {row.id for row in await OrderRow.filter(id__in=ids).only("id")}
    for index, order_id in enumerate(ids):
        if order_id in taken:
            raise IdempotencyConflict(
                f"The order {order_id} was placed from another cart.", path=("orders", index, "id")
            )


def _order_rows(
    cart: CartRow, order: NewOrder, position: int, quote: Quote, now: datetime
) -> LockedOrder:
    row = new_row(
        OrderRow,
        id=order.id,
        number=order.number or order.id,
        website_code=cart.website_code,
        customer_id=cart.customer_id,
        cart_id=cart.id,
        position=position,
        status=PENDING,
        quote=to_document(quote),
        points_used=quote.points_used,
        product_points_used=quote.product_points_used,
        needed_approved=False,
        received_approved=False,
        points_taken=0,
        points_granted=0,
        granted_gross=0,
        granted_lost=0,
        pending_points=0,
        needed_held=quote.all_points_used > 0,
        placed_at=now,
    )
    return row, _line_rows(row, quote, now)


async def _settle(
    orders: Sequence[LockedOrder], book: AccountBook | None, programme: Programme, now: datetime
) -> list[tuple[OrderRow, Settlement]]:
    """Apply the rule of `pending`: the points used are taken, or held for the order (R6.2)."""
    rule = rule_of(programme.status_rules, PENDING)
    if rule.needed is PointsChange.UNAPPROVE:
        rule = replace(rule, needed=PointsChange.UNCHANGED)
    is_earning = is_open(PENDING, rule)
    return [
        (
            row,
            await settle(
                row, lines, book, rule, now=now, is_open=is_earning, refuse_at=("cart_id",)
            ),
        )
        for row, lines in orders
    ]


async def _write(
    cart: CartRow, orders: Sequence[LockedOrder], book: AccountBook | None, now: datetime
) -> None:
    await insert_rows([row for row, _ in orders])
    await insert_rows([line for _, lines in orders for line in lines])
    cart.active, cart.updated_at = False, now
    await save_row(cart, ["active", "updated_at"])
    if book is not None:
        await write_books([book])


def _line_rows(row: OrderRow, quote: Quote, now: datetime) -> list[OrderLineRow]:
    return [
        new_row(
            OrderLineRow,
            id=new_id(now),
            order_id=row.id,
            line_id=line.id,
            position=position,
            sku=line.sku,
            quantity_e4=to_units_e4(line.quantity),
            invoiced_e4=0,
            cancelled_e4=0,
            refunded_e4=0,
        )
        for position, line in enumerate(quote.lines)
    ]
