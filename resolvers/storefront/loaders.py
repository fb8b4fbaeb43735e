"""Batching loaders of a storefront request: equal look-ups are made once and together."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from datetime import datetime
from typing import TypeVar, cast
from uuid import UUID

from strawberry.dataloader import DataLoader

from services.checkout.answers import Cart
from services.customers.profiles import Profile, read_profiles
from services.programme.programme import Programme
from services.programme.rule_book import rule_book
from services.storefront.points import HistoryItem, expiries_of_credits
from services.storefront.visitors import Reader, find_visitors_carts, programme_of

Answer = TypeVar("Answer")

# Whose programme: the website named, None for the default one, and the customer, None for a guest.
Audience = tuple[str | None, str | None]

# Who reads which cart, and the instant of the request.
WantedCart = tuple[Reader, str, datetime]


class StoreLoader(DataLoader[str, str]):
    """The code of the website that a `Store` header names."""

    def __init__(self) -> None:
        super().__init__(load_fn=_load_website_codes)


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


class CartLoader(DataLoader[WantedCart, Cart | None]):
    """A cart of the visitor, placed or not, None for one that is not theirs."""

    def __init__(self) -> None:
        super().__init__(load_fn=_load_carts)


class Answers:
    """Answers of this request that belong to the customer, so that they are looked up once.

    A gateway may refer to the same customer a hundred times, once for each thing that is theirs.
    """

    def __init__(self) -> None:
        self._futures: dict[Hashable, asyncio.Future[object]] = {}

    async def once(self, question: Hashable, look_up: Callable[[], Awaitable[Answer]]) -> Answer:
        """Return what `look_up` answers, or has answered to the same question before."""
        asked = self._futures.get(question)
        if asked is not None:
            return cast("Answer", await asyncio.shield(asked))
        asked = self._futures[question] = asyncio.get_running_loop().create_future()
        try:
            answer = await look_up()
        except Exception as error:
            asked.set_exception(error)
            asked.exception()  # whoever asked first is told of it
            raise
        except BaseException:
            asked.cancel()
            raise
        asked.set_result(answer)
        return answer

    def know(self, question: Hashable, answer: object) -> None:
        """Keep the answer to a question that was not asked yet."""
        if question not in self._futures:
            known = self._futures[question] = asyncio.get_running_loop().create_future()
            known.set_result(answer)


async def _load_website_codes(stores: list[str]) -> list[str]:
    book = await rule_book()
    return [book.website_of_store(store) for store in stores]


async def _load_programmes(audiences: list[Audience]) -> list[Programme]:
    # One by one: a request has one website and one customer.
    return [
        await programme_of(website_code=website_code, customer_id=customer_id)
        for website_code, customer_id in audiences
    ]


async def _load_carts(wanted: list[WantedCart]) -> list[Cart | None]:
    visitor, _, now = wanted[0]  # a request has one visitor and one instant
    cart_ids = [cart_id for _, cart_id, _ in wanted]
    found = await find_visitors_carts(visitor=visitor, cart_ids=cart_ids, now=now)
    return [found.get(cart_id) for cart_id in cart_ids]


def _entry_id(item: HistoryItem) -> UUID:
    return item.entry.id
