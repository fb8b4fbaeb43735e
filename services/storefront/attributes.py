"""The two subscriptions as storefronts have them: custom attributes that are "0" or "1"."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.command.caller import Caller
from services.customers.profiles import Subscriptions
from services.customers.subscriptions import update_subscriptions
from services.rules.basics.limits import check_length
from services.rules.basics.refusals import Invalid, RewardsError, raise_any

BALANCE_UPDATES = "reward_update_notification"
EXPIRATION_NOTIFICATIONS = "reward_warning_notification"


_SWITCHES = {"0": False, "1": True}


@dataclass(frozen=True, slots=True)
class Attribute:
    """A custom attribute of a customer."""

    code: str
    value: str


def customer_attributes(
    subscriptions: Subscriptions, *, codes: Collection[str] | None
) -> list[Attribute]:
    """Return the attributes with one of `codes`, None for all of them.

    Raises OutOfRange.
    """
    check_length(len(codes or ()), path=("attribute_codes",))
    attributes = [
        Attribute(BALANCE_UPDATES, _switch(is_on=subscriptions.balance_updates)),
        Attribute(EXPIRATION_NOTIFICATIONS, _switch(is_on=subscriptions.expiration_notifications)),
    ]
    return [attribute for attribute in attributes if codes is None or attribute.code in codes]


@dataclass(frozen=True, slots=True)
class AttributeChange:
    """A change that a storefront asks for, not yet checked."""

    code: str
    value: str | None


async def change_attributes(
    *, customer_id: str, changes: Sequence[AttributeChange], caller: Caller, now: datetime
) -> None:
    """Subscribe a customer, or unsubscribe them, as the attributes say; without any do nothing.

    Raises OutOfRange for too many, Invalid or Refusals for another code than the two, another
    value than "0" and "1" and a code that is given twice, and NotFound for a customer never put.
    """
    check_length(len(changes), path=("custom_attributes",))
    chosen = _choices(changes)
    if chosen:
        await update_subscriptions(
            customer_id=customer_id,
            balance_updates=chosen.get(BALANCE_UPDATES),
            expiration_notifications=chosen.get(EXPIRATION_NOTIFICATIONS),
            caller=caller,
            now=now,
        )


def _choices(changes: Sequence[AttributeChange]) -> dict[str, bool]:
    """Return what is asked for by code, or refuse all bad changes at once."""
    chosen: dict[str, bool] = {}
    refused: list[RewardsError] = []
    for index, change in enumerate(changes):
        try:
            chosen[change.code] = _choice(change, chosen, index)
        except Invalid as refusal:
            refused.append(refusal)
    raise_any(refused)
    return chosen


def _choice(change: AttributeChange, chosen: Collection[str], index: int) -> bool:
    path = ("custom_attributes", index)
    if change.code not in {BALANCE_UPDATES, EXPIRATION_NOTIFICATIONS}:
        raise Invalid(f"The attribute {change.code} can't be changed here.", path=path)
    if change.value not in _SWITCHES:
        raise Invalid(f'The attribute {change.code} must be "0" or "1".', path=path)
    if change.code in chosen:
        raise Invalid(f"The attribute {change.code} is given twice.", path=path)
    return _SWITCHES[change.value]


def _switch(*, is_on: bool) -> str:
    return "1" if is_on else "0"
