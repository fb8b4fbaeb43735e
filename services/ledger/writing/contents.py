"""Contents of locked accounts: all open lots, and the holds, read in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, cast
from uuid import UUID

from models.database import Query, document, fetch, identifier, instant, rows_as_json
from models.rows.reads import marks
from models.scaling.shards import one_customer, statements_of, whose
from models.tables.points import PointsHold
from services.ledger.accounts import Account, LotRows
from services.ledger.lot_rows import LOT_COLUMNS

_HOLD_COLUMNS = ("h.id", "h.cart_id", "h.order_id", "h.points", "h.expires_at", "h.created_at")


@dataclass(frozen=True, slots=True)
class Contents:
    """The rows of an account's open lots, by LOT_COLUMNS, and its holds, dead ones too."""

    lots: LotRows
    holds: Sequence[PointsHold]


_NOTHING: Final = Contents((), ())


async def read_contents(accounts: Sequence[Account]) -> dict[UUID, Contents]:
    """Return what is in these accounts, by their ids.

    One without entries has never had anything in it, and is not asked about.
    """
    found = {account.id: _NOTHING for account in accounts}
    used = [account for account in accounts if account.entries]
    return found | await _read(used) if used else found


async def _read(accounts: Sequence[Account]) -> dict[UUID, Contents]:
    # By website, not by id, of which SQLite would look up every one with every customer.
    customers = sorted({account.customer_id for account in accounts})
    websites = sorted({account.website_code for account in accounts})
    rows = []
    for some in statements_of(customers):
        query = contents_query(some, websites)
        rows += await fetch(query.sql, query.values)
    return {identifier(row["id"]): _contents(row) for row in rows}


def contents_query(customers: Sequence[str], websites: Sequence[str]) -> Query:
    """Return what is asked about the accounts of these customers on these websites."""
    values = [*one_customer(customers), *one_customer(customers), *customers, *websites]
    return Query(_statement(marks(customers), marks(websites)), values)


def _statement(customers: str, websites: str) -> str:
    customer = whose("a.customer_id", customers)
    return f"""
SELECT a.id, a.customer_id,
    (SELECT {rows_as_json(LOT_COLUMNS)} FROM points_lots l
        WHERE l.customer_id = {customer} AND l.account_id = a.id AND l.remaining > 0) AS lots,
    (SELECT {rows_as_json(_HOLD_COLUMNS)} FROM point_holds h
        WHERE h.customer_id = {customer} AND h.account_id = a.id) AS holds
FROM reward_accounts a
WHERE a.customer_id IN ({customers}) AND a.website_code IN ({websites})
"""  # noqa: S608 - put together of our own words


def _contents(row: dict[str, Any]) -> Contents:
    account_id = identifier(row["id"])
    holds = [_hold(values, row["customer_id"], account_id) for values in _rows(row["holds"])]
    return Contents(_rows(row["lots"]), holds)


def _rows(found: object) -> LotRows:
    return cast("LotRows", document(found)) if found else ()


def _hold(values: Sequence[Any], customer_id: str, account_id: UUID) -> PointsHold:
    hold_id, cart_id, order_id, points, expires_at, created_at = values
    return PointsHold(
        id=identifier(hold_id),
        customer_id=customer_id,
        account_id=account_id,
        cart_id=cart_id,
        order_id=order_id,
        points=points,
        expires_at=None if expires_at is None else instant(expires_at),
        created_at=instant(created_at),
    )
