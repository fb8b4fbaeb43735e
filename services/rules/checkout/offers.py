"""Offer of a product: what it earns and costs in points before there is a cart (R5.8)."""

from dataclasses import dataclass
from decimal import Decimal

from services.rules.basics.limits import shown_points
from services.rules.basics.quantities import Quantity
from services.rules.checkout.cart import CartLine
from services.rules.checkout.earning import EarningTerms, earning_sources, paid_for_what_earns
from services.rules.checkout.pricing import priced_line
from services.rules.checkout.product_points import ProductTerms, points_to_pay


@dataclass(frozen=True, slots=True)
class OfferedProduct:
    """A product that a shop shows: `quantity` units at `unit_price`, without tax."""

    sku: str
    quantity: Quantity
    unit_price: Decimal


@dataclass(frozen=True, slots=True)
class ProductOffer:
    """The points that a product earns, and those that pay for it, None where none can."""

    sku: str
    points_to_earn: int
    points_needed: int | None


def make_offer(
    wanted: OfferedProduct, product: ProductTerms, terms: EarningTerms, currency: str
) -> ProductOffer:
    """Return what the units would earn and cost as the only line of a cart without rules."""
    of_cart = CartLine(wanted.sku, wanted.sku, wanted.quantity, wanted.unit_price)
    line = priced_line(of_cart, product, currency)
    basis = paid_for_what_earns(line.net, [line])
    earned = sum(source.points for source in earning_sources(basis, terms, [line]))
    needed = None if product.needed is None else shown_points(points_to_pay(line))
    return ProductOffer(wanted.sku, shown_points(earned), needed)


def no_offer(wanted: OfferedProduct) -> ProductOffer:
    """Return the offer of a shop whose programme is off: it earns and costs no points."""
    return ProductOffer(wanted.sku, points_to_earn=0, points_needed=None)
