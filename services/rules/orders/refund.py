"""Refunds: what a credit memo gives back, for preview and refund alike (R6.9)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal

from services.rules.basics.money import ZERO, half_up
from services.rules.basics.quantities import Quantity
from services.rules.basics.refusals import OutOfRange, OverRefund
from services.rules.checkout.quote import Quote
from services.rules.orders.charge import (
    Charge,
    Given,
    charge_of,
    goods_of,
    paid,
    product_points_back,
    tax_of,
)
from services.rules.orders.status import LineState


@dataclass(frozen=True, slots=True)
class Memo:
    """A credit memo: units of each line, shipping with its tax, and adjustments.

    `points` are the money points to give back, None for the shop's policy.
    """

    units: tuple[Quantity, ...]
    shipping: Decimal = ZERO
    adjustment_refund: Decimal = ZERO
    adjustment_fee: Decimal = ZERO
    points: int | None = None


@dataclass(frozen=True, slots=True)
class Refund:
    """What a memo gives back; `unrefunded` can't go back to any means of payment (R6.9).

    `product_points` come back beside the rest, at no money. `proposed_points` are all money
    points that had not come back before.
    """

    points: int
    points_amount: Decimal
    product_points: int
    gift_card: Decimal
    store_credit: Decimal
    cash: Decimal
    unrefunded: Decimal
    proposed_points: int


def shipping_left(charge: Charge, given: Given) -> Decimal:
    """Return the shipping, with its tax, that no memo has given back."""
    return max(charge.shipping - given.shipping, ZERO)


def refund_of(
    quote: Quote,
    lines: Sequence[LineState],
    given: Given,
    memo: Memo,
    *,
    points_first: bool,
) -> Refund:
    """Return what `memo` gives back, after the memos so far (R6.9).

    `points_first` is `refundPointsAutomatically`. Raises OutOfRange, OverRefund.
    """
    charge = charge_of(quote, lines, given)
    worth = memo_worth(quote, lines, memo)
    proposed = charge.points - given.points
    points, amount = _points_of(charge, given, memo, worth, points_first=points_first)
    so_far = paid(charge, quote, lines)
    rest = worth - amount
    gift_card = min(rest, max(so_far.gift_card - given.gift_card, ZERO))
    rest -= gift_card
    store_credit = min(rest, max(so_far.store_credit - given.store_credit, ZERO))
    rest -= store_credit
    cash = min(rest, max(so_far.money - given.cash, ZERO))
    before = [Quantity(line.cancelled + line.refunded) for line in lines]
    after = [Quantity(gone + units) for gone, units in zip(before, memo.units, strict=True)]
    product_points = product_points_back(quote, after) - product_points_back(quote, before)
    return Refund(
        points=points,
        points_amount=amount,
        product_points=product_points,
        gift_card=gift_card,
        store_credit=store_credit,
        cash=cash,
        unrefunded=rest - cash,
        proposed_points=proposed,
    )


def memo_worth(quote: Quote, lines: Sequence[LineState], memo: Memo) -> Decimal:
    """Return what the memo is worth: its units' shares, shipping and adjustments.

    Raises OutOfRange for a fee that is more than all of it.
    """
    before = [line.refunded for line in lines]
    after = [Quantity(gone + units) for gone, units in zip(before, memo.units, strict=True)]
    goods = goods_of(quote, after, lines) - goods_of(quote, before, lines)
    tax = tax_of(quote, after, lines) - tax_of(quote, before, lines)
    fee = half_up(memo.adjustment_fee, quote.currency)
    worth = goods + tax + memo.shipping + half_up(memo.adjustment_refund, quote.currency)
    if fee > worth:
        refunded = half_up(worth, quote.currency)
        raise OutOfRange(f"The fee is more than the {refunded} refunded.", path=("adjustment_fee",))
    return worth - fee


def after_refund(given: Given, refund: Refund, memo: Memo) -> Given:
    """Return what memos have given back with this one."""
    return replace(
        given,
        points=given.points + refund.points,
        points_amount=given.points_amount + refund.points_amount,
        gift_card=given.gift_card + refund.gift_card,
        store_credit=given.store_credit + refund.store_credit,
        cash=given.cash + refund.cash,
        shipping=given.shipping + memo.shipping,
    )


def _points_of(
    charge: Charge, given: Given, memo: Memo, worth: Decimal, *, points_first: bool
) -> tuple[int, Decimal]:
    """Return the money points that come back, and the money that they stand for."""
    left = charge.points - given.points
    money_left = charge.points_amount - given.points_amount
    if memo.points is None:
        if not points_first:
            return 0, ZERO
        amount = min(worth, money_left)
        return _fewest_points(charge, given, amount), amount
    if memo.points < 0:
        raise OutOfRange("Must be 0 or more.", path=("refund_points",))
    if memo.points > left:
        raise OverRefund(f"Only {left} points are left to return.", path=("refund_points",))
    amount = _money_of(charge, given, memo.points)
    if amount > worth:
        raise OverRefund(
            f"{memo.points} points stand for {half_up(amount, charge.currency)}, the credit memo is"
            f" worth {half_up(worth, charge.currency)}.",
            path=("refund_points",),
        )
    return memo.points, amount


def _money_of(charge: Charge, given: Given, points: int) -> Decimal:
    """Return what the next `points` stand for: cumulative, half up, so that parts sum (R6.9)."""
    if points == 0:
        return ZERO
    through = charge.points_amount * (given.points + points) / charge.points
    return max(half_up(through, charge.currency) - given.points_amount, ZERO)


def _fewest_points(charge: Charge, given: Given, amount: Decimal) -> int:
    """Return the fewest points whose cumulative money covers `amount`."""
    left = charge.points - given.points
    if amount <= ZERO or left == 0:
        return 0
    exact = (given.points_amount + amount) * charge.points / charge.points_amount
    guess = int(exact.to_integral_value(ROUND_CEILING)) - given.points
    points = min(max(guess, 1), left)
    while points > 1 and _money_of(charge, given, points - 1) >= amount:
        points -= 1
    while points < left and _money_of(charge, given, points) < amount:
        points += 1
    return points
