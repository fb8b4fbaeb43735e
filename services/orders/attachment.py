"""Attachment of a guest's order to its customer (R6.7)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from models.rows.updates import save_row
from models.tables.checkout import CartRow, OrderEvent, OrderLineRow, OrderRow
from services.checkout.quoting import NO_FUNDS, earning_terms, open_cart, quote_of
from services.command.caller import Caller
from services.command.json_values import to_document
from services.command.transaction import one_transaction
from services.ledger.writing.account_book import AccountBook
from services.ledger.writing.books import open_book, write_books
from services.orders.change import OrderCommand, order_once, settlement_message
from services.orders.commands_given import EventKey, EventKind
from services.orders.facts import facts_of, note_points, quote_of_order, states_of
from services.orders.orders import LockedOrder, lock_order, order_view
from services.orders.settlement.booking import Settlement
from services.orders.settlement.settlement import settle
from services.programme.known_customers import check_customer_known, keep_from_merging, present_id
from services.programme.programme import Programme, load_recorded_programme
from services.promotions.promotions import load_promotions
from services.rules.basics.limits import check_id
from services.rules.basics.money import ZERO
from services.rules.basics.refusals import OrderState
from services.rules.checkout.cart_rules import AppliedRule, on_every_order
from services.rules.checkout.earning import earning_sources
from services.rules.checkout.product_points import ProductTerms
from services.rules.orders.points import after_grant
from services.rules.orders.status import COMPLETE, UNCHANGED, is_open, rule_of
from services.rules.words.messages import Sentence, say


@one_transaction
async def attach_customer(
    *, order_id: str, customer_id: str, caller: Caller, now: datetime
) -> OrderCommand:
    """Give a guest's order its customer, who earns if it is not complete yet.

    Group and rates are those of now, and are recorded with the order. Raises NotFound, Invalid,
    OrderState where the order is somebody else's.
    """
    check_id(customer_id, path=("customer_id",))
    locked = await lock_order(order_id)
    attached_as = await _attached_as(locked, customer_id)
    key = EventKey(order_id, EventKind.ATTACH, "customer_id", attached_as, {}, now)

    async def do() -> OrderCommand:
        return await _attach(locked, customer_id, caller, now)

    return await order_once(key, locked, do, action="orderAttachCustomer", caller=caller)


async def _attached_as(locked: LockedOrder, customer_id: str) -> str:
    """Return the id by which the customer has the order already: it may be another one (R12.5)."""
    row, _ = locked
    if row.customer_id is None or row.customer_id != await present_id(customer_id):
        return customer_id
    events = await OrderEvent.filter(order_id=row.id, kind=EventKind.ATTACH.value)
    return events[0].event_id if events else customer_id


async def _attach(
    locked: LockedOrder, customer_id: str, caller: Caller, now: datetime
) -> OrderCommand:
    row, lines = locked
    if row.customer_id is not None:
        raise OrderState("The order already has a customer.", path=("order_id",))
    programme = await load_recorded_programme(
        website_code=row.website_code, customer_id=customer_id
    )
    check_customer_known(programme, customer_id)
    await keep_from_merging(programme.present_id)
    row.customer_id = programme.present_id
    settlement, message = await _earn_from_now(row, lines, programme, caller, now)
    await save_row(row)
    return OrderCommand(order_view(row, lines), settlement.entries, message, replayed=False)


async def _earn_from_now(
    row: OrderRow,
    lines: Sequence[OrderLineRow],
    programme: Programme,
    caller: Caller,
    now: datetime,
) -> tuple[Settlement, str | None]:
    """Let the order earn, or never; return what that wrote and what it says to the customer."""
    if _is_complete(row, lines):
        _forgo_earnings(row, lines)
        return Settlement(), say(Sentence.TOO_LATE, programme.locale)
    book, settlement = await _record_terms(row, lines, programme, caller, now)
    return settlement, settlement_message(row, book, settlement)


def _is_complete(row: OrderRow, lines: Sequence[OrderLineRow]) -> bool:
    """Test whether it is too late to earn: by the order's status, or with nothing left open."""
    return row.status == COMPLETE or not any(line.open for line in states_of(lines))


def _forgo_earnings(row: OrderRow, lines: Sequence[OrderLineRow]) -> None:
    """Give up, for good, what the order would grant, so that no later event credits it."""
    facts = facts_of(row, lines)
    lost = facts.earnings.total
    ledger = after_grant(facts.points.ledger, lost, credited=0, not_credited=lost)
    note_points(row, replace(facts.points, ledger=ledger))


async def _record_terms(
    row: OrderRow,
    lines: Sequence[OrderLineRow],
    programme: Programme,
    caller: Caller,
    now: datetime,
) -> tuple[AccountBook, Settlement]:
    """Record what the customer's group earns by, and what the order is expected to earn.

    What its status lets it earn already is credited.
    """
    assert row.customer_id is not None, "the order has its customer by now"
    cart = await CartRow.get(id=row.cart_id)
    opened = open_cart(cart)
    promotions = await load_promotions([opened.content], programme)
    quote = quote_of_order(row)
    charged = tuple(
        replace(line, points_received=promotions.products.get(line.sku, ProductTerms()).received)
        for line in quote.lines
    )
    cart.customer_id = row.customer_id
    now_matching = quote_of(opened, programme, NO_FUNDS, promotions, now).applied_rules
    if row.position > 0:
        now_matching = on_every_order(now_matching)
    rules = _as_they_earn(quote.applied_rules, now_matching)
    terms = earning_terms(programme, opened.content, customer_id=row.customer_id)
    quote = replace(
        quote,
        lines=charged,
        earning_rate=terms.rate,
        applied_rules=rules,
        sources=earning_sources(
            quote.earning_basis,
            terms,
            charged,
            rules,
            before=quote.basis_share.before if quote.basis_share else ZERO,
        ),
    )
    row.quote = to_document(quote)
    book = await open_book(customer_id=row.customer_id, programme=programme, caller=caller, now=now)
    rule = rule_of(programme.status_rules, row.status)
    settlement = await settle(
        row, lines, book, UNCHANGED, now=now, is_open=is_open(row.status, rule)
    )
    await write_books([book])
    return book, settlement


def _as_they_earn(
    recorded: Sequence[AppliedRule], now_matching: Sequence[AppliedRule]
) -> tuple[AppliedRule, ...]:
    """Return the recorded rules, which fix the discounts, with what today's rules earn."""
    now = {rule.rule_id: rule for rule in now_matching}
    known = {rule.rule_id for rule in recorded}
    return (
        *(_earning_as(now.get(rule.rule_id), rule) for rule in recorded),
        *(
            replace(rule, discount=ZERO)
            for rule in now_matching
            if rule.rule_id not in known and (rule.points or rule.earning_factor is not None)
        ),
    )


def _earning_as(now: AppliedRule | None, recorded: AppliedRule) -> AppliedRule:
    """Return a recorded rule that earns what it does now: nothing if it no longer matches."""
    points, factor = (now.points, now.earning_factor) if now else (0, None)
    return replace(recorded, points=points, earning_factor=factor)
