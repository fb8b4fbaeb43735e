"""Quote inputs of a cart: configuration, points and the wish (R5)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from models.tables.checkout import CartRow
from services.checkout.wishes import Wishes, wishes_of
from services.command.json_values import from_document
from services.programme.programme import Programme
from services.promotions.promotions import Promotions, promotions_in_scope
from services.rules.checkout.cart import CartContent
from services.rules.checkout.earning import EarningTerms
from services.rules.checkout.quote import Quote, make_quote
from services.rules.checkout.quote_terms import QuoteTerms, RedemptionTerms
from services.rules.checkout.redemption.funds import Funds
from services.rules.checkout.redemption.limits import Payable, RedemptionLimits

NO_FUNDS = Funds(balance=0, available=0)


@dataclass(frozen=True, slots=True)
class OpenCart:
    """A cart's row with what it says, parsed once: the shop's content, the wishes to use points."""

    row: CartRow
    content: CartContent
    wishes: Wishes


def open_cart(row: CartRow) -> OpenCart:
    """Parse what the row says."""
    return OpenCart(row, from_document(CartContent, row.content), wishes_of(row))


def quote_of(
    cart: OpenCart, programme: Programme, funds: Funds, promotions: Promotions, now: datetime
) -> Quote:
    """Quote the cart as it stands, from zero (R5.6), with the promotions in scope."""
    row, wishes = cart.row, cart.wishes
    is_guest = row.customer_id is None
    in_scope = promotions_in_scope(promotions, cart.content, programme, now)
    terms = QuoteTerms(
        redemption=RedemptionTerms(
            rate=programme.redemption if programme.is_on else None,
            limits=limits_of(programme),
            funds=funds,
            wish=wishes.as_money.heard(programme) if wishes.as_money else None,
            product_wish=wishes.for_lines.heard(programme) if wishes.for_lines else None,
        ),
        earning=earning_terms(programme, cart.content, customer_id=row.customer_id),
        discouraged_payment_methods=programme.settings.discouraged_payment_methods,
        rules=in_scope.rules,
        products=in_scope.products,
        earning_if_registered=(
            earning_if_registered(programme, cart.content.coupon_codes) if is_guest else None
        ),
        is_guest=is_guest,
    )
    return make_quote(cart.content, terms)


def limits_of(programme: Programme) -> RedemptionLimits:
    """Return the website's limits of a redemption (R4.2, R4.3, R5.4)."""
    settings = programme.settings
    return RedemptionLimits(
        threshold=settings.redemption_threshold,
        min_points=settings.min_points_per_order,
        max_points=settings.max_points_per_order,
        max_percent=settings.max_percent_of_order,
        payable=Payable(shipping=settings.redeem_on_shipping, tax=settings.redeem_on_tax),
    )


def earning_terms(
    programme: Programme, content: CartContent, *, customer_id: str | None
) -> EarningTerms:
    """Return what an order of `content` earns by; a guest's earns nothing (R6.7, R1.6)."""
    terms = earning_if_registered(programme, content.coupon_codes)
    return terms if customer_id is not None else replace(terms, allowed=False)


def earning_if_registered(programme: Programme, coupon_codes: Sequence[str] = ()) -> EarningTerms:
    """Return what customers of the programme's group earn by (R5.8, R1.6).

    Without `earnWithCoupons` there is no rate for an order with a coupon code (R6.12).
    """
    settings = programme.settings
    has_rate = settings.earn_with_coupons or not coupon_codes
    return EarningTerms(
        rate=programme.earning if has_rate else None,
        allowed=programme.may_earn,
        on_purchase=settings.earn_on_purchase,
    )
