"""The items of a cart (R5, R14.1)."""

from decimal import Decimal

import pytest

from services.checkout.cart_input import CartInput
from services.checkout.putting import put_cart
from services.rules.basics.quantities import quantity
from services.rules.checkout.cart import CartContent, CartLine
from tests.api.storefront.asking import Refusal, refusal
from tests.api.storefront.carts.carts import CART, cart
from tests.clock import NOW
from tests.services.shop import ADMIN, fill_cart, line

pytestmark = pytest.mark.usefixtures("shop")


async def test_each_line_is_an_item_with_its_product() -> None:
    content = CartContent(
        "",
        (
            CartLine("l1", "mug", quantity(2), Decimal("7.50"), name="Mug", tax=Decimal("1.20")),
            CartLine("l2", "pen", quantity(1), Decimal("1.00")),
        ),
    )
    await put_cart(cart=CartInput("c1", "us", "ada", None, content), caller=ADMIN, now=NOW)

    found = await cart(
        """items {
            __typename uid quantity product { __typename sku name }
            prices {
                price { value } row_total { value } row_total_including_tax { value }
            }
        }"""
    )

    assert found["items"] == [
        {
            "__typename": "SimpleCartItem",
            "uid": "l1",
            "quantity": 2.0,
            "product": {"__typename": "SimpleProduct", "sku": "mug", "name": "Mug"},
            "prices": {
                "price": {"value": 7.5},
                "row_total": {"value": 15.0},
                "row_total_including_tax": {"value": 16.2},
            },
        },
        {
            "__typename": "SimpleCartItem",
            "uid": "l2",
            "quantity": 1.0,
            "product": {"__typename": "SimpleProduct", "sku": "pen", "name": None},
            "prices": {
                "price": {"value": 1.0},
                "row_total": {"value": 1.0},
                "row_total_including_tax": {"value": 1.0},
            },
        },
    ]


async def test_the_items_come_in_pages_too() -> None:
    await fill_cart(*(line("1.00", line_id=f"l{number}") for number in range(1, 6)))

    found = await cart(
        """itemsV2(currentPage: 2, pageSize: 2) {
            items { uid } total_count page_info { current_page page_size total_pages }
        }"""
    )

    assert found["itemsV2"] == {
        "items": [{"uid": "l3"}, {"uid": "l4"}],
        "total_count": 5,
        "page_info": {"current_page": 2, "page_size": 2, "total_pages": 3},
    }


async def test_a_page_size_beyond_100_is_refused() -> None:
    """R14.1."""
    await fill_cart(line("1.00"))

    found = await refusal(CART % "itemsV2(pageSize: 101) { total_count }")

    assert found == Refusal("pageSize must be from 1 to 100.", "OUT_OF_RANGE", "graphql-input")
