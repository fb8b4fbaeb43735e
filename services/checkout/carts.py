"""Carts: found with their quote of the moment, and locked (R5)."""

from collections.abc import Collection
from datetime import datetime

from tortoise.expressions import Q

from models.database import dialect, is_unlocked, rely_on
from models.rows.merged_customers import present_id_of
from models.rows.reads import read_rows
from models.tables.checkout import CartRow
from services.checkout.answers import Cart, read_carts
from services.command.json_values import from_document
from services.command.transaction import read_whole
from services.programme.known_customers import present_id
from services.rules.basics.codes import is_id
from services.rules.basics.refusals import CartInactive, Invalid, NotFound, Path
from services.rules.checkout.cart import CartContent, DisplayCurrency

CART = "SELECT * FROM carts WHERE id = ?"


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
    rows = await lock_if_there(cart_id) if is_id(cart_id) else []
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


async def lock_if_there(cart_id: str) -> list[CartRow]:
    """Lock the cart, if there is one, until the transaction ends.

    Whoever does so changes its version, which those without locks rely on. On SQLite, where nobody
    does without, the transaction holds all that there is.
    """
    if dialect() == "postgres" and not is_unlocked():
        return await read_rows(
            CartRow,
            "UPDATE carts SET version = version + 1 WHERE id = ? RETURNING *",
            [cart_id],
        )
    rows = await read_rows(CartRow, CART, [cart_id])
    for row in rows if is_unlocked() else ():
        rely_on("carts", "id = ? AND version = ?", [cart_id, row.version])
    return rows
