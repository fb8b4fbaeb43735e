"""How an account stands at an instant: balance, holds, what is pending, in one statement."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.database import fetch, identifier, instant
from services.ledger.account_book import expiry_policy
from services.ledger.due import due_condition
from services.ledger.holds import Hold
from services.programme import Programme
from services.rules.conversion import points_worth
from services.rules.limits import BALANCE_LIMIT
from services.rules.money import Money
from services.rules.redemption import Funds

_ACCOUNT = """
SELECT a.id, a.balance, a.debt, a.entries,
    (SELECT COALESCE(SUM(l.remaining), 0) FROM points_lots l
        WHERE l.customer_id = a.customer_id AND l.account_id = a.id AND l.remaining > 0
            AND {due}) AS due,
    (SELECT COALESCE(SUM(h.points), 0) FROM point_holds h
        WHERE h.customer_id = a.customer_id AND h.account_id = a.id
            AND (h.expires_at IS NULL OR h.expires_at > ?)) AS held,
    (SELECT COALESCE(SUM(h.points), 0) FROM point_holds h
        WHERE h.customer_id = a.customer_id AND h.account_id = a.id AND h.cart_id = ?
            AND h.expires_at > ?) AS held_by_cart,
    (SELECT MAX(h.expires_at) FROM point_holds h
        WHERE h.customer_id = a.customer_id AND h.account_id = a.id AND h.cart_id = ?
            AND h.expires_at > ?) AS hold_expires_at,
    (SELECT COALESCE(SUM(o.pending_points), 0) FROM orders o
        WHERE o.customer_id = a.customer_id AND o.website_code = a.website_code
            AND o.pending_points > 0) AS pending
FROM reward_accounts a WHERE a.customer_id = ? AND a.website_code = ?
"""


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
    balance = _number(found, "balance") - _number(found, "due")
    return AccountStanding(
        customer_id=customer_id,
        website_code=programme.website.code,
        account_id=identifier(found["id"]) if found else None,
        balance=balance,
        debt=_number(found, "debt"),
        held=_number(found, "held"),
        cart_hold=_cart_hold(found),
        # More can't be shown, nor ever be on the balance (R3.7).
        pending=min(_number(found, "pending"), BALANCE_LIMIT),
        entries=_number(found, "entries"),
        worth=Money(points_worth(balance, programme.redemption), programme.website.base_currency),
        orphan=programme.website.is_deleted,
    )


def _cart_hold(row: dict[str, object]) -> Hold | None:
    if row.get("hold_expires_at") is None:
        return None
    return Hold(_number(row, "held_by_cart"), instant(row["hold_expires_at"]))


def _number(row: dict[str, object], column: str) -> int:
    value = row.get(column, 0)
    assert isinstance(value, int), "counts and sums of points are whole"
    return value
