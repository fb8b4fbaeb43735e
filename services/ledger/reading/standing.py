"""Standing of an account at an instant: balance, holds and pending points, in one statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple, cast
from uuid import UUID

from models.database import document, fetch, identifier, instant
from services.ledger.due import due_condition, soonest_expiry
from services.ledger.entries import LedgerEntry, entry_from_columns
from services.ledger.holds import Hold
from services.ledger.reading.account_statement import DUE, HELD, PENDING, read_account_rows
from services.programme.programme import Programme, customers_programme, programme_in
from services.programme.rule_book import RuleBook
from services.rules.basics.money import Money
from services.rules.checkout.redemption.funds import NOTHING_CARRIED, Carried, Funds, funds_left
from services.rules.ledger.expiry import ExpiryPolicy
from services.rules.programme.conversion import points_worth

_MARKS = f"""
SELECT a.customer_id, a.balance, a.entries, a.merged, {DUE}, {HELD}, {PENDING}
FROM reward_accounts a WHERE a.website_code = ? AND a.customer_id IN ({{customers}})
"""  # noqa: S608 - put together of our own words


@dataclass(frozen=True, slots=True)
class AccountMark:
    """What changes whenever something happens to an account, by an entry or without one."""

    entries: int = 0
    balance: int = 0
    held: int = 0
    pending: int = 0
    is_merged: bool = False


@dataclass(frozen=True, slots=True)
class AccountStanding:
    """An account as it stands; all zero for a customer never seen (R1.2).

    `balance` leaves expired points out whether or not the job has run (R10.3), and is below 0 in
    debt; `worth` and `available` are 0 then (R4.4). `entries` counts the history.
    `pending_until` is when the first of the pending points mature, where that is known (R6.13).
    `holds` has the live holds of the carts asked about, by cart. `newest` are as many of the newest
    entries as were asked for, newest first, as they were at the same instant.
    """

    customer_id: str
    website_code: str
    account_id: UUID | None
    balance: int
    debt: int
    kept: int
    pending: int
    pending_until: datetime | None
    entries: int
    worth: Money
    orphan: bool
    holds: Mapping[str, Hold]
    newest: Sequence[LedgerEntry] = ()

    @property
    def held(self) -> int:
        """Points of the balance that holds keep."""
        return _held(self.kept, self.balance)

    @property
    def mark(self) -> AccountMark:
        """What to compare a later mark with."""
        return AccountMark(self.entries, self.balance, self.held, self.pending)

    @property
    def available(self) -> int:
        """What can be spent: the balance less all holds, not below 0."""
        return max(self.balance - self.kept, 0)

    def has_read(self, most: int) -> bool:
        """Test whether `newest` has the newest `most` entries, or all there are."""
        return len(self.newest) >= min(most, self.entries)

    def funds_of(self, cart_id: str, carried: Carried = NOTHING_CARRIED) -> Funds:
        """Return what a cart asked about may spend: the balance less what others hold.

        `carried` is what it has from the order that it replaces (R6.14).
        """
        own = self.holds.get(cart_id)
        held_elsewhere = self.kept - (own.points if own else 0)
        return funds_left(self.balance, held_elsewhere, carried)


class AccountRead(NamedTuple):
    """An account, the programme that holds for its customer, and the customer's own columns.

    Those are null for somebody we do not know.
    """

    programme: Programme
    standing: AccountStanding
    customer: Mapping[str, object]


async def read_standing(
    *, customer_id: str, programme: Programme, now: datetime, cart_ids: Sequence[str] = ()
) -> AccountStanding:
    """Return how the customer's account on the programme's website stands at `now`.

    `cart_ids` names the carts whose holds are told apart, for `funds_of` each.
    """
    rows = await read_account_rows(
        customer_id=customer_id,
        website_code=programme.website.code,
        policy=programme.expiry,
        now=now,
        cart_ids=cart_ids,
    )
    present_id = str(rows[0]["customer_id"] or customer_id)
    holds = await _safe(_holds(rows), rows[0], present_id, programme, now)
    return _standing(rows[0], present_id, programme, holds)


async def read_account(
    book: RuleBook,
    *,
    customer_id: str,
    website_code: str,
    now: datetime,
    cart_ids: Sequence[str] = (),
    newest: int = 0,
) -> tuple[int, AccountRead]:
    """Return a customer's programme and how their account stands, by a rule book to be `proven`.

    With it come the holds of these carts, or as many of the newest entries as are asked for. Before
    them comes the version that the one statement has found. Raises NotFound for a website that is
    not in the book.
    """
    rows = await read_account_rows(
        customer_id=customer_id,
        website_code=website_code,
        policy=programme_in(book, website_code).expiry,
        now=now,
        cart_ids=cart_ids,
        newest=newest,
    )
    row = rows[0]
    programme = customers_programme(book, website_code, row, given_id=customer_id)
    holds = await _safe(_holds(rows), row, programme.present_id, programme, now)
    standing = _standing(row, programme.present_id, programme, holds)
    return _number(row, "version"), AccountRead(programme, standing, row)


def _standing(
    row: Mapping[str, object], customer_id: str, programme: Programme, holds: Mapping[str, Hold]
) -> AccountStanding:
    found = row if row["id"] is not None else {}
    mark = _mark(found)
    return AccountStanding(
        customer_id=customer_id,
        website_code=programme.website.code,
        account_id=identifier(found["id"]) if found else None,
        balance=mark.balance,
        debt=_number(found, "debt"),
        kept=_number(found, "held"),
        pending=mark.pending,
        pending_until=instant(until) if (until := found.get("pending_until")) else None,
        entries=mark.entries,
        worth=Money(
            points_worth(mark.balance, programme.redemption), programme.website.base_currency
        ),
        orphan=programme.website.is_deleted,
        holds=holds,
        newest=_newest(found, customer_id),
    )


def _newest(account: Mapping[str, object], customer_id: str) -> list[LedgerEntry]:
    rows = account.get("newest")
    if rows is None:
        return []
    account_id = identifier(account["id"])
    website_code = str(account["website_code"])
    entries = [
        entry_from_columns(
            columns, customer_id=customer_id, website_code=website_code, account_id=account_id
        )
        for columns in cast("list[list[object]]", document(rows))
    ]
    return sorted(entries, key=attrgetter("sequence"), reverse=True)


def _holds(rows: Sequence[Mapping[str, object]]) -> dict[str, Hold]:
    return {
        str(row["cart_id"]): Hold(_number(row, "cart_points"), instant(row["cart_until"]))
        for row in rows
        if row.get("cart_id") is not None
    }


async def _safe(
    holds: Mapping[str, Hold],
    account: Mapping[str, object],
    customer_id: str,
    programme: Programme,
    now: datetime,
) -> Mapping[str, Hold]:
    """Return the holds with the instant until which their points are safe (R4.5).

    A hold would take the points that expire first, and does not keep them from expiring.
    """
    if not holds:
        return holds
    soonest = await soonest_expiry(
        customer_id=customer_id,
        account_id=identifier(account["id"]),
        policy=programme.expiry,
        now=now,
    )
    if soonest is None:
        return holds
    return {
        cart_id: replace(hold, expires_at=min(hold.expires_at, soonest))
        for cart_id, hold in holds.items()
    }


async def read_marks(
    *, customer_ids: Sequence[str], website_code: str, policy: ExpiryPolicy, now: datetime
) -> dict[str, AccountMark]:
    """Return the marks of several customers' accounts on a website, in one statement.

    Those who were never seen there are left out; theirs is `AccountMark()`.
    """
    due, due_values = due_condition(policy, now)
    customers = ", ".join("?" for _ in customer_ids)
    rows = await fetch(
        _MARKS.format(due=due, customer="a.customer_id", customers=customers),
        [*due_values, now, website_code, *customer_ids],
    )
    return {str(row["customer_id"]): _mark(row) for row in rows}


def _mark(row: Mapping[str, object]) -> AccountMark:
    balance = _number(row, "balance") - _number(row, "due")
    return AccountMark(
        entries=_number(row, "entries"),
        balance=balance,
        held=_held(_number(row, "held"), balance),
        pending=_number(row, "pending"),
        is_merged=bool(row.get("merged", False)),
    )


def _held(kept: int, balance: int) -> int:
    return min(kept, max(balance, 0))


def _number(row: Mapping[str, object], column: str) -> int:
    value = row.get(column, 0)
    assert isinstance(value, int), "counts and sums of points are whole"
    return value
