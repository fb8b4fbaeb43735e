"""Quote inputs beside the cart: wishes, funds, rates, rules, products (R5)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.rules.checkout.cart_rules import CartRule
from services.rules.checkout.earning import EarningTerms
from services.rules.checkout.product_points import ProductTerms
from services.rules.checkout.redemption.funds import Funds
from services.rules.checkout.redemption.limits import RedemptionLimits
from services.rules.programme.conversion import RecordedRate


@dataclass(frozen=True, slots=True)
class PointsWish:
    """The customer's wish to use points: a number, or None for as many as are useful (R5.7)."""

    points: int | None = None


@dataclass(frozen=True, slots=True)
class RedemptionTerms:
    """What a redemption is computed from; without a rate points have no value (R2.5).

    `product_wish` is the wish to pay lines with points, which needs no rate (R7.2).
    """

    rate: RecordedRate | None
    limits: RedemptionLimits
    funds: Funds
    wish: PointsWish | None
    product_wish: PointsWish | None = None


@dataclass(frozen=True, slots=True)
class QuoteTerms:
    """Everything that a quote depends on, apart from the cart.

    `rules` are those in scope, in the order in which they apply (R5.2); `products` says what
    points are to which sku (R7.1).
    """

    redemption: RedemptionTerms
    earning: EarningTerms
    discouraged_payment_methods: tuple[str, ...] = ()
    rules: tuple[CartRule, ...] = ()
    products: Mapping[str, ProductTerms] = field(default_factory=dict)
    earning_if_registered: EarningTerms | None = None
    is_guest: bool = False
