"""Putting of carts: what the shop sends, and the quote that answers it (R5)."""

import random
from dataclasses import replace
from datetime import datetime

from models.database import Query, is_unlocked
from models.rows.reads import read_rows
from models.rows.updates import keep_row
from models.tables.checkout import CartRow
from services.checkout.answers import Cart, fit_hold, note_answer, quote_carts
from services.checkout.cart_input import CartInput, LeftOut, checked_content
from services.checkout.carts import CART, check_active, lock_cart, lock_if_there
from services.checkout.looking_ahead import look_ahead_to_quote
from services.checkout.quoting import OpenCart
from services.checkout.replacing import check_replaced
from services.checkout.shoppers import read_shopper
from services.checkout.wishes import (
    NO_WISHES,
    note_wishes,
    release_carts_hold,
    wishes_of,
)
from services.command import audit
from services.command.caller import Caller
from services.command.json_values import to_document
from services.command.transaction import one_transaction, unlocked_first
from services.ledger.reading.standing import AccountStanding
from services.programme.known_customers import keep_from_merging
from services.programme.programme import Programme, load_programme
from services.rules.basics.codes import is_id, is_sku
from services.rules.basics.limits import check_id


@unlocked_first
async def put_cart(*, cart: CartInput, caller: Caller, now: datetime) -> Cart:
    """Take the cart as the shop has it; the same id again replaces it and keeps the wish.

    The wish to use points goes when the customer or the website changes, and a hold shrinks to
    what is still used (R5.7). Raises NotFound, Invalid, OutOfRange, CartInactive, OrderState where
    the cart can't replace the order that it names (R6.14).
    """
    check_id(cart.id, path=("id",))
    row, programme, standing = await _opened(cart, now)
    cart = replace(cart, customer_id=programme.customer_id)  # whom an old id stands for (R12.5)
    content = checked_content(cart, programme.website.base_currency)
    await keep_from_merging(programme.customer_id)
    check_active(row, path=("id",))
    wishes = wishes_of(row)
    if (row.customer_id, row.website_code) != (cart.customer_id, cart.website_code):
        await release_carts_hold(row)
        wishes = NO_WISHES
        note_wishes(row, wishes)
    row.website_code = cart.website_code
    row.customer_id = cart.customer_id
    row.email = cart.email or None
    row.content = to_document(content)
    row.updated_at = now
    if cart.replaces_order_id is not LeftOut.STAYS:
        row.replaces_order_id = cart.replaces_order_id
    await check_replaced(row, programme)
    opened = OpenCart(row, content, wishes)
    known = {} if standing is None else {programme.website.code: standing}
    (answered,) = await quote_carts([opened], [programme], now, standings=known)
    note_answer(row, answered.quote)
    await keep_row(row)
    await fit_hold(answered)
    await audit.record(
        action="cartPut",
        target=cart.id,
        details={"websiteCode": cart.website_code, "customerId": cart.customer_id},
        caller=caller,
        now=now,
    )
    return answered


@one_transaction
async def delete_cart(*, cart_id: str, caller: Caller, now: datetime) -> str:
    """Forget a cart that was not placed, and let go of what it holds.

    Raises NotFound, CartInactive.
    """
    row = await lock_cart(cart_id, path=("id",))
    check_active(row, path=("id",))
    await release_carts_hold(row)
    await CartRow.filter(id=cart_id).delete()
    await audit.record(action="cartDelete", target=cart_id, details={}, caller=caller, now=now)
    return cart_id


async def _opened(
    cart: CartInput, now: datetime
) -> tuple[CartRow, Programme, AccountStanding | None]:
    """Lock the cart's row, made if there is none, and read its programme.

    Without locks its customer's points come with the programme: what they must not change between
    is not locked anyway. Raises NotFound.
    """
    if is_unlocked() and cart.customer_id is not None and is_id(cart.customer_id):
        if all(is_sku(line.sku) for line in cart.content.lines):  # the content is checked later
            await look_ahead_to_quote(
                cart.content,
                customer_id=cart.customer_id,
                website_code=cart.website_code,
                cart_id=cart.id,
                now=now,
                besides=[Query(CART, [cart.id])],
            )
        row = await _made_and_locked(cart, now)
        programme, standing = await read_shopper(
            customer_id=cart.customer_id, website_code=cart.website_code, cart_id=cart.id, now=now
        )
        return row, programme, standing
    programme = await load_programme(website_code=cart.website_code, customer_id=cart.customer_id)
    present = replace(cart, customer_id=programme.customer_id)
    return await _made_and_locked(present, now), programme, None


async def _made_and_locked(cart: CartInput, now: datetime) -> CartRow:
    """Lock the cart's row, made if there is none: of several first puts at once one makes it.

    What is in it is written later.
    """
    if is_unlocked():
        rows = await lock_if_there(cart.id)
        return rows[0] if rows else _new_row(cart, now)
    (row,) = await read_rows(
        CartRow,
        "INSERT INTO carts (id, website_code, customer_id, content, active, points_applied,"
        " quoted_points, created_at, updated_at, version)"
        " VALUES (?, ?, ?, ?, TRUE, FALSE, 0, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET version = carts.version + 1 RETURNING *",
        [cart.id, cart.website_code, cart.customer_id, {}, now, now, _first_version()],
    )
    return row


def _new_row(cart: CartInput, now: datetime) -> CartRow:
    return CartRow(
        id=cart.id,
        website_code=cart.website_code,
        customer_id=cart.customer_id,
        content={},
        active=True,
        points_applied=False,
        quoted_points=0,
        created_at=now,
        updated_at=now,
        version=_first_version(),
    )


def _first_version() -> int:
    """Return where a new cart begins to count, at random.

    Or a cart put under the id of one that was deleted could be taken for that one.
    """
    return random.getrandbits(62)
