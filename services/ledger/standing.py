"""Standing of an account at an instant: balance, holds and pending points, in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.database import fetch, identifier, instant
from services.ledger.account_book import expiry_policy
from services.ledger.due import due_condition
from services.ledger.holds import Hold
from services.programme.programme import Programme
from services.rules.basics.limits import BALANCE_LIMIT
from services.rules.basics.money import Money
from services.rules.checkout.redemption import Funds
from services.rules.ledger.expiry import ExpiryPolicy
from services.rules.programme.conversion import points_worth

_DUE = """
    (SELECT COALESCE(SUM(l.remaining), 0) FROM points_lots l
        WHERE l.customer_id = a.customer_id AND l.account_id = a.id AND l.remaining > 0
            AND {due}) AS due"""
_HELD = """
    (SELECT COALESCE(SUM(h.points), 0) FROM point_holds h
        WHERE h.customer_id = a.customer_id AND h.account_id = a.id
            AND (h.expires_at IS NULL OR h.expires_at > ?)) AS held"""
_PENDING = """
    (SELECT COALESCE(SUM(o.pending_points), 0) FROM orders o
        WHERE o.customer_id = a.customer_id AND o.website_code = a.website_code
            AND o.pending_points > 0) AS pending"""
_ACCOUNT = f"""
SELECT a.id, a.balance, a.debt, a.entries, {_DUE}, {_HELD},
    (SELECT COALESCE(SUM(h.points), 0) FROM point_holds h
        WHERE h.customer_id = a.customer_id AND h.account_id = a.id AND h.cart_id = ?
            AND h.expires_at > ?) AS held_by_cart,
    (SELECT MAX(h.expires_at) FROM point_holds h
        WHERE h.customer_id = a.customer_id AND h.account_id = a.id AND h.cart_id = ?
            AND h.expires_at > ?) AS hold_expires_at, {_PENDING}
FROM reward_accounts a WHERE a.customer_id = ? AND a.website_code = ?
"""  # noqa: S608 - put together of our own words
_MARKS = f"""
SELECT a.customer_id, a.balance, a.entries, {_DUE}, {_HELD}, {_PENDING}
FROM reward_accounts a WHERE a.website_code = ? AND a.customer_id IN ({{customers}})
"""  # noqa: S608 - put together of our own words


@dataclass(frozen=True, slots=True)
class AccountMark:
    """What changes whenever something happens to an account, by an entry or without one."""

    entries: int = 0
    balance: int = 0
    held: int = 0
    pending: int = 0


@dataclass(frozen=True, slots=True)
class AccountStanding:
    """An account as it stands; all zero for a customer never seen (R1.2).

    `balance` leaves expired points out whether or not the job has run (R10.3), and is below 0 in
    debt; `worth` and `available` are 0 then (R4.4). `entries` counts the history.
    """

    customer_id: str
    website_code: str
    account_id: UUID | None
    balance: int
    debt: int
    held: int
    cart_hold: Hold | None
    pending: int
    entries: int
    worth: Money
    orphan: bool

    @property
    def mark(self) -> AccountMark:
        """What to compare a later mark with."""
        return AccountMark(self.entries, self.balance, self.held, self.pending)

    @property
    def available(self) -> int:
        """What can be spent: the balance less all holds, not below 0."""
        return max(self.balance - self.held, 0)

    @property
    def funds(self) -> Funds:
        """What the cart asked about may spend: the balance less the holds of others."""
        held_elsewhere = self.held - (self.cart_hold.points if self.cart_hold else 0)
        return Funds(balance=self.balance, available=max(self.balance - held_elsewhere, 0))


async def read_standing(
    *, customer_id: str, programme: Programme, now: datetime, cart_id: str = ""
) -> AccountStanding:
    """Return how the customer's account on the programme's website stands at `now`.

    `cart_id` names the cart whose own hold is not counted in `funds`.
    """
    due, due_values = due_condition(expiry_policy(programme), now)
    rows = await fetch(
        _ACCOUNT.format(due=due),
        [*due_values, now, cart_id, now, cart_id, now, customer_id, programme.website.code],
    )
    found = rows[0] if rows else {}
    mark = _mark(found)
    return AccountStanding(
        customer_id=customer_id,
        website_code=programme.website.code,
        account_id=identifier(found["id"]) if found else None,
        balance=mark.balance,
        debt=_number(found, "debt"),
        held=mark.held,
        cart_hold=_cart_hold(found),
        pending=mark.pending,
        entries=mark.entries,
        worth=Money(
            points_worth(mark.balance, programme.redemption), programme.website.base_currency
        ),
        orphan=programme.website.is_deleted,
    )


async def read_marks(
    *, customer_ids: Sequence[str], website_code: str, policy: ExpiryPolicy, now: datetime
) -> dict[str, AccountMark]:
    """Return the marks of several customers' accounts on a website, in one statement.

    Those who were never seen there are left out; theirs is `AccountMark()`.
    """
    due, due_values = due_condition(policy, now)
    customers = ", ".join("?" for _ in customer_ids)
    rows = await fetch(
        _MARKS.format(due=due, customers=customers), [*due_values, now, website_code, *customer_ids]
    )
    return {str(row["customer_id"]): _mark(row) for row in rows}


def _mark(row: dict[str, object]) -> AccountMark:
    return AccountMark(
        entries=_number(row, "entries"),
        balance=_number(row, "balance") - _number(row, "due"),
        held=_number(row, "held"),
        # More can't be shown, nor ever be on the balance (R3.7).
        pending=min(_number(row, "pending"), BALANCE_LIMIT),
    )


def _cart_hold(row: dict[str, object]) -> Hold | None:
    if row.get("hold_expires_at") is None:
        return None
    return Hold(_number(row, "held_by_cart"), instant(row["hold_expires_at"]))


def _number(row: dict[str, object], column: str) -> int:
    value = row.get(column, 0)
    assert isinstance(value, int), "counts and sums of points are whole"
    return value
