"""Refusals: one class and one stable code for each reason (R13.2)."""

from collections.abc import Sequence
from typing import ClassVar, Final

Path = tuple[str | int, ...]

MESSAGE_LENGTH: Final = 500  # characters: room for two ids


class RewardsError(Exception):
    """A refusal that the client can act on; anything else is a bug and stays opaque.

    `path` leads from the argument down to the value refused, in the words of the service's
    caller; `missing_points` says how many points are missing where that is the reason.
    """

    code: ClassVar[str]

    def __init__(self, message: str, *, path: Path = (), missing_points: int | None = None) -> None:
        self.message = shortened(message)
        super().__init__(self.message)
        self.path = path
        self.missing_points = missing_points

    @property
    def each(self) -> "Sequence[RewardsError]":
        """The refusals that this one is made of: itself, unless several were found at once."""
        return (self,)


class Invalid(RewardsError):
    """A value whose form is wrong."""

    code = "INVALID"


class Refusals(Invalid):
    """Several values of one command, each refused for itself."""

    def __init__(self, refusals: Sequence[RewardsError]) -> None:
        super().__init__(" ".join(refusal.message for refusal in refusals))
        self.refusals = tuple(refusals)

    @property
    def each(self) -> Sequence[RewardsError]:
        """The refusals found at once."""
        return self.refusals


class NotFound(RewardsError):
    """Something that does not exist, or that this caller may not see."""

    code = "NOT_FOUND"


class Taken(RewardsError):
    """Something that may exist only once and already exists."""

    code = "TAKEN"


class OutOfRange(RewardsError):
    """A number beyond what is allowed."""

    code = "OUT_OF_RANGE"


class Disabled(RewardsError):
    """The feature is switched off (R1.6)."""

    code = "DISABLED"


class NoRedemptionRate(RewardsError):
    """Points have no value here (R2.5)."""

    code = "NO_REDEMPTION_RATE"


class InsufficientPoints(RewardsError):
    """A debit that the balance does not cover (R3.4)."""

    code = "INSUFFICIENT_POINTS"


class BelowThreshold(RewardsError):
    """A balance below the redemption threshold (R4.2)."""

    code = "BELOW_THRESHOLD"


class LimitExceeded(RewardsError):
    """A number of points below the minimum per order (R4.3)."""

    code = "LIMIT_EXCEEDED"


class TooManySubscriptions(RewardsError):
    """More subscriptions of one customer than one process keeps (R12.1)."""

    code = "TOO_MANY_SUBSCRIPTIONS"


class CartInactive(RewardsError):
    """A cart that has been placed."""

    code = "CART_INACTIVE"


class OrderState(RewardsError):
    """A command that the order's state does not allow."""

    code = "ORDER_STATE"


class OverRefund(RewardsError):
    """A refund of more than is left (R6.9)."""

    code = "OVER_REFUND"


class PaymentMethodBlocked(RewardsError):
    """A payment method that may not go together with points (R5.9)."""

    code = "PAYMENT_METHOD_BLOCKED"


class IdempotencyConflict(RewardsError):
    """A key used again with another input (R3.5)."""

    code = "IDEMPOTENCY_CONFLICT"


class StaleVersion(RewardsError):
    """A quote that would take more than was answered, or not what was expected (R5.7)."""

    code = "STALE_VERSION"


class Unauthorized(RewardsError):
    """No token, or an invalid one (R12.1)."""

    code = "UNAUTHENTICATED"


class Forbidden(RewardsError):
    """A token that lacks the scope (R12.2)."""

    code = "FORBIDDEN"


def raise_any(refusals: Sequence[RewardsError]) -> None:
    """Raise the refusals of one command, if any: the only one, or all of them together."""
    if len(refusals) > 1:
        raise Refusals(refusals)
    if refusals:
        raise refusals[0]


def shortened(message: str) -> str:
    """Return a message with overlong parts cut: they repeat the client's own text."""
    return message if len(message) <= MESSAGE_LENGTH else f"{message[: MESSAGE_LENGTH - 1]}…"
