"""The quote: one pure function for preview and checkout, computed from zero each time (R5).

The steps stand in the order of the rules: product points (R5.1), discounts (R5.2), the order
total (R5.3), reward points (R5.4), gift card and store credit (R5.5), what is earned (R6.6) and
the explanation (R5.8). Amounts are rounded half up to the minor unit as they come in, so that
everything behind is exact.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from services.rules.cart import CartContent, CartLine
from services.rules.conversion import RecordedRate, points_earned
from services.rules.enums import EarningSource
from services.rules.money import ZERO, half_up, total, up
from services.rules.redemption import Funds, Maximum, Redemption, RedemptionLimits, maximum, redeem
from services.rules.shares import spread


@dataclass(frozen=True, slots=True)
class PointsWish:
    """The customer's wish to use points: a number, or None for as many as are useful (R5.7)."""

    points: int | None = None


@dataclass(frozen=True, slots=True)
class RedemptionTerms:
    """What a redemption is computed from; without a rate points have no value (R2.5)."""

    rate: RecordedRate | None
    limits: RedemptionLimits
    funds: Funds
    wish: PointsWish | None


@dataclass(frozen=True, slots=True)
class EarningTerms:
    """What an order earns by; `on_purchase` off stops the rate only (R6.7).

    `allowed` is off for guests and where the feature is off.
    """

    rate: RecordedRate | None
    allowed: bool
    on_purchase: bool


@dataclass(frozen=True, slots=True)
class QuoteTerms:
    """Everything but the cart that a quote depends on."""

    redemption: RedemptionTerms
    earning: EarningTerms
    discouraged_payment_methods: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """A line with what it carries: `net` is its price after all discounts, without tax."""

    id: str
    sku: str
    name: str | None
    quantity: int
    unit_price: Decimal
    row_total: Decimal
    net: Decimal
    tax: Decimal
    product_points: int = 0
    product_points_amount: Decimal = ZERO
    points_to_earn: int = 0

    @property
    def discount(self) -> Decimal:
        """What discounts took off the line."""
        return self.row_total - self.product_points_amount - self.net


@dataclass(frozen=True, slots=True)
class QuoteSource:
    """Points the order will earn, and what for."""

    source: EarningSource
    label: str
    points: int


@dataclass(frozen=True, slots=True)
class NextStep:
    """Spending so much more earns so many points more."""

    spend_more: Decimal
    earn_more: int


@dataclass(frozen=True, slots=True)
class RedemptionExplanation:
    """Why so many points can be used, and what cut them (R5.8)."""

    rate: RecordedRate | None
    balance: int
    available: int
    groups: int
    remainder: int
    maximum_points: int
    maximum_amount: Decimal
    limited_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """The totals of a cart or an order, in `currency`, and how they came to be."""

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

    @property
    def points_to_earn(self) -> int:
        """All points that the order will earn."""
        return sum(source.points for source in self.sources)


@dataclass(frozen=True, slots=True)
class _Payment:
    gift_card: Decimal
    store_credit: Decimal
    due: Decimal


def make_quote(cart: CartContent, terms: QuoteTerms) -> Quote:
    """Quote `cart`: what is charged, what points pay of it and what it will earn (R5)."""
    lines = _discounted_lines(cart)
    shipping = half_up(cart.shipping, cart.currency)
    shipping_tax = half_up(cart.shipping_tax, cart.currency)
    tax = total(line.tax for line in lines) + shipping_tax
    order_total = total(line.net for line in lines) + shipping + tax
    most = _maximum(order_total, terms.redemption)
    redemption = _redemption(order_total, most, terms.redemption)
    payment = pay_rest(
        order_total - redemption.amount,
        half_up(cart.gift_card, cart.currency),
        half_up(cart.store_credit, cart.currency),
    )
    raw_basis = payment.due - shipping - tax
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
        sources=earning_sources(raw_basis, terms.earning),
        redemption=_explain(terms.redemption, most),
        next_step=next_step(raw_basis, terms.earning),
        warnings=_warnings(cart, redemption, terms.discouraged_payment_methods),
    )


def pay_rest(due: Decimal, gift_card: Decimal, store_credit: Decimal) -> _Payment:
    """Pay `due` by gift card, then store credit, each at most what is left (R5.5)."""
    by_gift_card = min(gift_card, due)
    by_store_credit = min(store_credit, due - by_gift_card)
    return _Payment(by_gift_card, by_store_credit, due - by_gift_card - by_store_credit)


def earning_sources(basis: Decimal, terms: EarningTerms) -> tuple[QuoteSource, ...]:
    """Return what an order of `basis` earns, by source (R2.3, R6.6)."""
    points = _points_by_rate(basis, terms)
    if points == 0:
        return ()
    return (QuoteSource(EarningSource.RATE, "Making purchases", points),)


def next_step(basis: Decimal, terms: EarningTerms) -> NextStep | None:
    """Return how much more must be spent to earn one step more, None where nothing is earned."""
    rate = terms.rate
    if rate is None or not (terms.allowed and terms.on_purchase):
        return None
    steps = max(basis, ZERO) // rate.currency_amount + 1
    spend_more = up(steps * rate.currency_amount - basis, rate.currency)
    earn_more = points_earned(basis + spend_more, rate) - points_earned(basis, rate)
    return NextStep(spend_more, earn_more)


def _points_by_rate(basis: Decimal, terms: EarningTerms) -> int:
    if terms.rate is None or not (terms.allowed and terms.on_purchase):
        return 0
    return points_earned(basis, terms.rate)


def _discounted_lines(cart: CartContent) -> tuple[QuoteLine, ...]:
    """Take each line's own discount off, then the cart's, spread by the lines' totals (R5.2)."""
    rows = [half_up(line.quantity * line.unit_price, cart.currency) for line in cart.lines]
    nets = [
        row - min(half_up(line.discount, cart.currency), row)
        for line, row in zip(cart.lines, rows, strict=True)
    ]
    cart_discount = min(half_up(cart.discount, cart.currency), total(nets))
    parts = spread(cart_discount, nets, cart.currency)
    return tuple(
        _quote_line(line, row, net - part, cart.currency)
        for line, row, net, part in zip(cart.lines, rows, nets, parts, strict=True)
    )


def _quote_line(line: CartLine, row_total: Decimal, net: Decimal, currency: str) -> QuoteLine:
    return QuoteLine(
        id=line.id,
        sku=line.sku,
        name=line.name,
        quantity=line.quantity,
        unit_price=line.unit_price,
        row_total=row_total,
        net=net,
        tax=half_up(line.tax, currency),
    )


def _maximum(order_total: Decimal, terms: RedemptionTerms) -> Maximum:
    return maximum(order_total, terms.funds, terms.rate, terms.limits)


def _redemption(order_total: Decimal, most: Maximum, terms: RedemptionTerms) -> Redemption:
    if terms.wish is None:
        return Redemption()
    return redeem(order_total, terms.wish.points, most, terms.rate, terms.limits)


def _explain(terms: RedemptionTerms, most: Maximum) -> RedemptionExplanation:
    balance, available = terms.funds.balance, max(terms.funds.available, 0)
    step = terms.rate.points if terms.rate else 0
    return RedemptionExplanation(
        rate=terms.rate,
        balance=balance,
        available=available,
        groups=available // step if step else 0,
        remainder=max(balance, 0) % step if step else max(balance, 0),
        maximum_points=most.redemption.points,
        maximum_amount=most.redemption.amount,
        limited_by=most.limited_by,
    )


def _warnings(
    cart: CartContent, redemption: Redemption, discouraged: tuple[str, ...]
) -> tuple[str, ...]:
    if redemption.points and cart.payment_method in discouraged:
        warning = (
            "Points are not recommended together with the payment method"
            f" {cart.payment_method}: its payment is not confirmed when the order is placed."
        )
        return (warning,)
    return ()
