"""Sums of a simulation: what a change would have given, and the orders that differ most (R15.5)."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from services.rules.basics.limits import shown_points
from services.rules.basics.money import ZERO, Money
from services.rules.reports.simulation import Outcome

_EXAMPLES: Final = 3


@dataclass(frozen=True, slots=True)
class SimulationExample:
    """An order that is granted something else, and why in words."""

    customer_id: str
    order_id: str
    points_before: int
    points_after: int
    why: str


@dataclass(slots=True)
class Simulation:
    """What a change would have given, and what that is worth; `examples` differ most.

    Worth is by the redemption rates of the orders, before and after, order by order.
    """

    currency: str
    orders: int
    points_before: int = 0
    points_after: int = 0
    before: Decimal = ZERO
    after: Decimal = ZERO
    customers_gaining: int = 0
    customers_losing: int = 0
    examples: list[SimulationExample] = field(default_factory=list)

    @property
    def worth_before(self) -> Money:
        """What the points given are worth."""
        return Money(self.before, self.currency)

    @property
    def worth_after(self) -> Money:
        """What the points that would have been given are worth."""
        return Money(self.after, self.currency)


@dataclass(slots=True)
class Tally:
    """The sums so far; `gained` is what the customer who is being counted has so far."""

    sums: Simulation
    customer_id: str = ""
    gained: int = 0

    def add(self, customer_id: str, found: Outcome) -> None:
        """Count an order; all of a customer's come one after the other."""
        if customer_id != self.customer_id:
            self.end_customer()
            self.customer_id = customer_id
        sums = self.sums
        self.gained += found.points_after - found.points_before
        sums.points_before += found.points_before
        sums.points_after += found.points_after
        sums.before += found.worth_before
        sums.after += found.worth_after
        if found.points_before != found.points_after:
            self._exemplify(customer_id, found)

    def _exemplify(self, customer_id: str, found: Outcome) -> None:
        """Keep an order as an example if it differs most; only then its reason is put in words."""
        examples = self.sums.examples
        if len(examples) == _EXAMPLES and _place(found) >= _greatest_first(examples[-1]):
            return
        example = SimulationExample(
            customer_id=customer_id,
            order_id=found.order_id,
            points_before=shown_points(found.points_before),
            points_after=shown_points(found.points_after),
            why=found.why(),
        )
        self.sums.examples = sorted([*examples, example], key=_greatest_first)[:_EXAMPLES]

    def end_customer(self) -> None:
        """Count who gains and who loses."""
        self.sums.customers_gaining += self.gained > 0
        self.sums.customers_losing += self.gained < 0
        self.gained = 0


def _place(found: Outcome) -> tuple[int, str]:
    before, after = shown_points(found.points_before), shown_points(found.points_after)
    return -abs(after - before), found.order_id


def _greatest_first(example: SimulationExample) -> tuple[int, str]:
    return -abs(example.points_after - example.points_before), example.order_id
