"""Carts of one customer, quoted together in a constant number of statements."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from models.checkout import CartRow
from models.database import execute
from services.checkout.carts import Cart, cart_view, note_answer
from services.checkout.quoting import content_of, quote_of
from services.ledger.holds import Hold, find_holds
from services.ledger.standing import AccountStanding, read_standing
from services.programme.programme import Programme, load_recorded_programme
from services.promotions.promotions import Promotions, load_promotions_of_carts, promotions_in_scope


@dataclass(frozen=True, slots=True)
class _OnWebsite:
    """How points work on one website, and how the customer's stand there."""

    programme: Programme
    standing: AccountStanding


async def find_customers_carts(
    *, cart_ids: Collection[str], customer_id: str, now: datetime
) -> list[Cart]:
    """Return those of the carts that are the customer's own, placed or not, in any order (R12.1).

    Four statements for all of them, three for each website they are of, and one to note quotes
    that are no longer the last ones answered (R5.7).
    """
    rows = await CartRow.filter(id__in=list(cart_ids), customer_id=customer_id)
    if not rows:
        return []
    websites = {
        code: await _on_website(code, customer_id, now)
        for code in sorted({row.website_code for row in rows})
    }
    holds = await find_holds(customer_id=customer_id, cart_ids=[row.id for row in rows], now=now)
    # Everywhere the customer is of the same group.
    group_code = next(iter(websites.values())).programme.group_code
    promotions = await load_promotions_of_carts([content_of(row) for row in rows], group_code)
    carts = [
        _quoted(row, websites[row.website_code], holds.get(row.id), promotions, now) for row in rows
    ]
    await _note_answers(rows, carts)
    return carts


async def _on_website(code: str, customer_id: str, now: datetime) -> _OnWebsite:
    programme = await load_recorded_programme(website_code=code, customer_id=customer_id)
    standing = await read_standing(customer_id=customer_id, programme=programme, now=now)
    return _OnWebsite(programme, standing)


def _quoted(
    row: CartRow, website: _OnWebsite, hold: Hold | None, promotions: Promotions, now: datetime
) -> Cart:
    """Quote one of the carts, whose own hold is not in its way."""
    standing = replace(website.standing, cart_hold=hold)
    in_scope = promotions_in_scope(promotions, content_of(row), website.programme, now)
    quote = quote_of(row, website.programme, standing.funds, in_scope)
    return cart_view(row, website.programme, quote, standing)


async def _note_answers(rows: Sequence[CartRow], carts: Sequence[Cart]) -> None:
    """Remember the quotes that differ from those answered before, all in one statement."""
    noted = [
        row
        for row, cart in zip(rows, carts, strict=True)
        if row.active and note_answer(row, cart.quote)
    ]
    if not noted:
        return
    # PostgreSQL takes a value in a CASE for text unless it is told.
    points = "WHEN ? THEN CAST(? AS INTEGER) " * len(noted)
    dues = "WHEN ? THEN CAST(? AS BIGINT) " * len(noted)
    marks = ", ".join("?" for _ in noted)
    await execute(
        f"UPDATE carts SET quoted_points = CASE id {points}END,"  # noqa: S608 - marks only
        f" quoted_due_e4 = CASE id {dues}END WHERE active = TRUE AND id IN ({marks})",
        [
            *(value for row in noted for value in (row.id, row.quoted_points)),
            *(value for row in noted for value in (row.id, row.quoted_due_e4)),
            *(row.id for row in noted),
        ],
    )
