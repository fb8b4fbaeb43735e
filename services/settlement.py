"""Moving an order's points from where they stand to where they should (R6.3).

Every command of an order ends here: what the rules say should be true is compared with what was
moved, and the difference is written. There is no second way for an order to move points.
"""

from dataclasses import dataclass, field

from models.checkout import OrderRow
from services.adjustments import cap_message
from services.ledger.account_book import AccountBook
from services.ledger.entries import EntryNote, LedgerEntry
from services.orders import points_of, quote_of_order
from services.programme import Programme
from services.quoting import may_earn
from services.rules.enums import LedgerReason
from services.rules.order_points import (
    Earnings,
    EarningSwitches,
    Movements,
    after_grant,
    apply_rule,
    earnings_of,
    forgo,
    movements,
    pending_points,
    points_in_force,
)
from services.rules.order_status import StatusRule
from services.rules.quote import Quote


@dataclass(slots=True)
class Settlement:
    """What a command wrote for an order, and what it has to say about it."""

    entries: list[LedgerEntry] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    earned: int = 0


def settle(row: OrderRow, book: AccountBook | None, rule: StatusRule) -> Settlement:
    """Reach the flags of `rule` and the targets that follow; `row` is changed, not yet saved.

    Without a book it is a guest's order, which has no points. Raises InsufficientPoints.
    """
    settlement = Settlement()
    points = apply_rule(points_of(row), rule)
    row.needed_approved = points.needed_approved
    row.received_approved = points.received_approved
    if book is None:
        return settlement
    quote = quote_of_order(row)
    earnings = earnings_of(quote)
    switches = switches_of(book.programme)
    wanted = movements(points, points_in_force(quote), earnings.total)
    allowed = forgo(wanted, switches, earnings)
    _take(row, quote, allowed, book, settlement)
    _credit(row, earnings, allowed, book, settlement)
    row.pending_points = pending_points(points, earnings, switches)
    return settlement


def switches_of(programme: Programme) -> EarningSwitches:
    """Return what the website says of earning now (R1.6, R6.7)."""
    return EarningSwitches(
        allowed=may_earn(programme), on_purchase=programme.settings.earn_on_purchase
    )


def _take(
    row: OrderRow, quote: Quote, wanted: Movements, book: AccountBook, settlement: Settlement
) -> None:
    if wanted.take == 0:
        return
    note = EntryNote(
        LedgerReason.REDEMPTION, order_id=row.id, label=row.number, rate=quote.redemption.rate
    )
    settlement.entries.append(book.debit(wanted.take, note))
    row.points_taken += wanted.take


def _credit(
    row: OrderRow,
    earnings: Earnings,
    wanted: Movements,
    book: AccountBook,
    settlement: Settlement,
) -> None:
    credited, cut = 0, 0
    if wanted.credit:
        rate = quote_of_order(row).earning_rate
        note = EntryNote(LedgerReason.PURCHASE, order_id=row.id, label=row.number, rate=rate)
        result = book.credit(wanted.credit, note, is_capped=True)
        cut = result.cut
        credited = wanted.credit - cut
        if result.entry:
            settlement.entries.append(result.entry)
    _note_credit(credited, cut, wanted.forgone, settlement)
    ledger = points_of(row).ledger
    if credited or cut or wanted.forgone:
        ledger = after_grant(ledger, earnings.total, credited, cut + wanted.forgone)
    row.points_granted, row.granted_gross = ledger.granted, ledger.gross
    row.granted_lost = ledger.lost


def _note_credit(credited: int, cut: int, forgone: int, settlement: Settlement) -> None:
    settlement.earned = credited
    cap = cap_message(cut)
    if cap:
        settlement.notes.append(cap)
    if forgone:
        settlement.notes.append(
            f"{forgone} points were not earned: earning is switched off at the moment."
        )
