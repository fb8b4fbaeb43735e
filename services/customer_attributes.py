"""The two subscriptions as storefronts read them: custom attributes that are "0" or "1"."""

from collections.abc import Collection
from dataclasses import dataclass

from services.profiles import Subscriptions
from services.rules.limits import check_length

BALANCE_UPDATES = "reward_update_notification"
EXPIRATION_NOTIFICATIONS = "reward_warning_notification"


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


def _switch(*, is_on: bool) -> str:
    return "1" if is_on else "0"
