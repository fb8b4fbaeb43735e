"""Fields of a cart, in the currency that its customer sees (R5, R13.1)."""

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
from resolvers.storefront.visitors import visitor
from services.checkout.carts import Cart
from services.rules.checkout import display
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
        name="cart_id", description="The id of one of the customer's own carts, not yet placed."
    ),
]


async def cart(info: Info, cart_id: QueriedCartId) -> Cart:
    """Return the customer's own cart of that id."""
    return await visitors.find_visitors_cart(
        visitor=visitor(info), cart_id=cart_id, now=info.context.now
    )


async def customer_cart(info: Info) -> Cart:
    """Return the cart that the customer last had in hand."""
    return await visitors.find_visitors_newest_cart(visitor=visitor(info), now=info.context.now)


def is_virtual() -> bool:
    """Say that something is to be shipped: the shop does not tell us that nothing is."""
    return False


def total_quantity(root: strawberry.Parent[Cart]) -> int:
    """Return how many units are in the cart."""
    return sum(line.quantity for line in root.content.lines)


def applied_reward_points(root: strawberry.Parent[Cart]) -> PointsAmount | None:
    """Return the points applied."""
    return shown_carts.applied_points(root)


def applied_gift_cards(root: strawberry.Parent[Cart]) -> list[AppliedGiftCard]:
    """Return what gift cards pay."""
    return shown_carts.applied_gift_cards(root)


def applied_store_credit(root: strawberry.Parent[Cart]) -> AppliedStoreCredit | None:
    """Return what store credit pays."""
    return shown_carts.applied_store_credit(root)


def applied_coupons(root: strawberry.Parent[Cart]) -> list[AppliedCoupon] | None:
    """Return the coupons used."""
    return shown_carts.applied_coupons(root)


def available_payment_methods(root: strawberry.Parent[Cart]) -> tuple[PaymentMethod, ...]:
    """Return the ways to pay what is due."""
    return display.offered_payment_methods(root.quote, root.content)


def selected_payment_method(root: strawberry.Parent[Cart]) -> PaymentMethod | None:
    """Return the way to pay that is chosen."""
    return display.selected_payment_method(root.quote, root.content)


def items(root: strawberry.Parent[Cart]) -> tuple[ShownLine, ...]:
    """Return all lines."""
    return cart_prices.shown_lines(root.quote, root.content)


def items_page(
    root: strawberry.Parent[Cart],
    current_page: CurrentPage = FIRST_PAGE,
    page_size: PageSize = USUAL_PAGE_SIZE,
) -> LinesPage:
    """Return a page of the lines."""
    return shown_carts.lines_page(root, numbered_page(current_page, page_size))


def prices(root: strawberry.Parent[Cart]) -> CartPrices:
    """Return the totals."""
    return cart_prices.cart_prices(root.quote, root.content)


def reward_points_quote(root: strawberry.Parent[Cart]) -> PointsQuote | None:
    """Return what points can do for the cart and what it will earn."""
    return shown_carts.explained_quote(root)


def product(root: strawberry.Parent[ShownLine]) -> ShownLine:
    """Return the product of a line, of which the line itself knows all that we do."""
    return root
