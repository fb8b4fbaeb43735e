"""Look-ups of one request, each made once and together with others of its kind."""

from datetime import datetime
from typing import TypeVar, cast
from uuid import UUID

from strawberry.dataloader import DataLoader

from resolvers.context import Info
from services.profiles import Profile, read_profiles
from services.programme import Programme
from services.reward_points import HistoryItem, expiries_of_credits
from services.visitors import programme_of

# Whose programme: the website named, None for the default one, and the customer, None for a guest.
Audience = tuple[str | None, str | None]

AnyLoader = TypeVar("AnyLoader", "ProgrammeLoader", "ProfileLoader", "CreditExpiryLoader")


class ProgrammeLoader(DataLoader[Audience, Programme]):
    """How points work for a customer on a website."""

    def __init__(self) -> None:
        super().__init__(load_fn=_load_programmes)


class ProfileLoader(DataLoader[str, Profile]):
    """Who a customer is, by their id."""

    def __init__(self) -> None:
        super().__init__(load_fn=read_profiles)


class CreditExpiryLoader(DataLoader[HistoryItem, datetime | None]):
    """When the points of a credit expire."""

    def __init__(self) -> None:
        super().__init__(load_fn=expiries_of_credits, cache_key_fn=_entry_id)


def loader_of(info: Info, kind: type[AnyLoader]) -> AnyLoader:
    """Return the request's loader of this kind."""
    loaders = info.context.loaders
    if kind not in loaders:
        loaders[kind] = kind()
    return cast("AnyLoader", loaders[kind])


async def _load_programmes(audiences: list[Audience]) -> list[Programme]:
    # One by one: a request has one website and one customer.
    return [
        await programme_of(website_code=website_code, customer_id=customer_id)
        for website_code, customer_id in audiences
    ]


def _entry_id(item: HistoryItem) -> UUID:
    return item.entry.id
