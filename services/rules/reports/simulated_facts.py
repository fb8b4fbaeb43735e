"""Simulated facts: what placed orders have recorded, and the one thing that is changed (R15.5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.rules.basics.enums import RateDirection
from services.rules.checkout.cart import CartContent
from services.rules.checkout.cart_rules import CartRule
from services.rules.checkout.quote import Quote
from services.rules.checkout.quote_terms import PointsWish
from services.rules.orders.charge import Given
from services.rules.orders.earnings import Deducted
from services.rules.orders.points import OrderPoints
from services.rules.orders.status import LineState
from services.rules.programme.conversion import RecordedRate
from services.rules.programme.rate_priority import ExchangeRate
from services.rules.programme.settings import RewardSettings

# Settings that say how many points may be used, and so what is left to earn by.
REDEMPTION_SETTINGS = (
    "redemption_threshold",
    "min_points_per_order",
    "max_points_per_order",
    "max_percent_of_order",
    "redeem_on_shipping",
    "redeem_on_tax",
)


@dataclass(frozen=True, slots=True)
class RateChange:
    """Another exchange rate, where it would have won (R2.2)."""

    rate: ExchangeRate


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A cart rule instead of the one named, or besides (None)."""

    instead_of: str | None
    rule: CartRule


@dataclass(frozen=True, slots=True)
class SettingsChange:
    """Settings that differ from those of today, by name."""

    before: RewardSettings
    after: RewardSettings
    names: tuple[str, ...]


Change = RateChange | RuleChange | SettingsChange


@dataclass(frozen=True, slots=True)
class OrderState:
    """An order as its rows say it is: what it recorded, and what has happened since."""

    id: str
    quote: Quote
    lines: Sequence[LineState]
    given: Given
    deducted: Deducted
    points: OrderPoints
    is_mature: bool

    @property
    def is_granted(self) -> bool:
        """Whether it has been granted anything by now (R6.3)."""
        return self.points.received_approved and self.is_mature


@dataclass(frozen=True, slots=True)
class PlacedCart:
    """A cart as it was placed: its content, its orders in their order, and who placed it when.

    The group and the wishes are those of today, and so are the rates of the group.
    """

    website_code: str
    group_code: str
    day: date
    content: CartContent
    wish: PointsWish | None
    product_wish: PointsWish | None
    orders: tuple[OrderState, ...]
    earning_today: RecordedRate | None
    settings: RewardSettings


def is_about_charges(change: Change) -> bool:
    """Test whether a change may alter what orders cost, not only what they earn."""
    match change:
        case RateChange():
            return change.rate.direction is RateDirection.POINTS_TO_CURRENCY
        case SettingsChange():
            return any(name in REDEMPTION_SETTINGS for name in change.names)
        case RuleChange():
            return True
