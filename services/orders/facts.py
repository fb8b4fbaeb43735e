"""Facts of an order, read from its rows for the rules (R6.3)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from models.tables.checkout import OrderLineRow, OrderRow
from services.command.amounts import from_e4, to_e4
from services.command.json_values import from_document
from services.rules.basics.quantities import from_units_e4
from services.rules.checkout.quote import Quote
from services.rules.orders.charge import Charge, Given, charge_of, product_points_left
from services.rules.orders.earnings import Deducted, Earnings, earnings_of
from services.rules.orders.points import EarningSwitches, Maturity, OrderLedger, OrderPoints
from services.rules.orders.status import LineState


@dataclass(frozen=True)  # without slots: what takes long to work out is kept
class OrderFacts:
    """An order's whole state: the quote it was placed with, and what has happened since."""

    quote: Quote
    lines: list[LineState]
    given: Given
    deducted: Deducted
    points: OrderPoints

    @cached_property
    def charge(self) -> Charge:
        """What the order comes to without the units cancelled."""
        return charge_of(self.quote, self.lines, self.given)

    @property
    def used(self) -> int:
        """The points of both kinds that the order was placed with."""
        return self.quote.all_points_used

    @property
    def in_force(self) -> int:
        """The points used that cancellations and memos did not give back (R6.3)."""
        by_money = self.charge.points - self.given.points
        return by_money + product_points_left(self.quote, self.lines)

    @property
    def earnings(self) -> Earnings:
        """What the order grants as it stands."""
        return earnings_of(self.charge, self.quote, self.lines, self.deducted)


def facts_of(row: OrderRow, lines: Sequence[OrderLineRow]) -> OrderFacts:
    """Read an order's state from its rows."""
    return OrderFacts(
        quote=quote_of_order(row),
        lines=states_of(lines),
        given=Given(
            points=row.points_given,
            points_amount=from_e4(row.points_given_e4),
            gift_card=from_e4(row.gift_card_given_e4),
            store_credit=from_e4(row.store_credit_given_e4),
            cash=from_e4(row.cash_given_e4),
            shipping=from_e4(row.shipping_given_e4),
        ),
        deducted=Deducted(
            units=tuple(from_units_e4(line.deducted_e4) for line in lines),
            cash=from_e4(row.cash_deducted_e4),
            shipping=from_e4(row.shipping_deducted_e4),
        ),
        points=points_of(row),
    )


def quote_of_order(row: OrderRow) -> Quote:
    """Return the quote that the order was placed with."""
    return from_document(Quote, row.quote)


def points_of(row: OrderRow) -> OrderPoints:
    """Return the order's flags and where its points stand."""
    return OrderPoints(
        needed_approved=row.needed_approved,
        received_approved=row.received_approved,
        needed_held=row.needed_held,
        ledger=OrderLedger(
            taken=row.points_taken,
            granted=row.points_granted,
            gross=row.granted_gross,
            lost=row.granted_lost,
            returned_lost=row.returned_lost,
        ),
        received_before=row.received_before,
        maturity=_maturity(row),
    )


def _maturity(row: OrderRow) -> Maturity | None:
    if row.matures_at is None:
        return None
    switches = EarningSwitches(row.maturity_allowed, row.maturity_on_purchase)
    return Maturity(row.matures_at, switches)


def states_of(lines: Sequence[OrderLineRow]) -> list[LineState]:
    """Return the quantities of the lines."""
    return [state_of(line) for line in lines]


def state_of(line: OrderLineRow) -> LineState:
    """Return the quantities of a line."""
    return LineState(
        quantity=from_units_e4(line.quantity_e4),
        invoiced=from_units_e4(line.invoiced_e4),
        cancelled=from_units_e4(line.cancelled_e4),
        refunded=from_units_e4(line.refunded_e4),
    )


def note_points(row: OrderRow, points: OrderPoints) -> None:
    """Set the flags and counters of the row."""
    row.needed_approved = points.needed_approved
    row.received_approved = points.received_approved
    row.needed_held = points.needed_held
    row.points_taken = points.ledger.taken
    row.points_granted = points.ledger.granted
    row.granted_gross = points.ledger.gross
    row.granted_lost = points.ledger.lost
    row.returned_lost = points.ledger.returned_lost
    row.received_before = points.received_before
    if points.maturity is not None:
        row.matures_at = points.maturity.at
        row.maturity_allowed = points.maturity.switches.allowed
        row.maturity_on_purchase = points.maturity.switches.on_purchase


def note_matured(row: OrderRow, ledger: OrderLedger) -> None:
    """Set where the points of the row stand after they have matured."""
    note_points(row, replace(points_of(row), ledger=ledger))
    row.pending_points = 0


def note_given(row: OrderRow, given: Given) -> None:
    """Set what credit memos gave back."""
    row.points_given = given.points
    row.points_given_e4 = to_e4(given.points_amount)
    row.gift_card_given_e4 = to_e4(given.gift_card)
    row.store_credit_given_e4 = to_e4(given.store_credit)
    row.cash_given_e4 = to_e4(given.cash)
    row.shipping_given_e4 = to_e4(given.shipping)
