"""Basis of a cart divided over its orders, so that several earn what one would have (R6.12)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from services.rules.basics.money import ZERO, total


@dataclass(frozen=True, slots=True)
class BasisShare:
    """What of its cart's basis one of several orders may earn by, recorded with it.

    `basis` is its part, `before` what the orders before it use. `beyond` is what its part exceeds
    its own basis by: points paid for what earns here, and money for what earns nothing elsewhere.
    """

    basis: Decimal
    before: Decimal
    beyond: Decimal


def share_basis(
    whole: Decimal, own: Sequence[Decimal], nets: Sequence[Decimal]
) -> list[BasisShare]:
    """Divide a cart's basis over its orders, in their order.

    Each uses up at most its `own` basis, as if it stood alone. What is left then goes to lines that
    earn, at most to their `nets`: in one order, points pay for other lines before these.
    """
    parts = _used_up(whole, own)
    room = [net - part for net, part in zip(nets, parts, strict=True)]
    extra = _used_up(whole - total(parts), room)
    shares: list[BasisShare] = []
    before = ZERO
    for part, beyond in zip(parts, extra, strict=True):
        shares.append(BasisShare(part + beyond, before, beyond))
        before += part + beyond
    return shares


def _used_up(amount: Decimal, most: Sequence[Decimal]) -> list[Decimal]:
    left = amount
    parts: list[Decimal] = []
    for each in most:
        parts.append(min(left, each))
        left -= parts[-1]
    return parts
