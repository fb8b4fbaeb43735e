"""Redemption: applying points to a cart, removing them, holding them (R5.4 to R5.7)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from models.rows.updates import save_row
from models.tables.checkout import CartRow
from services.checkout.answers import Cart, answer, fit_hold, note_answer, quote_carts, to_hold
from services.checkout.carts import check_active, check_cart_id, is_of, lock_cart, no_cart
from services.checkout.looking_ahead import look_ahead_to_quote
from services.checkout.quoting import OpenCart, limits_of, open_cart, quote_of
from services.checkout.replacing import load_carried
from services.checkout.shoppers import read_shopper
from services.checkout.wishes import NO_WISHES, Wishes, note_wishes, save_wishes, wish_of
from services.command import audit
from services.command.caller import Caller, CallerKind
from services.command.transaction import one_transaction, unlocked_first
from services.ledger.holds import Hold, place_hold
from services.ledger.reading.standing import AccountStanding
from services.ledger.writing.books import open_book, write_books
from services.programme.programme import Programme, load_programme, load_recorded_programme
from services.promotions.promotions import Promotions, load_promotions
from services.rules.basics.refusals import Disabled, Invalid, OutOfRange
from services.rules.checkout.quote import Quote
from services.rules.checkout.redemption.choice import check_choice, check_product_choice
from services.rules.checkout.redemption.funds import NOTHING_CARRIED, Funds

DEFAULT_HOLD_SECONDS = 15 * 60
_LONGEST_HOLD_SECONDS = 24 * 60 * 60


@unlocked_first
async def apply_points(
    *, cart_id: str, points: int | None = None, caller: Caller, now: datetime
) -> Cart:
    """Use `points` on the cart, or as many as are useful; the balance falls with the order.

    Applying twice is the same as applying once. It is no error if nothing can be applied.
    Raises NotFound, CartInactive, Disabled, Invalid, OutOfRange, NoRedemptionRate, BelowThreshold,
    InsufficientPoints, LimitExceeded (R4.3).
    """
    checkout = await _open_checkout(cart_id, caller, now)
    # Points that pay for lines go first, out of the same balance (R7.3).
    without = replace(checkout.cart.wishes, as_money=None)
    taken = checkout.wishing(without).quote().product_points_used
    funds = replace(checkout.funds, available=checkout.funds.available - taken)
    check_choice(points, funds, checkout.programme.redemption, limits_of(checkout.programme))
    wished = checkout.wishing(replace(without, as_money=wish_of(caller, points)))
    if wished.quote().points_used == 0:
        wished = checkout.wishing(without)
    return await _answer_wish("cartApplyPoints", wished, points, caller)


@unlocked_first
async def apply_product_points(
    *, cart_id: str, points: int | None = None, caller: Caller, now: datetime
) -> Cart:
    """Pay lines with `points`, or as many as are useful, at each product's own price (R7.2).

    No exchange rate is needed. Raises NotFound, CartInactive, Disabled, Invalid, OutOfRange,
    BelowThreshold, InsufficientPoints.
    """
    checkout = await _open_checkout(cart_id, caller, now)
    check_product_choice(points, checkout.funds, limits_of(checkout.programme))
    wishes = checkout.cart.wishes
    wished = checkout.wishing(replace(wishes, for_lines=wish_of(caller, points)))
    if wished.quote().product_points_used == 0:
        wished = checkout.wishing(replace(wishes, for_lines=None))
    return await _answer_wish("cartApplyProductPoints", wished, points, caller)


@one_transaction
async def remove_points(*, cart_id: str, caller: Caller, now: datetime) -> Cart:
    """Take points of both kinds off the cart and let go of what it holds (R5.6).

    It works with the feature off too. Raises NotFound, CartInactive.
    """
    row = await _open_cart(cart_id, caller)
    await save_wishes(row, NO_WISHES)
    await _record("cartRemovePoints", row, {}, caller, now)
    programme = await load_recorded_programme(
        website_code=row.website_code, customer_id=row.customer_id
    )
    (answered,) = await answer([open_cart(row)], [programme], now)
    return answered


@one_transaction
async def hold_points(
    *, cart_id: str, ttl_seconds: int | None = None, caller: Caller, now: datetime
) -> Cart:
    """Keep the cart's points from being spent elsewhere for a while, 15 minutes by default (R5.7).

    Raises NotFound, CartInactive, Disabled, Invalid, OutOfRange.
    """
    seconds = DEFAULT_HOLD_SECONDS if ttl_seconds is None else ttl_seconds
    if not 1 <= seconds <= _LONGEST_HOLD_SECONDS:
        raise OutOfRange(f"Must be from 1 to {_LONGEST_HOLD_SECONDS:,}.", path=("ttl_seconds",))
    row = await _open_cart(cart_id, caller)
    customer_id = _customer_of(row)
    programme = await load_programme(website_code=row.website_code, customer_id=customer_id)
    _check_enabled(programme, caller)
    book = await open_book(customer_id=customer_id, programme=programme, caller=caller, now=now)
    cart = open_cart(row)
    promotions = await load_promotions([cart.content], programme)
    carried = (await load_carried([row], [programme])).get(row.id, NOTHING_CARRIED)
    funds = book.funds(cart_id=row.id, carried=carried)
    quote = quote_of(cart, programme, funds, promotions, now)
    if quote.all_points_used == 0:
        raise Invalid("No points are applied to this cart.", path=("cart_id",))
    await write_books([book])
    hold = Hold(to_hold(quote, carried), now + timedelta(seconds=seconds))
    await place_hold(account=book.account, cart_id=row.id, hold=hold, now=now)
    await _record("cartHoldPoints", row, {"ttlSeconds": seconds}, caller, now)
    (answered,) = await answer([cart], [programme], now, promotions)
    # Where the replaced order has all that is used, there is nothing to hold, and nothing missing.
    return replace(answered, hold=answered.hold or hold)


@dataclass(frozen=True, slots=True)
class _Checkout:
    """What decides on a wish to use points."""

    cart: OpenCart
    programme: Programme
    promotions: Promotions
    standing: AccountStanding
    funds: Funds
    now: datetime

    def quote(self) -> Quote:
        """Quote the cart with these wishes."""
        return quote_of(self.cart, self.programme, self.funds, self.promotions, self.now)

    def wishing(self, wishes: Wishes) -> "_Checkout":
        """Return the same with these wishes in place of those that the cart has."""
        return replace(self, cart=replace(self.cart, wishes=wishes))


async def _open_checkout(cart_id: str, caller: Caller, now: datetime) -> _Checkout:
    row = await _open_cart(cart_id, caller)
    customer_id = _customer_of(row)
    cart = open_cart(row)
    await look_ahead_to_quote(
        cart.content,
        customer_id=customer_id,
        website_code=row.website_code,
        cart_id=row.id,
        now=now,
    )
    programme, standing = await read_shopper(
        customer_id=customer_id, website_code=row.website_code, cart_id=row.id, now=now
    )
    _check_enabled(programme, caller)
    promotions = await load_promotions([cart.content], programme)
    carried = (await load_carried([row], [programme])).get(row.id, NOTHING_CARRIED)
    funds = standing.funds_of(row.id, carried)
    return _Checkout(cart, programme, promotions, standing, funds, now)


async def _answer_wish(
    action: str, checkout: _Checkout, points: int | None, caller: Caller
) -> Cart:
    """Keep the wishes, answer the cart and let go of what it holds beyond its quote (R5.7)."""
    cart = checkout.cart
    note_wishes(cart.row, cart.wishes)
    programme = checkout.programme
    standings = {programme.website.code: checkout.standing}
    (answered,) = await quote_carts(
        [cart], [programme], checkout.now, checkout.promotions, standings
    )
    note_answer(cart.row, answered.quote)
    await save_row(cart.row)
    await fit_hold(answered)
    await _record(action, cart.row, {"points": points}, caller, checkout.now)
    return answered


async def _open_cart(cart_id: str, caller: Caller) -> CartRow:
    """Lock an active cart that the caller may touch: a customer only their own (R12.1)."""
    check_cart_id(cart_id)
    row = await lock_cart(cart_id, path=("cart_id",))
    if caller.kind is CallerKind.CUSTOMER and not await is_of(row, caller.subject):
        raise no_cart(cart_id, path=("cart_id",))
    check_active(row)
    return row


def _customer_of(row: CartRow) -> str:
    if row.customer_id is None:
        raise Invalid("A guest's cart has no points to use.", path=("cart_id",))
    return row.customer_id


def _check_enabled(programme: Programme, caller: Caller) -> None:
    is_customer = caller.kind is CallerKind.CUSTOMER
    on_storefront = programme.settings.enabled_on_storefront
    if not programme.is_on or (is_customer and not on_storefront):
        raise Disabled("Reward points are switched off.")


async def _record(
    action: str, row: CartRow, details: dict[str, object], caller: Caller, now: datetime
) -> None:
    """Put an admin's command into the audit log; customers' own are not logged (R12.2)."""
    if caller.kind is CallerKind.ADMIN:
        await audit.record(action=action, target=row.id, details=details, caller=caller, now=now)
