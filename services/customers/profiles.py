"""Profile of a customer in the storefront, whether or not we know the customer (R1.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from models.rows.merged_customers import present_id_of
from models.tables.setup import CustomerRow
from services.rules.basics.locales import DEFAULT_LOCALE
from services.rules.programme.settings import RewardSettings


class SubscriptionStatus(StrEnum):
    """Whether a customer gets one kind of mail."""

    SUBSCRIBED = "SUBSCRIBED"
    NOT_SUBSCRIBED = "NOT_SUBSCRIBED"

    @classmethod
    def of(cls, *, is_subscribed: bool) -> "SubscriptionStatus":
        """Return the status that a customer's flag stands for."""
        return cls.SUBSCRIBED if is_subscribed else cls.NOT_SUBSCRIBED


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """Whether the customer gets mail at each change of the balance, and before points expire."""

    balance_updates: bool
    expiration_notifications: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """A customer's name, address and choice of mail, all None for one we do not know."""

    customer_id: str
    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    chosen: Subscriptions | None = None

    def subscriptions(self, settings: RewardSettings) -> Subscriptions:
        """Return the subscriptions; somebody unknown has those of a new customer (R11.1)."""
        if self.chosen is not None:
            return self.chosen
        by_default = settings.subscribe_by_default
        return Subscriptions(by_default, by_default)


async def read_profiles(customer_ids: Sequence[str]) -> list[Profile]:
    """Return the profiles of these customers, in the same order."""
    rows = await CustomerRow.filter(id__in=list(customer_ids))
    known = {row.id: _profile(row) for row in rows}
    return [known.get(customer_id, Profile(customer_id)) for customer_id in customer_ids]


async def locale_of(customer_id: str) -> str:
    """Return the language that a customer reads, English for one we do not know."""
    row = await CustomerRow.get_or_none(id__in=present_id_of(customer_id))
    return DEFAULT_LOCALE if row is None else row.locale


def _profile(row: CustomerRow) -> Profile:
    return Profile(
        customer_id=row.id,
        email=row.email,
        first_name=row.first_name,
        last_name=row.last_name,
        chosen=Subscriptions(row.balance_updates, row.expiration_notifications),
    )
