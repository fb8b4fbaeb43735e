"""Grant of an order as it stands, at its recorded rates (R6.6, R6.10, R6.12, R7.4, R8.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from services.rules.basics.limits import promised
from services.rules.basics.money import ZERO, total
from services.rules.basics.quantities import Quantity
from services.rules.checkout.cart_rules import factors_of
from services.rules.checkout.earning import points_by_rate
from services.rules.checkout.quote import Quote
from services.rules.orders.charge import Charge, tax_of
from services.rules.orders.status import LineState


@dataclass(frozen=True, slots=True)
class Deducted:
    """What credit memos refunded that lowers what the order earns (R6.10).

    Units of each line, money, and shipping with its tax, as they stood after the last memo that
    deducts; a memo that doesn't changes nothing.
    """

    units: tuple[Quantity, ...]
    cash: Decimal = ZERO
    shipping: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Earnings:
    """What an order grants as it stands, by what it is granted for."""

    by_purchase: int = 0
    by_product: int = 0
    by_rule: int = 0

    @property
    def total(self) -> int:
        """All of it, as far as an order can promise."""
        return promised(self.by_purchase + self.by_product + self.by_rule)


def earning_basis(
    charge: Charge, quote: Quote, lines: Sequence[LineState], deducted: Deducted
) -> Decimal:
    """Return the money that the order earns for: paid, without shipping and tax (R6.6).

    Where lines earn nothing it is at most what the others that are kept come to, and one of
    several orders of a cart has at most its share of the cart's basis (R6.12).
    """
    money = charge.money - deducted.cash
    shipping = charge.shipping - deducted.shipping
    tax = charge.tax - tax_of(quote, deducted.units, lines)
    paid = max(money - shipping - tax, ZERO)
    beyond = ZERO
    if quote.basis_share is not None:
        beyond = quote.basis_share.beyond
        paid = min(paid + beyond, quote.basis_share.basis)
    # A fee that a memo kept is no line's: it counts as before where every line earns.
    if not beyond and all(line.earns_by_rate for line in quote.lines):
        return paid
    return min(paid, _kept_that_earns(quote, lines, deducted))


def earnings_of(
    charge: Charge, quote: Quote, lines: Sequence[LineState], deducted: Deducted
) -> Earnings:
    """Return what the order grants for what is neither cancelled nor deducted (R2.6, R6.6)."""
    kept = [Quantity(line.kept - units) for line, units in zip(lines, deducted.units, strict=True)]
    basis = earning_basis(charge, quote, lines, deducted)
    before = quote.basis_share.before if quote.basis_share else ZERO
    factors = factors_of(quote.applied_rules)
    return Earnings(
        by_purchase=points_by_rate(basis, quote.earning_rate, factors, before=before),
        by_product=sum(
            charged.points_to_earn_by(units)
            for charged, units in zip(quote.lines, kept, strict=True)
        ),
        by_rule=sum(rule.points for rule in quote.applied_rules) if any(kept) else 0,
    )


def _kept_that_earns(quote: Quote, lines: Sequence[LineState], deducted: Deducted) -> Decimal:
    """Return the net of the units neither cancelled nor deducted of the lines that earn (R6.12)."""
    return total(
        charged.carried_by(line.kept, line.quantity, quote.currency)[0]
        - charged.carried_by(gone, line.quantity, quote.currency)[0]
        for charged, line, gone in zip(quote.lines, lines, deducted.units, strict=True)
        if charged.earns_by_rate
    )
