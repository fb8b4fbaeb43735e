"""Standing of an account at an instant: balance, holds and pending points, in one statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from models.database import fetch, identifier, instant
from services.ledger.due import due_condition, soonest_expiry
from services.ledger.holds import Hold
from services.programme.programme import (
    CUSTOMER_COLUMNS,
    Programme,
    customers_programme,
    programme_in,
)
from services.programme.rule_book import RuleBook
from services.rules.basics.money import Money
from services.rules.checkout.redemption import NOTHING_CARRIED, Carried, Funds, funds_left
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
    (SELECT CAST(COALESCE(SUM(o.pending_points), 0) AS BIGINT) FROM orders o
        WHERE o.customer_id = a.customer_id AND o.website_code = a.website_code
            AND o.pending_points > 0) AS pending"""
# When the first of them matures: one that is to be credited was approved.
_PENDING_UNTIL = """
    (SELECT MIN(o.matures_at) FROM orders o
        WHERE o.customer_id = a.customer_id AND o.website_code = a.website_code
            AND o.pending_points > 0 AND o.received_approved) AS pending_until"""
# One row, or one for each of the carts that holds points, which say the same of the account. With
# the account comes what its programme depends on, so that a look at it is one statement.
_ACCOUNT = f"""
SELECT v.version, {CUSTOMER_COLUMNS}, a.id, a.balance, a.debt, a.entries,
    {_DUE}, {_HELD}, {_PENDING}, {_PENDING_UNTIL},
    k.cart_id, k.points AS cart_points, k.expires_at AS cart_until
FROM programme_version v
LEFT JOIN customers given ON given.id = ?
LEFT JOIN customers c ON c.id = COALESCE(given.merged_into, given.id)
LEFT JOIN reward_accounts a ON a.customer_id = COALESCE(c.id, ?) AND a.website_code = ?
LEFT JOIN point_holds k ON k.customer_id = a.customer_id
    AND k.account_id = a.id AND k.cart_id IN ({{carts}}) AND k.expires_at > ?
WHERE v.id = 1
"""  # noqa: S608 - put together of our own words
_MARKS = f"""
SELECT a.customer_id, a.balance, a.entries, a.merged, {_DUE}, {_HELD}, {_PENDING}
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
    `holds` has the live holds of the carts asked about, by cart.
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

    def funds_of(self, cart_id: str, carried: Carried = NOTHING_CARRIED) -> Funds:
        """Return what a cart asked about may spend: the balance less what others hold.

        `carried` is what it has from the order that it replaces (R6.14).
        """
        own = self.holds.get(cart_id)
        held_elsewhere = self.kept - (own.points if own else 0)
        return funds_left(self.balance, held_elsewhere, carried)


async def read_standing(
    *, customer_id: str, programme: Programme, now: datetime, cart_ids: Sequence[str] = ()
) -> AccountStanding:
    """Return how the customer's account on the programme's website stands at `now`.

    `cart_ids` names the carts whose holds are told apart, for `funds_of` each.
    """
    rows = await _rows(customer_id, programme, now, cart_ids)
    present_id = str(rows[0]["customer_id"] or customer_id)
    return await _standing(rows, present_id, programme, now)


async def read_account(
    book: RuleBook, *, customer_id: str, website_code: str, now: datetime
) -> tuple[int, tuple[Programme, AccountStanding]]:
    """Return a customer's programme and how their account stands, by a rule book to be `proven`.

    Before them comes the version that the one statement has found. Raises NotFound for a website
    that is not in the book.
    """
    rows = await _rows(customer_id, programme_in(book, website_code), now)
    programme = customers_programme(book, website_code, rows[0], given_id=customer_id)
    standing = await _standing(rows, programme.present_id, programme, now)
    return _number(rows[0], "version"), (programme, standing)


async def _rows(
    customer_id: str, programme: Programme, now: datetime, cart_ids: Sequence[str] = ()
) -> list[dict[str, object]]:
    due, due_values = due_condition(programme.expiry, now)
    account = [customer_id, customer_id, programme.website.code]
    return await fetch(
        _ACCOUNT.format(due=due, carts=", ".join("?" for _ in cart_ids) or "NULL"),
        [*due_values, now, *account, *cart_ids, now],
    )


async def _standing(
    rows: Sequence[dict[str, object]], customer_id: str, programme: Programme, now: datetime
) -> AccountStanding:
    found = rows[0] if rows[0]["id"] is not None else {}
    mark = _mark(found)
    holds = {
        str(row["cart_id"]): Hold(_number(row, "cart_points"), instant(row["cart_until"]))
        for row in rows
        if row["cart_id"] is not None
    }
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
        holds=await _safe(holds, found, customer_id, programme, now),
    )


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
        _MARKS.format(due=due, customers=customers), [*due_values, now, website_code, *customer_ids]
    )
    return {str(row["customer_id"]): _mark(row) for row in rows}


def _mark(row: dict[str, object]) -> AccountMark:
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


def _number(row: dict[str, object], column: str) -> int:
    value = row.get(column, 0)
    assert isinstance(value, int), "counts and sums of points are whole"
    return value
