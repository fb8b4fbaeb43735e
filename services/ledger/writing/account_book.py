"""One account within a transaction, and what the transaction has decided about it so far.

The changes are worked out by services.rules.ledger.account; `books` beside it opens books and
writes them down.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from models.database import must_lock
from models.rows.inserts import row_of
from models.tables.points import LedgerEntryRow, LotAllocation, PointsHold, PointsLot
from services.command.caller import SYSTEM, Caller
from services.command.erasable import erasable
from services.command.identifiers import new_id
from services.ledger.accounts import Account
from services.ledger.entries import (
    EntryNote,
    LedgerEntry,
    entry_from_row,
    rate_columns,
    worth_column,
)
from services.ledger.lot_rows import allocations, opened_lots
from services.ledger.maturing import DueMaturity, MaturingOrder
from services.programme.programme import Programme
from services.rules.basics.enums import LedgerReason
from services.rules.basics.refusals import InsufficientPoints, Path
from services.rules.checkout.redemption.funds import NOTHING_CARRIED, Carried, Funds, funds_left
from services.rules.ledger import account as rules
from services.rules.ledger.account import AccountState, Posting
from services.rules.ledger.expiry import ExpiryPolicy, LotDates, date_in_force, date_of_life
from services.rules.ledger.lots import Lot, kind_opened_by
from services.rules.orders.points import OrderLedger, after_grant


@dataclass(frozen=True, slots=True)
class Credited:
    """What became of a credit: its entry, None when all of it was cut, and the points cut."""

    entry: LedgerEntry | None
    cut: int


@dataclass(slots=True)
class AccountBook:
    """A locked account and what the transaction has decided about it so far.

    One that `adds_only` knows no holds, and no lots but those that have expired. Of a quiet one
    the customer is told by mail of what was due alone (R11.1). `matured` are the orders whose
    points it has credited, as their points now stand. `pending_points` and `matures_at` are what
    the account's orders promise, and when the first of that matures; with `waits_anew` that is to
    be asked of the orders again. `last_hash` is known once the entries are written.
    """

    account: Account
    programme: Programme
    caller: Caller
    now: datetime
    state: AccountState
    holds: list[PointsHold]
    entries: list[LedgerEntryRow] = field(default_factory=list)
    opened: list[PointsLot] = field(default_factory=list)
    allocations: list[LotAllocation] = field(default_factory=list)
    expired: dict[UUID, int] = field(default_factory=dict)
    lots_before: dict[UUID, int] = field(default_factory=dict)
    adds_only: bool = False
    is_quiet: bool = False
    due_entries: int = 0
    matures_at: datetime | None = None
    pending_points: int = 0
    waits_anew: bool = False
    matured: dict[str, OrderLedger] = field(default_factory=dict)
    last_hash: bytes | None = None

    @property
    def policy(self) -> ExpiryPolicy:
        """The website's expiry."""
        return self.programme.expiry

    @property
    def told_entries(self) -> int:
        """How many of the entries, from the first on, the customer is told of by mail.

        What was due was written before all else.
        """
        return self.due_entries if self.is_quiet else len(self.entries)

    def funds(
        self,
        *,
        cart_id: str | None = None,
        order_id: str | None = None,
        carried: Carried = NOTHING_CARRIED,
    ) -> Funds:
        """Return what can be spent: the balance less the holds of other carts and orders (R5.4).

        `carried` is what the cart has from the order that it replaces.
        """
        held = sum(
            hold.points
            for hold in self._live_holds()
            if (cart_id is None or hold.cart_id != cart_id)
            and (order_id is None or hold.order_id != order_id)
        )
        return funds_left(self.state.balance, held, carried)

    def held_for(self, order_id: str) -> int:
        """Return the points held for an order."""
        self._assert_read()
        return sum(hold.points for hold in self.holds if hold.order_id == order_id)

    def write_due(self, maturity: DueMaturity) -> None:
        """Write what is due, in the order of its instants, before all else (R3.3, R6.13).

        At the same instant what expires goes first, so that it leaves room below the cap.
        """
        for order in maturity.orders:
            self.expire_due(order.at)
            self._mature(order)
        self.expire_due(self.now)
        self.due_entries = len(self.entries)
        self.matures_at = maturity.next_at

    def await_maturity(self, at: datetime) -> None:
        """Remember that points of the account mature at an instant, which takes its lock."""
        must_lock()
        self.matures_at = at if self.matures_at is None else min(self.matures_at, at)

    def await_no_longer(self, at: datetime) -> None:
        """Forget that points of an order mature at an instant, which another's may do too."""
        if self.matures_at is None or at <= self.matures_at:
            self.waits_anew = True

    def _mature(self, order: MaturingOrder) -> None:
        """Credit what has matured; to an excluded customer it is lost (R12.6)."""
        note = EntryNote(
            LedgerReason.PURCHASE, order_id=order.order_id, label=order.number, rate=order.rate
        )
        lost = order.points
        if not self.programme.is_excluded:
            lost = self.credit(
                order.points, note, is_capped=True, created_at=order.at, actor=SYSTEM.actor
            ).cut
        ledger = after_grant(order.ledger, order.points, order.points - lost, lost)
        self.matured[order.order_id] = ledger
        self.pending_points -= order.points

    def expire_due(self, at: datetime) -> None:
        """Write off what has expired at an instant (R3.3)."""
        state, postings = rules.expire_due(self.state, at)
        for posting in postings:
            self.post(posting, EntryNote(LedgerReason.EXPIRED), actor=SYSTEM.actor)
        self.state = state

    def credit(
        self,
        points: int,
        note: EntryNote,
        *,
        is_capped: bool,
        created_at: datetime | None = None,
        expires_at: datetime | None = None,
        actor: str | None = None,
    ) -> Credited:
        """Add `points` as a new lot, cut to 32 bits and by the cap where it applies (R3.7, R4.1).

        A date given explicitly, `expires_at`, holds under both calculations (R10.2).
        """
        row, cut = self.credit_row(
            points,
            note,
            is_capped=is_capped,
            created_at=created_at,
            expires_at=expires_at,
            actor=actor,
        )
        return Credited(None if row is None else entry_from_row(row), cut)

    def credit_row(
        self,
        points: int,
        note: EntryNote,
        *,
        is_capped: bool,
        created_at: datetime | None = None,
        expires_at: datetime | None = None,
        actor: str | None = None,
    ) -> tuple[LedgerEntryRow | None, int]:
        """Add points as `credit` does; return the entry's row, where nobody reads the entry."""
        born, policy = created_at or self.now, self.policy
        static = expires_at or date_of_life(born, policy)
        dates = LotDates(born, static, is_explicit=expires_at is not None)
        lot = Lot(
            id=new_id(self.now),
            points=points,
            remaining=points,
            created_at=born,
            expires_at=date_in_force(dates, policy),
            kind=kind_opened_by(note.reason),
        )
        cap = self.programme.settings.balance_cap if is_capped else None
        before = self.state
        self.state, posting, cut = rules.credit(before, lot, cap=cap)
        if posting is None:
            return None, cut
        row = self.post(posting, note, actor=actor, created_at=born)
        self.open_lots(posting, row, {lot.id: dates})
        return row, cut

    def check_room(self, points: int, *, path: Path) -> None:
        """Refuse `points` that a person gives and the account can't hold (R3.7).

        Raises OutOfRange.
        """
        rules.check_room(self.state, points, path=path)

    def know_lots(self, lots: Iterable[Lot]) -> None:
        """Add lots of the account that had nothing left when the book was opened."""
        known = {lot.id for lot in self.state.lots}
        unknown = tuple(lot for lot in lots if lot.id not in known)
        self.state = replace(self.state, lots=(*self.state.lots, *unknown))
        self.lots_before.update({lot.id: lot.remaining for lot in unknown})

    def move_out(self, note: EntryNote) -> tuple[LedgerEntry, tuple[Lot, ...]]:
        """Take everything out; return the entry and the lots as they go to another account."""
        lots = tuple(lot for lot in self.state.lots if lot.remaining)
        entry = self.debit(self.state.remaining, note)
        return entry, tuple(lot._replace(id=new_id(self.now), points=lot.remaining) for lot in lots)

    def move_in(self, lots: tuple[Lot, ...], note: EntryNote) -> LedgerEntry:
        """Put lots of another account in, with the dates they had (R1.5)."""
        self.state, posting = rules.move_in(self.state, lots)
        row = self.post(posting, note)
        dates = {
            lot.id: LotDates(lot.created_at, lot.expires_at, is_explicit=lot.expires_at is not None)
            for lot in lots
        }
        self.open_lots(posting, row, dates)
        return entry_from_row(row)

    def debit(
        self, points: int, note: EntryNote, *, created_at: datetime | None = None
    ) -> LedgerEntry:
        """Take `points` that the lots cover, soonest expiry first (R3.2).

        Raises InsufficientPoints when they don't; whether holds leave enough is the caller's to
        check with `funds`.
        """
        return entry_from_row(self.debit_row(points, note, created_at=created_at))

    def debit_row(
        self, points: int, note: EntryNote, *, created_at: datetime | None = None
    ) -> LedgerEntryRow:
        """Take points as `debit` does; return the entry's row, where nobody reads the entry.

        Raises InsufficientPoints.
        """
        if points > self.state.remaining:
            raise InsufficientPoints(
                f"The balance is {self.state.balance} points, {points} are needed.",
                path=("points",),
                missing_points=points - self.state.remaining,
            )
        self.state, posting = rules.debit(self.state, points)
        return self.post(posting, note, created_at=created_at)

    def _live_holds(self) -> list[PointsHold]:
        self._assert_read()
        return [
            hold for hold in self.holds if hold.expires_at is None or self.now < hold.expires_at
        ]

    def _assert_read(self) -> None:
        assert not self.adds_only, "holds are for what may be spent"

    def post(
        self,
        posting: Posting,
        note: EntryNote,
        *,
        actor: str | None = None,
        created_at: datetime | None = None,
    ) -> LedgerEntryRow:
        """Add the entry and the allocations of `posting`."""
        redemption = self.programme.redemption
        worth_e4 = worth_column(posting.balance, redemption)
        comment = None if note.comment is None else erasable(note.comment)
        row = row_of(
            LedgerEntryRow,
            {
                "id": new_id(self.now),
                "customer_id": self.account.customer_id,
                "account_id": self.account.id,
                "website_code": self.account.website_code,
                "sequence": self.account.entries + len(self.entries) + 1,
                "points": posting.points,
                "balance": posting.balance,
                "debt_change": posting.debt_change,
                "shortfall": posting.shortfall,
                "currency": self.programme.website.base_currency,
                "amount_e4": worth_e4 - worth_column(posting.balance - posting.points, redemption),
                "amount_balance_e4": worth_e4,
                **rate_columns(note.rate or redemption),
                "reason": note.reason.value,
                "label": note.label,
                "comment": note.comment,
                "comment_salt": comment.salt if comment else None,
                "comment_hash": comment.hash if comment else None,
                "actor": actor or self.caller.actor,
                "order_id": note.order_id,
                "created_at": created_at or self.now,
                "recorded_at": self.now,
                "hash": None,  # worked out when the entry is final
            },
        )
        self.entries.append(row)
        self.allocations += allocations(posting, row, now=self.now)
        if posting.expired:
            self.expired.update({draw.lot_id: -draw.points for draw in posting.draws})
        return row

    def open_lots(
        self, posting: Posting, row: LedgerEntryRow, dates: Mapping[UUID, LotDates]
    ) -> None:
        """Add the lots that `posting` opens by the entry `row`."""
        self.opened += opened_lots(posting, row, dates)
