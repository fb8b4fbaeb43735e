"""A cart as its customer sees it: in the shown currency, points only where they may be seen."""

from dataclasses import dataclass
from datetime import datetime

from services.checkout.answers import Cart
from services.command.pages.numbered_page import NumberedPage, PageInfo
from services.rules.basics.money import Money
from services.rules.programme.visibility import are_points_shown
from services.rules.storefront.cart_prices import ShownLine, shown_lines
from services.rules.storefront.display import DisplayTotals, display_totals
from services.rules.storefront.points_amounts import PointsAmount
from services.rules.storefront.points_quote import PointsQuote, points_quote


@dataclass(frozen=True, slots=True)
class AppliedGiftCard:
    """What the customer's gift cards pay together: the shop tells us no codes."""

    applied_balance: Money
    code: str | None = None


@dataclass(frozen=True, slots=True)
class AppliedStoreCredit:
    """What store credit pays; the shop does not tell us how much there is."""

    applied_balance: Money
    current_balance: Money | None = None
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class AppliedCoupon:
    """A coupon that the customer has used."""

    code: str


@dataclass(frozen=True, slots=True)
class LinesPage:
    """A page of a cart's lines."""

    items: tuple[ShownLine, ...]
    page_info: PageInfo
    total_count: int


@dataclass(frozen=True, slots=True)
class HeldCart:
    """A cart whose points are kept for it until `expires_at`."""

    cart: Cart
    held: PointsAmount
    expires_at: datetime


def shown_email(cart: Cart) -> str | None:
    """Return the cart's e-mail address: to its customer alone, for anybody may read a guest's."""
    return None if cart.customer_id is None else cart.email


def applied_points(cart: Cart) -> PointsAmount | None:
    """Return the points that pay for the order and what they pay, None for none (R13.1)."""
    if not cart.quote.points_used or not are_points_shown(cart.programme.settings):
        return None
    totals = _totals(cart)
    return PointsAmount(cart.quote.points_used, Money(totals.points, totals.currency))


def applied_gift_cards(cart: Cart) -> list[AppliedGiftCard]:
    """Return what gift cards pay, empty for nothing."""
    totals = _totals(cart)
    if not totals.gift_card:
        return []
    return [AppliedGiftCard(Money(totals.gift_card, totals.currency))]


def applied_store_credit(cart: Cart) -> AppliedStoreCredit | None:
    """Return what store credit pays, None for nothing."""
    totals = _totals(cart)
    if not totals.store_credit:
        return None
    return AppliedStoreCredit(Money(totals.store_credit, totals.currency))


def applied_coupons(cart: Cart) -> list[AppliedCoupon] | None:
    """Return the coupons of the cart, None for none."""
    return [AppliedCoupon(code) for code in cart.content.coupon_codes] or None


def lines_page(cart: Cart, page: NumberedPage) -> LinesPage:
    """Return a page of the cart's lines."""
    lines = shown_lines(cart.quote, cart.content)
    shown = lines[page.skip : page.skip + page.page_size]
    return LinesPage(shown, page.info(len(lines)), len(lines))


def explained_quote(cart: Cart) -> PointsQuote | None:
    """Return what points can do for the cart, None where they can do nothing (R1.6, R12.6)."""
    settings = cart.programme.settings
    if cart.programme.is_excluded or not are_points_shown(settings):
        return None
    return points_quote(
        cart.quote,
        cart.content,
        threshold=settings.redemption_threshold,
        locale=cart.programme.locale,
    )


def held_cart(cart: Cart) -> HeldCart:
    """Return the hold of a cart that was just given one, beside the cart (R5.7)."""
    assert cart.hold is not None, "the cart's points were just held"
    totals = _totals(cart)
    held = PointsAmount(cart.hold.points, Money(totals.points, totals.currency))
    return HeldCart(cart, held, cart.hold.expires_at)


def _totals(cart: Cart) -> DisplayTotals:
    return display_totals(cart.quote, cart.content.display)
