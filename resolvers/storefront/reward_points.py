"""Reward points fields (R1.6, R10.3, R12.3)."""

from collections.abc import AsyncGenerator
from contextlib import aclosing

import strawberry

from resolvers.context import Context, Info
from resolvers.loaders import loader_of
from resolvers.storefront.arguments import (
    FIRST_PAGE,
    USUAL_PAGE_SIZE,
    CurrentPage,
    PageSize,
    numbered_page,
)
from resolvers.storefront.instants import adobe_timestamp, optional_rfc_3339, rfc_3339
from resolvers.storefront.loaders import Answers, CreditExpiryLoader, ProfileLoader
from resolvers.storefront.visitors import visitor
from services.customers.profiles import Subscriptions, SubscriptionStatus
from services.storefront import points as reward_points
from services.storefront.live import follow_points
from services.storefront.points import CustomerPoints, Expiration, HistoryItem, HistoryPage
from services.storefront.visitors import Visitor


async def reward_points_changed(info: Info) -> AsyncGenerator[CustomerPoints, None]:
    return _changes(await visitor(info), info.context)


async def _changes(asking: Visitor, context: Context) -> AsyncGenerator[CustomerPoints, None]:
    async with aclosing(follow_points(asking)) as changes:
        async for change in changes:
            context.go_on(change.at)
            yield change.points


async def balance_history(
    root: strawberry.Parent[CustomerPoints], info: Info
) -> list[HistoryItem] | None:
    return await loader_of(info, Answers).once(
        ("newest history", root.standing.account_id), lambda: reward_points.newest_history(root)
    )


async def history(
    root: strawberry.Parent[CustomerPoints],
    info: Info,
    current_page: CurrentPage = FIRST_PAGE,
    page_size: PageSize = USUAL_PAGE_SIZE,
) -> HistoryPage | None:
    page = numbered_page(current_page, page_size)
    return await loader_of(info, Answers).once(
        ("history", root.standing.account_id, page), lambda: reward_points.history_page(root, page)
    )


def pending_until(root: strawberry.Parent[CustomerPoints]) -> str | None:
    return optional_rfc_3339(root.standing.pending_until)


async def expirations(root: strawberry.Parent[CustomerPoints], info: Info) -> list[Expiration]:
    return await loader_of(info, Answers).once(
        ("expirations", root.standing.account_id),
        lambda: reward_points.expirations(root, now=info.context.now),
    )


async def subscription_status(root: strawberry.Parent[CustomerPoints], info: Info) -> Subscriptions:
    profile = await loader_of(info, ProfileLoader).load(root.standing.customer_id)
    return profile.subscriptions(root.programme.settings)


def balance_updates(root: strawberry.Parent[Subscriptions]) -> SubscriptionStatus:
    return SubscriptionStatus.of(is_subscribed=root.balance_updates)


def points_expiration_notifications(
    root: strawberry.Parent[Subscriptions],
) -> SubscriptionStatus:
    return SubscriptionStatus.of(is_subscribed=root.expiration_notifications)


def date(root: strawberry.Parent[HistoryItem]) -> str:
    return adobe_timestamp(root.entry.created_at)


def points_change(root: strawberry.Parent[HistoryItem]) -> int:
    return root.entry.points


def comment(root: strawberry.Parent[HistoryItem]) -> str | None:
    return root.entry.comment


async def credit_expires_at(root: strawberry.Parent[HistoryItem], info: Info) -> str | None:
    return optional_rfc_3339(await loader_of(info, CreditExpiryLoader).load(root))


def expires_at(root: strawberry.Parent[Expiration]) -> str:
    return rfc_3339(root.expires_at)
