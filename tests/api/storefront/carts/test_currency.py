"""A cart in another currency than its website's (R5, R13.1)."""

from decimal import Decimal

import pytest

from services.checkout.cart_input import CartInput
from services.checkout.putting import put_cart
from services.checkout.redemption import apply_points
from services.rules.basics.quantities import quantity
from services.rules.checkout.cart import CartContent, CartLine
from tests.api.storefront.carts.carts import PRICES, cart
from tests.clock import NOW
from tests.services.shop import ADA, ADMIN, give

pytestmark = pytest.mark.usefixtures("shop")


async def fill_displayed_cart(content: CartContent, rate: str) -> None:
    cart_input = CartInput("c1", "us", "ada", None, content, "EUR", Decimal(rate))
    await put_cart(cart=cart_input, caller=ADMIN, now=NOW)


async def test_each_part_is_converted_once_and_the_rest_is_due() -> None:
    """R5 and R13.1: what is due is the converted total less the converted parts."""
    await give(25)
    content = CartContent(
        "",
        (CartLine("l1", "sku-l1", quantity(3), Decimal("3.33"), tax=Decimal("1.01")),),
        gift_card=Decimal("1.01"),
        discount=Decimal("0.99"),
    )
    await fill_displayed_cart(content, rate="0.5")
    await apply_points(cart_id="c1", caller=ADA, now=NOW)

    found = await cart(
        f"""applied_reward_points {{ points money {{ value currency }} }}
        applied_gift_cards {{ applied_balance {{ value }} }}
        items {{ prices {{
            price {{ value currency }} row_total {{ value }} row_total_including_tax {{ value }}
        }} }} {PRICES}"""
    )

    # In dollars: 9.99 - 0.99 + 1.01 = 10.01, of which points pay 4.00, the card 1.01.
    assert found["applied_reward_points"] == {
        "points": 20,
        "money": {"value": 2.0, "currency": "EUR"},
    }
    assert found["applied_gift_cards"] == [{"applied_balance": {"value": 0.51}}]
    assert found["items"] == [
        {
            "prices": {
                "price": {"value": 1.67, "currency": "EUR"},
                "row_total": {"value": 5.0},
                "row_total_including_tax": {"value": 5.5},
            }
        }
    ]
    assert found["prices"] == {
        "subtotal_excluding_tax": {"value": 5.0},
        "subtotal_including_tax": {"value": 5.5},
        "subtotal_with_discount_excluding_tax": {"value": 4.5},
        "applied_taxes": [{"label": "Tax", "amount": {"value": 0.51}}],
        "discounts": [
            {"label": "Discount", "amount": {"value": 0.5}},
            {"label": "Gift card", "amount": {"value": 0.51}},
        ],
        "grand_total": {"value": 2.5, "currency": "EUR"},
    }
