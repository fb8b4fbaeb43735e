"""Cart fields, in the currency the customer sees (R5, R13.1)."""

from typing import Annotated

import strawberry

from resolvers.context import Info
from resolvers.storefront.arguments import (
    FIRST_PAGE,
    USUAL_PAGE_SIZE,
    CurrentPage,
    PageSize,
    numbered_page,
)
from resolvers.storefront.visitors import reader, visitor
from services.checkout.answers import Cart
from services.rules.basics.quantities import Quantity, units_in_all
from services.rules.checkout import payment_methods
from services.rules.checkout.cart import PaymentMethod
from services.rules.storefront import cart_prices
from services.rules.storefront.cart_prices import CartPrices, ShownLine
from services.rules.storefront.points_amounts import PointsAmount
from services.rules.storefront.points_quote import PointsQuote
from services.storefront import carts as shown_carts
from services.storefront import visitors
from services.storefront.carts import AppliedCoupon, AppliedGiftCard, AppliedStoreCredit, LinesPage

QueriedCartId = Annotated[
    str,
    strawberry.argument(
        name="cart_id",
        description=(
            "The id of one of the customer's own carts, or without a token of a guest's cart. "
            "It must not be placed yet."
        ),
    ),
]


async def cart(info: Info, cart_id: QueriedCartId) -> Cart:
    return await visitors.find_visitors_cart(
        visitor=await reader(info), cart_id=cart_id, now=info.context.now
    )


async def customer_cart(info: Info) -> Cart:
    return await visitors.find_visitors_newest_cart(
        visitor=await visitor(info), now=info.context.now
    )


def is_virtual() -> bool:
    """Say that something is to be shipped: the shop does not tell us that nothing is."""
    return False


def email(root: strawberry.Parent[Cart]) -> str | None:
    return shown_carts.shown_email(root)


def total_quantity(root: strawberry.Parent[Cart]) -> Quantity:
    return units_in_all(line.quantity for line in root.content.lines)


def applied_reward_points(root: strawberry.Parent[Cart]) -> PointsAmount | None:
    return shown_carts.applied_points(root)


def applied_gift_cards(root: strawberry.Parent[Cart]) -> list[AppliedGiftCard]:
    return shown_carts.applied_gift_cards(root)


def applied_store_credit(root: strawberry.Parent[Cart]) -> AppliedStoreCredit | None:
    return shown_carts.applied_store_credit(root)


def applied_coupons(root: strawberry.Parent[Cart]) -> list[AppliedCoupon] | None:
    return shown_carts.applied_coupons(root)


def available_payment_methods(root: strawberry.Parent[Cart]) -> tuple[PaymentMethod, ...]:
    return payment_methods.offered_payment_methods(root.quote, root.content)


def selected_payment_method(root: strawberry.Parent[Cart]) -> PaymentMethod | None:
    return payment_methods.selected_payment_method(root.quote, root.content)


def items(root: strawberry.Parent[Cart]) -> tuple[ShownLine, ...]:
    return cart_prices.shown_lines(root.quote, root.content)


def items_page(
    root: strawberry.Parent[Cart],
    current_page: CurrentPage = FIRST_PAGE,
    page_size: PageSize = USUAL_PAGE_SIZE,
) -> LinesPage:
    return shown_carts.lines_page(root, numbered_page(current_page, page_size))


def prices(root: strawberry.Parent[Cart]) -> CartPrices:
    return cart_prices.cart_prices(root.quote, root.content)


def reward_points_quote(root: strawberry.Parent[Cart]) -> PointsQuote | None:
    return shown_carts.explained_quote(root)


def product(root: strawberry.Parent[ShownLine]) -> ShownLine:
    return root
