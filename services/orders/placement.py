"""Placing an order: the quote becomes what is charged, the points leave the balance (R6.1)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from models.checkout import CartRow, OrderEvent, OrderLineRow, OrderRow
from services.checkout.carts import lock_cart
from services.checkout.quoting import NO_FUNDS, earning_terms, open_cart, quote_of
from services.command import audit
from services.command.caller import Caller
from services.command.identifiers import new_id
from services.command.json_values import to_document
from services.command.transaction import one_transaction
from services.ledger.account_book import AccountBook
from services.ledger.books import open_book, write_books
from services.ledger.holds import capture_cart_hold
from services.orders.change import rule_of, settlement_message
from services.orders.events import EventKind, find_event, make_event, message_of_event
from services.orders.orders import Order, order_view, orders_of_cart
from services.orders.placement_checks import NewOrder, Placement, check_placement, check_quote
from services.orders.settlement import Settlement, settle
from services.orders.status_rules import load_status_rules
from services.programme.programme import Programme, load_programme
from services.promotions.promotions import load_promotions
from services.rules.basics.enums import PointsChange
from services.rules.basics.refusals import CartInactive, IdempotencyConflict
from services.rules.checkout.quote import Quote
from services.rules.checkout.splitting import split
from services.rules.orders.status import PENDING, is_open


@dataclass(frozen=True, slots=True)
class Placed:
    """The orders that a placement made."""

    orders: list[Order]
    message: str | None
    replayed: bool


@one_transaction
async def place_orders(*, placement: Placement, caller: Caller, now: datetime) -> Placed:
    """Turn a cart into its orders; the points used leave the balance in the same transaction.

    A cart is placed once; the same command again answers the same orders. Raises NotFound,
    CartInactive, IdempotencyConflict, InsufficientPoints, StaleVersion, PaymentMethodBlocked,
    Invalid, OutOfRange (R5.7, R6.1).
    """
    check_placement(placement)
    cart = await lock_cart(placement.cart_id, path=("cart_id",))
    if not cart.active:
        return await _replayed(placement)
    await _check_ids_free(placement)
    programme = await load_programme(website_code=cart.website_code, customer_id=cart.customer_id)
    book = await _open_book(cart, programme, caller, now)
    opened = open_cart(cart)
    promotions = await load_promotions([opened.content], programme.group_code)
    funds = book.funds(cart_id=cart.id) if book else NO_FUNDS
    quote = quote_of(opened, programme, funds, promotions, now)
    check_quote(opened, placement, quote, programme)
    parts = [order.part for order in placement.orders]
    quotes = split(quote, parts, earning_terms(programme, customer_id=cart.customer_id))
    rows = [
        _order_row(cart, order, position, charged, now)
        for position, (order, charged) in enumerate(zip(placement.orders, quotes, strict=True))
    ]
    lines = [_line_rows(row, charged, now) for row, charged in zip(rows, quotes, strict=True)]
    if book is not None:
        await capture_cart_hold(book, cart_id=cart.id)
    settlements = await _settle(rows, lines, book, cart.website_code)
    messages = [
        settlement_message(row, book, settlement)
        for row, settlement in zip(rows, settlements, strict=True)
    ]
    message = " ".join(filter(None, messages)) or None
    orders = await _write(cart, placement, rows, lines, settlements, message, now)
    if book is not None:
        await write_books([book])
    await audit.record(
        action="orderPlace",
        target=cart.id,
        details={"orders": [order.id for order in placement.orders]},
        caller=caller,
        now=now,
    )
    return Placed(orders, message, replayed=False)


async def _replayed(placement: Placement) -> Placed:
    """Answer a placement given before with its orders as they are now (R3.5)."""
    orders = await orders_of_cart(placement.cart_id)
    wanted = [order.id for order in placement.orders]
    if [order.id for order in orders] != wanted:
        raise CartInactive("The cart isn't active", path=("cart_id",))
    event = await find_event(
        order_id=wanted[0],
        kind=EventKind.PLACE,
        event_id=placement.cart_id,
        command=_command(placement),
        path="cart_id",
    )
    assert event is not None, "a placed order has the event of its placing"
    return Placed(orders, message_of_event(event), replayed=True)


async def _check_ids_free(placement: Placement) -> None:
    """Refuse an order id that another cart's order has."""
    ids = [order.id for order in placement.orders]
    taken = {row.id for row in await OrderRow.filter(id__in=ids).only("id")}
    for index, order_id in enumerate(ids):
        if order_id in taken:
            raise IdempotencyConflict(
                f"The order {order_id} was placed from another cart.", path=("orders", index, "id")
            )


async def _open_book(
    cart: CartRow, programme: Programme, caller: Caller, now: datetime
) -> AccountBook | None:
    if cart.customer_id is None:
        return None
    return await open_book(
        customer_id=cart.customer_id, programme=programme, caller=caller, now=now
    )


def _order_row(
    cart: CartRow, order: NewOrder, position: int, quote: Quote, now: datetime
) -> OrderRow:
    return OrderRow(
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
        needed_held=quote.points_used + quote.product_points_used > 0,
        placed_at=now,
    )


async def _settle(
    rows: Sequence[OrderRow],
    lines: Sequence[list[OrderLineRow]],
    book: AccountBook | None,
    website_code: str,
) -> list[Settlement]:
    """Apply the rule of `pending`: the points used are taken, or held for the order (R6.2)."""
    rule = rule_of(await load_status_rules(website_code), PENDING)
    if rule.needed is PointsChange.UNAPPROVE:
        rule = replace(rule, needed=PointsChange.UNCHANGED)
    return [
        await settle(
            row, of_order, book, rule, is_open=is_open(PENDING, rule), refuse_at=("cart_id",)
        )
        for row, of_order in zip(rows, lines, strict=True)
    ]


async def _write(
    cart: CartRow,
    placement: Placement,
    rows: Sequence[OrderRow],
    lines: Sequence[list[OrderLineRow]],
    settlements: Sequence[Settlement],
    message: str | None,
    now: datetime,
) -> list[Order]:
    await OrderRow.bulk_create(rows)
    await OrderLineRow.bulk_create([line for of_order in lines for line in of_order])
    await OrderEvent.bulk_create(
        [
            make_event(
                order_id=row.id,
                kind=EventKind.PLACE,
                event_id=cart.id,
                command=_command(placement),
                entries=settlement.entries,
                message=message,
                now=now,
            )
            for row, settlement in zip(rows, settlements, strict=True)
        ]
    )
    await CartRow.filter(id=cart.id).update(active=False, updated_at=now)
    return [order_view(row, of_order) for row, of_order in zip(rows, lines, strict=True)]


def _line_rows(row: OrderRow, quote: Quote, now: datetime) -> list[OrderLineRow]:
    return [
        OrderLineRow(
            id=new_id(now),
            order_id=row.id,
            line_id=line.id,
            position=position,
            sku=line.sku,
            quantity=line.quantity,
            invoiced=0,
            cancelled=0,
            refunded=0,
        )
        for position, line in enumerate(quote.lines)
    ]


def _command(placement: Placement) -> dict[str, object]:
    return asdict(placement)
