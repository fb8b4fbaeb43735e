"""Visitors of the storefront, signed in or guests: their website and their carts (R12.1).

A website is named by the `Store` header, else by the token, else it is the default one.
"""

from collections.abc import Awaitable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.access.customer_ids import decoded, is_same
from services.checkout.answers import Cart
from services.checkout.carts import (
    check_active,
    check_cart_id,
    find_newest_cart,
    find_own_cart,
    find_own_carts,
    no_cart,
)
from services.command.caller import Caller, CallerKind
from services.command.transaction import one_transaction
from services.programme.known_customers import present_id
from services.programme.programme import Programme, load_programme
from services.programme.rule_book import rule_book
from services.programme.websites import find_website
from services.rules.basics.codes import is_id
from services.rules.basics.limits import ID_LENGTH
from services.rules.basics.refusals import Forbidden, NotFound


@dataclass(frozen=True, slots=True)
class Visitor:
    """A signed-in customer; `website_code` is the website they named, None for none."""

    customer_id: str
    website_code: str | None

    @property
    def caller(self) -> Caller:
        """Name the visitor as the one who gives a command."""
        return Caller(subject=self.customer_id, kind=CallerKind.CUSTOMER)


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody not signed in, who reads guests' carts by their ids; `website_code` as above."""

    website_code: str | None
    customer_id: None = None


Reader = Visitor | Guest  # of carts


class CartCommand(Protocol):
    """A command on one cart, its other arguments given already."""

    def __call__(self, *, cart_id: str, caller: Caller, now: datetime) -> Awaitable[Cart]:
        """Do it."""


def receive(
    *, customer_id: str, store_website_code: str | None, token_website_code: str | None
) -> Visitor:
    """Return who asks, given the websites that the `Store` header names and the token is bound to.

    Raises Forbidden when the token is for another website than the header names.
    """
    website_code = store_website_code or token_website_code
    if token_website_code and website_code != token_website_code:
        raise Forbidden("The token is for another website than the Store header names.")
    return Visitor(customer_id, website_code)


async def programme_of(*, website_code: str | None, customer_id: str | None) -> Programme:
    """Return the programme of the website named, or of the default one.

    `customer_id` is None for somebody not signed in. Raises NotFound.
    """
    return await load_programme(website_code=website_code, customer_id=customer_id)


async def find_visitors_cart(*, visitor: Reader, cart_id: str, now: datetime) -> Cart:
    """Return the visitor's own cart: without a customer, a guest's, whose id is all they need.

    Raises Invalid, NotFound, CartInactive.
    """
    _check_cart_id(cart_id)
    cart = await find_own_cart(cart_id=cart_id, customer_id=visitor.customer_id, now=now)
    await _check_website(cart, visitor)
    return cart


async def find_visitors_carts(
    *, visitor: Reader, cart_ids: Collection[str], now: datetime
) -> dict[str, Cart]:
    """Return those of the carts that are the visitor's own, by id: `require_cart` says what of it.

    Raises NotFound where one is the visitor's own, but the website they named does not exist.
    """
    carts = await find_own_carts(
        cart_ids=[cart_id for cart_id in cart_ids if is_id(cart_id)],
        customer_id=visitor.customer_id,
        now=now,
    )
    code = visitor.website_code
    here = {cart.id: cart for cart in carts if code in {None, cart.website_code}}
    if len(here) < len(carts):
        await find_website(str(code))
    return here


def require_cart(cart: Cart | None, cart_id: str) -> Cart:
    """Return a cart of `find_visitors_carts`, refused as `find_visitors_cart` refuses it.

    Raises NotFound, CartInactive.
    """
    if cart is None:
        raise no_cart(cart_id)
    check_active(cart)
    return cart


async def require_own(visitor: Visitor, customer_id: str) -> Visitor:
    """Return the visitor if they are that customer; anybody else is unknown (R12.1).

    The id may be written in either of Adobe's forms, and be an old one (R12.5). Raises NotFound.
    """
    if not is_same(customer_id, visitor.customer_id) and not await _is_old_id(customer_id, visitor):
        raise NotFound(f'Could not find a customer with ID "{customer_id}"', path=("id",))
    return visitor


async def _is_old_id(customer_id: str, visitor: Visitor) -> bool:
    """Test whether an id of another spelling than the visitor's stands for them."""
    for form in {customer_id, decoded(customer_id)}:
        if is_id(form) and await present_id(form) == visitor.customer_id:
            return True
    return False


async def find_visitors_newest_cart(*, visitor: Visitor, now: datetime) -> Cart:
    """Return the cart that the visitor last had in hand on the website.

    Raises NotFound.
    """
    code = await _known_code(visitor.website_code)
    try:
        return await find_newest_cart(customer_id=visitor.customer_id, website_code=code, now=now)
    except NotFound:
        await find_website(code)  # that there is no such website says more
        raise


@one_transaction
async def change_cart(
    command: CartCommand, *, visitor: Visitor, cart_id: str, now: datetime
) -> Cart:
    """Do `command`, one of services.checkout.redemption, to the visitor's own cart (R12.1).

    Raises Invalid, NotFound, and what the command does.
    """
    _check_cart_id(cart_id)
    cart = await command(cart_id=cart_id, caller=visitor.caller, now=now)
    await _check_website(cart, visitor)
    return cart


def _check_cart_id(cart_id: str) -> None:
    """Refuse an impossible cart id, without asking the database.

    Raises Invalid, NotFound.
    """
    check_cart_id(cart_id)
    if not is_id(cart_id):
        raise no_cart(cart_id[:ID_LENGTH])


async def _check_website(cart: Cart, visitor: Reader) -> None:
    """Refuse a cart of another website than the one named, as unknown as it is there.

    A command checks afterwards, which undoes it: nothing is asked of the database where all is
    well. Raises NotFound.
    """
    if visitor.website_code in {None, cart.website_code}:
        return
    await find_website(str(visitor.website_code))
    raise no_cart(cart.id)


async def _known_code(website_code: str | None) -> str:
    return website_code or (await rule_book()).default_website().code
