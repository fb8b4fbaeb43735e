"""Carts: what the shop puts, and the quote that answers it (R5)."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from tortoise.expressions import Q

from models.database import Query, dialect, is_unlocked, rely_on
from models.rows.merged_customers import present_id_of
from models.rows.reads import read_rows
from models.rows.updates import keep_row
from models.tables.checkout import CartRow
from services.checkout.answers import Cart, fit_hold, note_answer, quote_carts, read_carts
from services.checkout.cart_input import CartInput, LeftOut, checked_content
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
from services.command.json_values import from_document, to_document
from services.command.transaction import one_transaction, read_whole, unlocked_first
from services.ledger.reading.standing import AccountStanding
from services.programme.known_customers import keep_from_merging, present_id
from services.programme.programme import Programme, load_programme
from services.rules.basics.codes import is_id, is_sku
from services.rules.basics.limits import check_id
from services.rules.basics.refusals import CartInactive, Invalid, NotFound, Path
from services.rules.checkout.cart import CartContent, DisplayCurrency

_CART = "SELECT * FROM carts WHERE id = ?"


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


@read_whole
async def find_cart(*, cart_id: str, now: datetime) -> Cart:
    """Return a cart, placed or not, with its quote of the moment.

    Raises NotFound.
    """
    row = await CartRow.get_or_none(id=cart_id) if is_id(cart_id) else None
    if row is None:
        raise no_cart(cart_id)
    (cart,) = await read_carts([row], now)
    return cart


@read_whole
async def find_own_cart(*, cart_id: str, customer_id: str | None, now: datetime) -> Cart:
    """Return the customer's own cart, or a guest's (None); somebody else's is not found (R12.1).

    Raises Invalid, NotFound, CartInactive.
    """
    check_cart_id(cart_id)
    row = await CartRow.get_or_none(id=cart_id) if is_id(cart_id) else None
    if row is None or not await is_of(row, customer_id):
        raise no_cart(cart_id)
    check_active(row)
    (cart,) = await read_carts([row], now)
    return cart


@read_whole
async def find_own_carts(
    *, cart_ids: Collection[str], customer_id: str | None, now: datetime
) -> list[Cart]:
    """Return those of the carts that are the customer's own, or guests' (None), in any order.

    Placed ones too; somebody else's are left out (R12.1). Two statements for all of them, one for
    each website they are of, and one to note quotes that are no longer the last ones answered
    (R5.7) or to see that the carts still stand as they were read.
    """
    whose = Q(customer_id__isnull=True)
    if customer_id is not None:
        whose = Q(customer_id__in=present_id_of(customer_id))
    rows = await CartRow.filter(whose, id__in=list(cart_ids))
    return await read_carts(rows, now) if rows else []


@read_whole
async def find_newest_cart(*, customer_id: str, website_code: str, now: datetime) -> Cart:
    """Return the cart the customer last had in hand on the website.

    Raises NotFound.
    """
    row = (
        await CartRow.filter(
            customer_id__in=present_id_of(customer_id), website_code=website_code, active=True
        )
        .order_by("-updated_at", "-id")
        .first()
    )
    if row is None:
        raise NotFound("The customer has no cart.")
    (cart,) = await read_carts([row], now)
    return cart


async def find_displays(cart_ids: Collection[str]) -> dict[str, DisplayCurrency | None]:
    """Return the currency that each of the carts is shown in, None for the website's own."""
    rows = await CartRow.filter(id__in=list(cart_ids)).only("id", "content")
    return {row.id: from_document(CartContent, row.content).display for row in rows}


async def lock_cart(cart_id: str, *, path: Path) -> CartRow:
    """Lock the cart until the transaction ends. Raises NotFound."""
    rows = await _locked(cart_id) if is_id(cart_id) else []
    if not rows:
        raise no_cart(cart_id, path=path)
    return rows[0]


async def is_of(row: CartRow, customer_id: str | None) -> bool:
    """Test whether a cart is the customer's, who may ask by an old id (R12.5), or a guest's."""
    if row.customer_id is None or customer_id is None:
        return row.customer_id == customer_id
    return row.customer_id == customer_id or row.customer_id == await present_id(customer_id)


def check_active(cart: CartRow | Cart, *, path: Path = ("cart_id",)) -> None:
    """Refuse a cart that has been placed.

    Raises CartInactive.
    """
    if not cart.active:
        raise CartInactive("The cart isn't active", path=path)


def check_cart_id(cart_id: str, *, path: Path = ("cart_id",)) -> None:
    """Refuse an empty id, in the words that storefronts know (R13.1).

    Raises Invalid.
    """
    if not cart_id.strip():
        raise Invalid('Required parameter "cart_id" is missing', path=path)


def no_cart(cart_id: str, *, path: Path = ("cart_id",)) -> NotFound:
    """Say that there is no such cart, in the words that storefronts know (R13.1)."""
    return NotFound(f'Could not find a cart with ID "{cart_id}"', path=path)


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
                besides=[Query(_CART, [cart.id])],
            )
        row = await _made_and_locked(cart, now)
        programme, standing = await read_shopper(
            customer_id=cart.customer_id, website_code=cart.website_code, cart_id=cart.id, now=now
        )
        return row, programme, standing
    programme = await load_programme(website_code=cart.website_code, customer_id=cart.customer_id)
    present = replace(cart, customer_id=programme.customer_id)
    return await _made_and_locked(present, now), programme, None


async def _locked(cart_id: str) -> list[CartRow]:
    """Lock the cart: whoever does so changes its version, which those without locks rely on.

    On SQLite, where nobody does without, the transaction holds all that there is.
    """
    if dialect() == "postgres" and not is_unlocked():
        return await read_rows(
            CartRow,
            "UPDATE carts SET version = version + 1 WHERE id = ? RETURNING *",
            [cart_id],
        )
    rows = await read_rows(CartRow, _CART, [cart_id])
    for row in rows if is_unlocked() else ():
        rely_on("carts", "id = ? AND version = ?", [cart_id, row.version])
    return rows


async def _made_and_locked(cart: CartInput, now: datetime) -> CartRow:
    """Lock the cart's row, made if there is none: of several first puts at once one makes it.

    What is in it is written later.
    """
    if is_unlocked():
        rows = await _locked(cart.id)
        return rows[0] if rows else _new_row(cart, now)
    (row,) = await read_rows(
        CartRow,
        "INSERT INTO carts (id, website_code, customer_id, content, active, points_applied,"
        " quoted_points, created_at, updated_at) VALUES (?, ?, ?, ?, TRUE, FALSE, 0, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET version = carts.version + 1 RETURNING *",
        [cart.id, cart.website_code, cart.customer_id, {}, now, now],
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
    )
