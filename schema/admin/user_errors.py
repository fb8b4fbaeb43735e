"""User errors: the one place where a refused command becomes `userErrors` (R13.2)."""

from collections.abc import Awaitable, Callable, Collection
from enum import StrEnum
from typing import Protocol, TypeVar

import strawberry
from strawberry.extensions import FieldExtension
from strawberry.types.field import StrawberryField
from strawberry.utils.str_converters import to_camel_case

from resolvers.context import Info
from schema.described_enum import describe_enum
from schema.permissions import scoped
from services.rules.basics.limits import shown_points
from services.rules.basics.refusals import Forbidden, Path, RewardsError, Unauthorized

_INPUT = "input"


class UserErrorCode(StrEnum):
    """The codes of all refusals of commands."""

    INVALID = "INVALID"
    NOT_FOUND = "NOT_FOUND"
    TAKEN = "TAKEN"
    OUT_OF_RANGE = "OUT_OF_RANGE"
    DISABLED = "DISABLED"
    NO_REDEMPTION_RATE = "NO_REDEMPTION_RATE"
    INSUFFICIENT_POINTS = "INSUFFICIENT_POINTS"
    BELOW_THRESHOLD = "BELOW_THRESHOLD"
    LIMIT_EXCEEDED = "LIMIT_EXCEEDED"
    CART_INACTIVE = "CART_INACTIVE"
    ORDER_STATE = "ORDER_STATE"
    OVER_REFUND = "OVER_REFUND"
    PAYMENT_METHOD_BLOCKED = "PAYMENT_METHOD_BLOCKED"
    IDEMPOTENCY_CONFLICT = "IDEMPOTENCY_CONFLICT"
    STALE_VERSION = "STALE_VERSION"


describe_enum(
    UserErrorCode,
    "Why a command was refused.",
    {
        UserErrorCode.INVALID: "A value is malformed.",
        UserErrorCode.NOT_FOUND: "Something the input names does not exist.",
        UserErrorCode.TAKEN: "Something that may exist only once already exists.",
        UserErrorCode.OUT_OF_RANGE: (
            "A number or the length of a list is outside the allowed range."
        ),
        UserErrorCode.DISABLED: "The feature is switched off.",
        UserErrorCode.NO_REDEMPTION_RATE: (
            "Points can't be redeemed here: no exchange rate matches."
        ),
        UserErrorCode.INSUFFICIENT_POINTS: (
            "There are not enough points; `missingPoints` says how many are missing."
        ),
        UserErrorCode.BELOW_THRESHOLD: (
            "The balance is below the redemption threshold; `missingPoints` says by how much."
        ),
        UserErrorCode.LIMIT_EXCEEDED: "The order would use fewer points than the minimum.",
        UserErrorCode.CART_INACTIVE: "The cart has already been placed.",
        UserErrorCode.ORDER_STATE: "The order's state does not allow this.",
        UserErrorCode.OVER_REFUND: "More would be refunded than is left.",
        UserErrorCode.PAYMENT_METHOD_BLOCKED: (
            "The payment method can't be used together with points."
        ),
        UserErrorCode.IDEMPOTENCY_CONFLICT: (
            "The idempotency key was used before with a different input."
        ),
        UserErrorCode.STALE_VERSION: "What the caller expected has changed: read it again.",
    },
)


@strawberry.type(description="Why a command was refused. Nothing was written.")
class UserError:
    message: str = strawberry.field(description="A message for people to read.")
    path: list[str] | None = strawberry.field(
        description="Where in the input, from the argument down; null if it is not about one value."
    )
    code: UserErrorCode = strawberry.field(description="The reason, for programs to act on.")
    missing_points: int | None = strawberry.field(
        description="For INSUFFICIENT_POINTS and BELOW_THRESHOLD: how many points are missing."
    )


@strawberry.type
class Payload:
    """What every mutation answers with beside its result."""

    user_errors: list[UserError] = strawberry.field(
        default_factory=list,
        description="Why the command was refused; empty if it was carried out.",
    )


Result = TypeVar("Result")
Result_contra = TypeVar("Result_contra", contravariant=True)


class PayloadKind(Protocol[Result_contra]):
    """A class of payloads: made of a result, or of refusals alone."""

    def __call__(self, *, user_errors: list[UserError]) -> Payload:
        """Make the payload of a command that was refused."""

    def of(self, result: Result_contra, /) -> Payload:
        """Make the payload of a command that was carried out."""


class AnswersUserErrors(FieldExtension):
    """Makes a payload of what the resolver returns, or of the refusal that it raises."""

    def __init__(self, payload: PayloadKind[Result]) -> None:
        self._refused: Callable[..., Payload] = payload
        self._answered: Callable[..., Payload] = payload.of
        self._arguments: Collection[str] = ()

    def apply(self, field: StrawberryField) -> None:
        """Note the names of the mutation's arguments, from which paths lead down."""
        self._arguments = {
            argument.graphql_name or to_camel_case(argument.python_name)
            for argument in field.arguments
        }

    async def resolve_async(
        self,
        next_: Callable[..., Awaitable[object]],
        source: object,
        info: Info,
        **arguments: object,
    ) -> Payload:
        """Run the command. Raises Unauthorized, Forbidden, which are about no input."""
        try:
            return self._answered(await next_(source, info, **arguments))
        except (Unauthorized, Forbidden):
            raise
        except RewardsError as refusal:
            info.context.refusals += [each.code for each in refusal.each]
            found = [user_error(each, self._arguments) for each in refusal.each]
            return self._refused(user_errors=found)


def command(
    resolver: Callable[..., Awaitable[Result]],
    payload: PayloadKind[Result],
    *,
    scope: str,
    description: str,
) -> object:
    """Return the mutation that needs `scope` and answers the resolver's result as `payload`."""
    return strawberry.mutation(
        resolver=resolver,
        graphql_type=payload,
        description=description,
        extensions=[*scoped(scope), AnswersUserErrors(payload)],
    )


def user_error(refusal: RewardsError, arguments: Collection[str] = (_INPUT,)) -> UserError:
    """Show a refusal to the client of a mutation with these arguments."""
    return UserError(
        message=refusal.message,
        path=_shown_path(refusal.path, arguments) or None,
        code=UserErrorCode(refusal.code),
        missing_points=_shown_missing(refusal.missing_points),
    )


def _shown_missing(points: int | None) -> int | None:
    return None if points is None else shown_points(points)


def _shown_path(path: Path, arguments: Collection[str]) -> list[str]:
    """Write a service's path in the client's words; most services are given the input's fields."""
    names = [to_camel_case(part) if isinstance(part, str) else str(part) for part in path]
    is_of_input = bool(names) and _INPUT in arguments and names[0] not in arguments
    return [_INPUT, *names] if is_of_input else names
