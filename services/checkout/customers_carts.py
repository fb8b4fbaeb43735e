"""Carts of one customer, quoted together in a constant number of statements."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from models.checkout import CartRow
from models.row_updates import update_rows
from services.checkout.carts import Cart, cart_view, note_answer
from services.checkout.quoting import OpenCart, open_cart, quote_of
from services.ledger.standing import AccountStanding, read_standing
from services.programme.programme import Programme, load_recorded_programme
from services.promotions.promotions import Promotions, load_promotions


@dataclass(frozen=True, slots=True)
class _OnWebsite:
    """How points work on one website, and how the customer's stand there."""

    programme: Programme
    standing: AccountStanding


async def find_customers_carts(
    *, cart_ids: Collection[str], customer_id: str, now: datetime
) -> list[Cart]:
    """Return those of the carts that are the customer's own, placed or not, in any order (R12.1).

    Three statements for all of them, three for each website they are of, and one to note quotes
    that are no longer the last ones answered (R5.7).
    """
    rows = await CartRow.filter(id__in=list(cart_ids), customer_id=customer_id)
    if not rows:
        return []
    websites = {
        code: await _on_website(code, customer_id, [row.id for row in rows], now)
        for code in sorted({row.website_code for row in rows})
    }
    # Everywhere the customer is of the same group.
    group_code = next(iter(websites.values())).programme.group_code
    opened = [open_cart(row) for row in rows]
    promotions = await load_promotions([cart.content for cart in opened], group_code)
    carts = [_quoted(cart, websites[cart.row.website_code], promotions, now) for cart in opened]
    await _note_answers(rows, carts)
    return carts


async def _on_website(
    code: str, customer_id: str, cart_ids: Sequence[str], now: datetime
) -> _OnWebsite:
    programme = await load_recorded_programme(website_code=code, customer_id=customer_id)
    standing = await read_standing(
        customer_id=customer_id, programme=programme, now=now, cart_ids=cart_ids
    )
    return _OnWebsite(programme, standing)


def _quoted(cart: OpenCart, website: _OnWebsite, promotions: Promotions, now: datetime) -> Cart:
    """Quote one of the carts, whose own hold is not in its way."""
    standing = website.standing
    quote = quote_of(cart, website.programme, standing.funds_of(cart.row.id), promotions, now)
    return cart_view(cart, website.programme, quote, standing)


async def _note_answers(rows: Sequence[CartRow], carts: Sequence[Cart]) -> None:
    """Remember the quotes that differ from those answered before, all in one statement."""
    noted = [
        row
        for row, cart in zip(rows, carts, strict=True)
        if row.active and note_answer(row, cart.quote)
    ]
    if not noted:
        return
    await update_rows(
        "carts",
        {"active": [True], "id": [row.id for row in noted]},
        {
            "quoted_points": [row.quoted_points for row in noted],
            "quoted_due_e4": [row.quoted_due_e4 or 0 for row in noted],
        },
    )
