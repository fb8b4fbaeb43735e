"""Funds of a checkout: the balance, and what of it this cart may spend (R5.8, R6.14)."""

from dataclasses import dataclass

from services.rules.basics.limits import BALANCE_LIMIT


@dataclass(frozen=True, slots=True)
class Funds:
    """The balance, and what of it this checkout may spend: the balance less others' holds.

    `taken` are points that pay for lines already; they are not in `available` any more (R7.3).
    """

    balance: int
    available: int
    taken: int = 0


@dataclass(frozen=True, slots=True)
class Carried:
    """Points of an order that a cart replaces: those `taken` for it, or `held` for it (R6.14).

    `granted` are points that it has earned already. Placing the cart takes them back.
    """

    taken: int = 0
    held: int = 0
    granted: int = 0

    @property
    def points(self) -> int:
        """All that the cart may use beside what is free."""
        return self.taken + self.held


NOTHING_CARRIED = Carried()


def funds_left(balance: int, held_elsewhere: int, carried: Carried = NOTHING_CARRIED) -> Funds:
    """Return what a cart may spend; what the order that it replaces has counts as there (R6.14).

    What that order has earned is gone by the time the points are taken (R6.3), as far as it is
    still on the balance: a quote that counted it could not be placed. Numbers are cut at what an
    account can hold (R5.8).
    """
    taken_back = min(carried.granted, max(balance, 0))
    whole = balance + carried.taken - taken_back
    available = max(whole - held_elsewhere + carried.held, 0)
    return Funds(min(whole, BALANCE_LIMIT), min(available, BALANCE_LIMIT))
