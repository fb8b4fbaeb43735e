"""Booking of an order's points: its movements, written into the book of its account (R6.3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from models.tables.checkout import OrderRow
from services.ledger.entries import EntryNote, LedgerEntry
from services.ledger.order_lots import OrderLots, give_back, reverse
from services.ledger.writing.account_book import AccountBook
from services.orders.facts import OrderFacts
from services.rules.basics.enums import LedgerReason
from services.rules.orders.points import (
    Movements,
    OrderPoints,
    after_grant,
    after_return,
    after_reversal,
    expected_earnings,
)
from services.rules.programme.conversion import RecordedRate
from services.rules.words.messages import Sentence, cut_by, say


@dataclass(slots=True)
class Settlement:
    """What a command wrote for an order, and what it has to say about it.

    `reversed` points were taken back, `shortfall` could not be.
    """

    entries: list[LedgerEntry] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    earned: int = 0
    reversed: int = 0
    shortfall: int = 0


@dataclass(slots=True)
class Booking:
    """The points of one order, whose movements it writes into the book of their account."""

    row: OrderRow
    book: AccountBook
    facts: OrderFacts
    points: OrderPoints
    comment: str | None
    settlement: Settlement = field(default_factory=Settlement)

    def give_back(self, points: int, lots: OrderLots) -> None:
        """Return points that the order took, as far as the account has room."""
        note = self._note(LedgerReason.REDEMPTION_RETURNED, self.facts.quote.redemption.rate)
        entries, cut = give_back(self.book, points, note, lots)
        self.settlement.entries += entries
        if cut:
            self._say(Sentence.ACCOUNT_FULL, {"points": cut})
        ledger = after_return(self.points.ledger, points - cut, cut)
        self.points = replace(self.points, ledger=ledger)

    def reverse(self, points: int, lots: OrderLots) -> None:
        """Take back points that the order earned, as far as they are there."""
        note = self._note(LedgerReason.EARNING_REVERSED, self.facts.quote.earning_rate)
        entry, missing = reverse(self.book, points, note, lots)
        if entry is not None:
            self.settlement.entries.append(entry)
        if missing:
            self._say(Sentence.NOT_TAKEN_BACK, {"points": missing})
        self.settlement.reversed = points - missing
        self.settlement.shortfall = missing
        ledger = after_reversal(self.points.ledger, points - missing)
        self.points = replace(self.points, ledger=ledger)

    def take(self, points: int) -> None:
        """Take the points that the order uses."""
        note = self._note(LedgerReason.REDEMPTION, self.facts.quote.redemption.rate)
        self.settlement.entries.append(self.book.debit(points, note))
        ledger = self.points.ledger
        self.points = replace(self.points, ledger=replace(ledger, taken=ledger.taken + points))

    def credit(self, wanted: Movements) -> None:
        """Credit what the order earns, as far as the account has room."""
        credited, cut = 0, 0
        if wanted.credit:
            note = self._note(LedgerReason.PURCHASE, self.facts.quote.earning_rate)
            result = self.book.credit(wanted.credit, note, is_capped=True)
            cut = result.cut
            credited = wanted.credit - cut
            if result.entry:
                self.settlement.entries.append(result.entry)
        self._note_credit(credited, cut, wanted.forgone)
        if credited or cut or wanted.forgone:
            earned = expected_earnings(self.points, self.facts.earnings).total
            ledger = after_grant(self.points.ledger, earned, credited, cut + wanted.forgone)
            self.points = replace(self.points, ledger=ledger)

    def _note(self, reason: LedgerReason, rate: RecordedRate | None) -> EntryNote:
        return EntryNote(
            reason,
            order_id=self.row.id,
            label=self.row.number,
            rate=rate,
            comment=self.comment,
        )

    def _note_credit(self, credited: int, cut: int, forgone: int) -> None:
        self.settlement.earned = credited
        if cut:
            self._say(cut_by(self.book.programme.settings.balance_cap), {"points": cut})
        if forgone:
            self._say(Sentence.NOT_EARNED, {"points": forgone})

    def say_not_taken(self, points: int, missing: int) -> None:
        """Say that the points used were not taken, because the balance lacks them."""
        are_missing = say(Sentence.MISSING, self.book.programme.locale, {"points": missing})
        self._say(Sentence.USED_NOT_TAKEN, {"points": points, "missing": are_missing})

    def _say(self, sentence: Sentence, named: Mapping[str, int | str]) -> None:
        self.settlement.notes.append(say(sentence, self.book.programme.locale, named))
