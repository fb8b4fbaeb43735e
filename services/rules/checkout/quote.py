"""The quote: one pure function for preview and checkout, computed from zero each time (R5).

The steps stand in the order of the rules: product points (R5.1), discounts (R5.2), the order
total (R5.3), reward points (R5.4), gift card and store credit (R5.5), what is earned (R6.6, R6.12)
and the explanation (R5.8). Amounts are rounded half up to the minor unit as they come in, so that
everything behind is exact.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from services.rules.basics.limits import shown_points
from services.rules.basics.money import ZERO, half_up, total
from services.rules.checkout.basis_shares import BasisShare
from services.rules.checkout.cart import CartContent
from services.rules.checkout.cart_rules import AppliedRule, apply_rules
from services.rules.checkout.discounts import take_off
from services.rules.checkout.earning import (
    NextStep,
    QuoteSource,
    earning_sources,
    next_step,
    paid_for_what_earns,
)
from services.rules.checkout.pricing import priced_lines
from services.rules.checkout.product_points import pay_lines
from services.rules.checkout.quote_line import QuoteLine
from services.rules.checkout.quote_terms import QuoteTerms, RedemptionTerms
from services.rules.checkout.redemption.choice import is_below_threshold
from services.rules.checkout.redemption.limits import ALL_PAYABLE, Payable
from services.rules.checkout.redemption.redemption import Maximum, Redemption, maximum, redeem
from services.rules.programme.conversion import RecordedRate


@dataclass(frozen=True, slots=True)
class RedemptionExplanation:
    """How many points can be used, and what cut them (R5.8).

    `payable` is what points may pay of the order, as the settings were then (R5.4).
    """

    rate: RecordedRate | None
    balance: int
    available: int
    groups: int
    remainder: int
    maximum_points: int
    maximum_amount: Decimal
    limited_by: tuple[str, ...]
    payable: Payable = ALL_PAYABLE


@dataclass(frozen=True, slots=True)
class Quote:
    """The totals of a cart or an order, in `currency`, and how they came to be.

    `basis_share` is what one of several orders of a cart may earn by, None for the only one.
    `points_to_earn_if_registered` is what a guest's cart would earn a customer of their group, None
    for a customer's cart and for orders.
    """

    currency: str
    lines: tuple[QuoteLine, ...]
    subtotal: Decimal
    discount: Decimal
    shipping: Decimal
    shipping_tax: Decimal
    tax: Decimal
    order_total: Decimal
    points_used: int
    points_amount: Decimal
    product_points_used: int
    product_points_amount: Decimal
    gift_card: Decimal
    store_credit: Decimal
    amount_due: Decimal
    earning_basis: Decimal
    earning_rate: RecordedRate | None
    sources: tuple[QuoteSource, ...]
    redemption: RedemptionExplanation
    next_step: NextStep | None
    warnings: tuple[str, ...] = field(default=())
    applied_rules: tuple[AppliedRule, ...] = field(default=())
    basis_share: BasisShare | None = None
    prices_include_tax: bool = False
    points_to_earn_if_registered: int | None = None

    @property
    def points_to_earn(self) -> int:
        """All points that the order will earn, as far as an account can hold them (R5.8)."""
        return shown_points(sum(source.points for source in self.sources))

    @property
    def all_points_used(self) -> int:
        """Points of both kinds that the order takes."""
        return self.points_used + self.product_points_used

    @property
    def money(self) -> Decimal:
        """What is left after points: paid by gift card, store credit and money."""
        return self.gift_card + self.store_credit + self.amount_due


@dataclass(frozen=True, slots=True)
class _Payment:
    gift_card: Decimal
    store_credit: Decimal
    due: Decimal


def make_quote(cart: CartContent, terms: QuoteTerms) -> Quote:
    """Quote `cart`: what is charged, what points pay of it and what it will earn (R5)."""
    lines, applied = _discounted(cart, terms)
    shipping, shipping_tax = _shipping(cart)
    goods_tax = total(line.tax for line in lines)
    tax = goods_tax + shipping_tax
    order_total = total(line.net for line in lines) + shipping + tax
    money_terms = _after_product_points(terms.redemption, lines)
    out_of_reach = money_terms.limits.payable.out_of_reach(
        shipping=shipping + shipping_tax, tax=goods_tax
    )
    most = maximum(
        order_total, money_terms.funds, money_terms.rate, money_terms.limits, out_of_reach
    )
    redemption = _redemption(order_total - total(out_of_reach.values()), most, money_terms)
    payment = pay_rest(
        order_total - redemption.amount,
        half_up(cart.gift_card, cart.currency),
        half_up(cart.store_credit, cart.currency),
    )
    raw_basis = paid_for_what_earns(payment.due - shipping - tax, lines)
    return Quote(
        currency=cart.currency,
        lines=lines,
        subtotal=total(line.row_total for line in lines),
        discount=total(line.discount for line in lines),
        shipping=shipping,
        shipping_tax=shipping_tax,
        tax=tax,
        order_total=order_total,
        points_used=redemption.points,
        points_amount=redemption.amount,
        product_points_used=sum(line.product_points for line in lines),
        product_points_amount=total(line.product_points_amount for line in lines),
        gift_card=payment.gift_card,
        store_credit=payment.store_credit,
        amount_due=payment.due,
        earning_basis=max(raw_basis, ZERO),
        earning_rate=terms.earning.rate,
        sources=earning_sources(raw_basis, terms.earning, lines, applied),
        redemption=_explain(money_terms, most),
        next_step=next_step(raw_basis, terms.earning, applied),
        warnings=_warnings(cart, redemption, lines, terms.discouraged_payment_methods),
        applied_rules=applied,
        prices_include_tax=cart.prices_include_tax,
        points_to_earn_if_registered=_if_registered(cart, terms),
    )


def _discounted(
    cart: CartContent, terms: QuoteTerms
) -> tuple[tuple[QuoteLine, ...], tuple[AppliedRule, ...]]:
    """Return the lines after product points and all discounts, and the rules that apply."""
    undiscounted = _paid_with_points(priced_lines(cart, terms.products), cart, terms.redemption)
    return apply_rules(
        take_off(cart.discount, undiscounted, cart.currency),
        terms.rules,
        conditions_on=undiscounted,
        is_guest=terms.is_guest,
        currency=cart.currency,
    )


def _shipping(cart: CartContent) -> tuple[Decimal, Decimal]:
    """Return the shipping without its tax, and the tax."""
    tax = half_up(cart.shipping_tax, cart.currency)
    shipping = half_up(cart.shipping, cart.currency)
    return (shipping - tax if cart.prices_include_tax else shipping), tax


def _if_registered(cart: CartContent, terms: QuoteTerms) -> int | None:
    """Return what the guest's cart would earn a registered customer, None for one's own (R5.8)."""
    if terms.earning_if_registered is None:
        return None
    registered = replace(
        terms, earning=terms.earning_if_registered, earning_if_registered=None, is_guest=False
    )
    return make_quote(cart, registered).points_to_earn


def pay_rest(due: Decimal, gift_card: Decimal, store_credit: Decimal) -> _Payment:
    """Pay `due` by gift card, then store credit, each at most what is left (R5.5)."""
    by_gift_card = min(gift_card, due)
    by_store_credit = min(store_credit, due - by_gift_card)
    return _Payment(by_gift_card, by_store_credit, due - by_gift_card - by_store_credit)


def _paid_with_points(
    lines: Sequence[QuoteLine], cart: CartContent, terms: RedemptionTerms
) -> tuple[QuoteLine, ...]:
    """Pay lines with points where that is wished and the threshold is reached (R4.2, R5.1)."""
    wish = terms.product_wish
    if wish is None or is_below_threshold(terms.funds, terms.limits):
        return tuple(lines)
    available = max(terms.funds.available, 0)
    points = available if wish.points is None else min(wish.points, available)
    return pay_lines(lines, points, cart.currency)


def _after_product_points(terms: RedemptionTerms, lines: Sequence[QuoteLine]) -> RedemptionTerms:
    """Return what is left for reward points: both kinds come out of one balance (R7.3)."""
    taken = sum(line.product_points for line in lines)
    if taken == terms.funds.taken == 0:
        return terms
    funds = replace(terms.funds, available=terms.funds.available - taken, taken=taken)
    return replace(terms, funds=funds)


def _redemption(payable: Decimal, most: Maximum, terms: RedemptionTerms) -> Redemption:
    if terms.wish is None:
        return Redemption()
    return redeem(payable, terms.wish.points, most, terms.rate, terms.limits)


def _explain(terms: RedemptionTerms, most: Maximum) -> RedemptionExplanation:
    balance, available = terms.funds.balance, max(terms.funds.available, 0)
    step = terms.rate.points if terms.rate else 0
    return RedemptionExplanation(
        rate=terms.rate,
        balance=balance,
        available=available + terms.funds.taken,
        groups=available // step if step else 0,
        remainder=max(balance, 0) % step if step else max(balance, 0),
        maximum_points=most.redemption.points,
        maximum_amount=most.redemption.amount,
        limited_by=most.limited_by,
        payable=terms.limits.payable,
    )


def _warnings(
    cart: CartContent,
    redemption: Redemption,
    lines: Sequence[QuoteLine],
    discouraged: tuple[str, ...],
) -> tuple[str, ...]:
    """Warn of points together with a payment method that the website discourages (R5.9)."""
    points = redemption.points + sum(line.product_points for line in lines)
    if points and cart.payment_method in discouraged:
        warning = (
            "Points are not recommended together with the payment method"
            f" {cart.payment_method}: its payment is not confirmed when the order is placed."
        )
        return (warning,)
    return ()
