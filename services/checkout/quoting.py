"""Quote inputs of a cart: configuration, points and the wish (R5)."""

from dataclasses import dataclass
from datetime import datetime

from models.checkout import CartRow
from services.command.json_values import from_document
from services.programme.programme import Programme
from services.promotions.promotions import Promotions, promotions_in_scope
from services.rules.basics.limits import POINTS_LIMIT
from services.rules.basics.refusals import OutOfRange, Path
from services.rules.checkout.cart import CartContent
from services.rules.checkout.earning import EarningTerms
from services.rules.checkout.quote import Quote, make_quote
from services.rules.checkout.quote_terms import PointsWish, QuoteTerms, RedemptionTerms
from services.rules.checkout.redemption import Funds, RedemptionLimits

NO_FUNDS = Funds(balance=0, available=0)


@dataclass(frozen=True, slots=True)
class OpenCart:
    """A cart's row with what the shop said of it, which is parsed once."""

    row: CartRow
    content: CartContent


def open_cart(row: CartRow) -> OpenCart:
    """Parse what the shop said of the cart."""
    return OpenCart(row, from_document(CartContent, row.content))


def quote_of(
    cart: OpenCart, programme: Programme, funds: Funds, promotions: Promotions, now: datetime
) -> Quote:
    """Quote the cart as it stands, from zero (R5.6), by those of the promotions in scope."""
    row = cart.row
    in_scope = promotions_in_scope(promotions, cart.content, programme, now)
    terms = QuoteTerms(
        redemption=RedemptionTerms(
            rate=programme.redemption if programme.settings.enabled else None,
            limits=limits_of(programme),
            funds=funds,
            wish=wish_in_force(row, programme),
            product_wish=product_wish_in_force(row, programme),
        ),
        earning=earning_terms(programme, customer_id=row.customer_id),
        discouraged_payment_methods=programme.settings.discouraged_payment_methods,
        rules=in_scope.rules,
        products=in_scope.products,
        is_guest=row.customer_id is None,
    )
    return make_quote(cart.content, terms)


def check_earnings(quote: Quote, *, path: Path) -> None:
    """Refuse a quote that earns more points than there can be (R3.7, R14.3).

    Raises OutOfRange.
    """
    if quote.points_to_earn > POINTS_LIMIT:
        raise OutOfRange(f"It would earn more than {POINTS_LIMIT:,} points.", path=path)


def limits_of(programme: Programme) -> RedemptionLimits:
    """Return the website's limits of a redemption (R4.2, R4.3)."""
    settings = programme.settings
    return RedemptionLimits(
        threshold=settings.redemption_threshold,
        min_points=settings.min_points_per_order,
        max_points=settings.max_points_per_order,
        max_percent=settings.max_percent_of_order,
    )


def earning_terms(programme: Programme, *, customer_id: str | None) -> EarningTerms:
    """Return what an order earns by; a guest's earns nothing (R6.7, R1.6)."""
    settings = programme.settings
    return EarningTerms(
        rate=programme.earning,
        allowed=customer_id is not None and programme.may_earn,
        on_purchase=settings.earn_on_purchase,
    )


def wish_in_force(row: CartRow, programme: Programme) -> PointsWish | None:
    """Return the wish to use points, unless it is not to be heard now (R1.6)."""
    if not row.points_applied or not _is_heard(row.applied_by, programme):
        return None
    return PointsWish(row.chosen_points)


def product_wish_in_force(row: CartRow, programme: Programme) -> PointsWish | None:
    """Return the wish to pay lines with points, unless it is not to be heard now (R1.6, R7.2)."""
    if not row.product_points_applied or not _is_heard(row.product_applied_by, programme):
        return None
    return PointsWish(row.chosen_product_points)


def _is_heard(applied_by: str | None, programme: Programme) -> bool:
    """Test whether a wish counts: with the storefront off, only what an admin applied does."""
    settings = programme.settings
    return settings.enabled and (applied_by != "customer" or settings.enabled_on_storefront)
