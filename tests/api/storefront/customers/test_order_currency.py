"""An order in the currency that its cart was shown in (R6.16)."""

from decimal import Decimal
from typing import Any

import pytest

from services.checkout.cart_input import CartInput
from services.checkout.putting import put_cart
from services.checkout.redemption import apply_points
from services.rules.checkout.cart import CartContent
from tests.api.storefront.asking import By, ask
from tests.api.storefront.carts.carts import cart
from tests.clock import NOW
from tests.services.shop import ADA, ADMIN, fill_cart, give, line, place

pytestmark = pytest.mark.usefixtures("shop")

MONEY = "{ value currency }"
TOTALS = f"""{{ customer {{ orders {{ items {{ id total {{
    subtotal {MONEY} total_shipping {MONEY} total_tax {MONEY} discounts {{ amount {MONEY} }}
    total_giftcard {MONEY} total_store_credit {MONEY} total_reward_points {MONEY}
    grand_total {MONEY}
}} }} }} }} }}"""


async def totals() -> dict[str, dict[str, Any]]:
    answer = await ask(TOTALS, By("ada"))
    items = answer["customer"]["orders"]["items"]
    return {item["id"]: item["total"] for item in items}


async def test_an_order_shows_what_its_cart_showed() -> None:
    """R6.16: 53.00 are 8,268 yen, of which 25 points (4.00) are 624 and the gift card 156."""
    await give(25)
    content = CartContent(
        "",
        (line("50.00", tax="5.00"),),
        shipping=Decimal("1.00"),
        discount=Decimal("3.00"),
        gift_card=Decimal("1.00"),
        store_credit=Decimal("2.00"),
    )
    shown = CartInput("c1", "us", "ada", None, content, "JPY", Decimal(156))
    await put_cart(cart=shown, caller=ADMIN, now=NOW)
    await apply_points(cart_id="c1", caller=ADA, now=NOW)
    in_cart: dict[str, Any] = await cart(
        f"applied_reward_points {{ money {MONEY} }} prices {{ grand_total {MONEY} }}"
    )
    await place()

    found = (await totals())["o1"]

    yen = {"currency": "JPY"}
    assert found == {
        "subtotal": {"value": 7800.0, **yen},
        "total_shipping": {"value": 156.0, **yen},
        "total_tax": {"value": 780.0, **yen},
        "discounts": [{"amount": {"value": 468.0, **yen}}],
        "total_giftcard": {"value": 156.0, **yen},
        "total_store_credit": {"value": 312.0, **yen},
        "total_reward_points": in_cart["applied_reward_points"]["money"],
        "grand_total": in_cart["prices"]["grand_total"],
    }
    assert found["total_reward_points"] == {"value": 624.0, **yen}


async def test_each_order_of_a_list_has_its_own_cart_s_currency() -> None:
    """R6.16."""
    await fill_cart(line("7.00"), cart_id="dollars")
    await place("o1", cart_id="dollars")
    content = CartContent("", (line("7.00"),))
    shown = CartInput("euros", "us", "ada", None, content, "EUR", Decimal("0.5"))
    await put_cart(cart=shown, caller=ADMIN, now=NOW)
    await place("o2", cart_id="euros")

    found = await totals()

    assert {order_id: total["grand_total"] for order_id, total in found.items()} == {
        "o1": {"value": 7.0, "currency": "USD"},
        "o2": {"value": 3.5, "currency": "EUR"},
    }
