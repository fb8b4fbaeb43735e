"""The customer's own carts and their totals (R5, R12.1, R13.1)."""

from decimal import Decimal

import pytest

from services.checkout.cart_input import CartInput
from services.checkout.putting import put_cart
from services.checkout.redemption import apply_points
from services.rules.checkout.cart import CartContent, PaymentMethod
from tests.api.storefront.asking import ask
from tests.api.storefront.carts.carts import PRICES, cart
from tests.clock import NOW
from tests.services.setup.builders import set_settings
from tests.services.shop import ADA, ADMIN, fill_cart, give, line, open_shop

METHODS = """available_payment_methods { code title } selected_payment_method { code title }"""

pytestmark = pytest.mark.usefixtures("shop")


async def test_the_totals_are_those_of_the_quote() -> None:
    await fill_cart(
        line("20.00", 2, tax="4.00"),
        line("5.00", line_id="l2", tax="0.50"),
        shipping="10.00",
        shipping_tax=Decimal("1.00"),
        discount=Decimal("9.00"),
        store_credit=Decimal("3.00"),
        gift_card=Decimal("6.00"),
    )

    assert (await cart(PRICES))["prices"] == {
        "subtotal_excluding_tax": {"value": 45.0},
        "subtotal_including_tax": {"value": 49.5},
        "subtotal_with_discount_excluding_tax": {"value": 36.0},
        "applied_taxes": [{"label": "Tax", "amount": {"value": 5.5}}],
        "discounts": [
            {"label": "Discount", "amount": {"value": 9.0}},
            {"label": "Gift card", "amount": {"value": 6.0}},
            {"label": "Store credit", "amount": {"value": 3.0}},
        ],
        "grand_total": {"value": 42.5, "currency": "USD"},
    }


async def test_the_grand_total_is_net_of_points_at_each_read() -> None:
    """R5.6: and points are no discount."""
    await give(50)
    await fill_cart(line("50.00"), shipping="10.00")
    await apply_points(cart_id="c1", caller=ADA, now=NOW)

    reads = [
        await cart(f"applied_reward_points {{ points money {{ value }} }} {PRICES}")
        for _ in range(3)
    ]

    assert reads[0] == reads[1] == reads[2]
    assert reads[0]["applied_reward_points"] == {"points": 50, "money": {"value": 10.0}}
    prices = reads[0]["prices"]
    assert isinstance(prices, dict)
    assert prices["grand_total"] == {"value": 50.0, "currency": "USD"}
    assert prices["discounts"] is None


async def test_what_is_not_there_is_null_or_empty() -> None:
    await fill_cart(line("50.00"))

    found = await cart(
        """applied_reward_points { points } applied_gift_cards { code }
        applied_store_credit { enabled } applied_coupons { code }
        available_payment_methods { code } selected_payment_method { code }
        prices { discounts { label } applied_taxes { label } }"""
    )

    assert found == {
        "applied_reward_points": None,
        "applied_gift_cards": [],
        "applied_store_credit": None,
        "applied_coupons": None,
        "available_payment_methods": [],
        "selected_payment_method": None,
        "prices": {"discounts": None, "applied_taxes": []},
    }


async def test_gift_card_and_store_credit_pay_at_most_what_points_leave() -> None:
    """R5.5."""
    await give(50)
    await fill_cart(
        line("20.00"),
        gift_card=Decimal("7.00"),
        store_credit=Decimal("9.00"),
        coupon_codes=("SPRING",),
    )
    await apply_points(cart_id="c1", caller=ADA, now=NOW)

    found = await cart(
        """applied_gift_cards { code applied_balance { value } }
        applied_store_credit { applied_balance { value } current_balance { value } enabled }
        applied_coupons { code }"""
    )

    assert found == {
        "applied_gift_cards": [{"code": None, "applied_balance": {"value": 7.0}}],
        "applied_store_credit": {
            "applied_balance": {"value": 3.0},
            "current_balance": None,
            "enabled": True,
        },
        "applied_coupons": [{"code": "SPRING"}],
    }


@pytest.mark.parametrize(
    ("gift_card", "methods"),
    [
        (
            "49.99",
            {
                "available_payment_methods": [{"code": "card", "title": "By card"}],
                "selected_payment_method": {"code": "card", "title": "By card"},
            },
        ),
        (
            "50.00",
            {
                "available_payment_methods": [
                    {"code": "free", "title": "No Payment Information Required"}
                ],
                "selected_payment_method": {
                    "code": "free",
                    "title": "No Payment Information Required",
                },
            },
        ),
    ],
    ids=["something-due", "nothing-due"],
)
async def test_free_is_the_only_way_to_pay_nothing(
    gift_card: str, methods: dict[str, object]
) -> None:
    """R5.5."""
    await fill_cart(
        line("50.00"),
        payment_methods=(PaymentMethod("card", "By card"), PaymentMethod("free", "Nothing")),
        payment_method="card",
        gift_card=Decimal(gift_card),
    )

    assert await cart(METHODS) == methods


async def test_a_cart_is_described() -> None:
    cart_input = CartInput(
        "c1",
        "us",
        "ada",
        "ada@example.com",
        CartContent("", (line("1.00", 2), line("1.00", 3, line_id="l2"))),
    )
    await put_cart(cart=cart_input, caller=ADMIN, now=NOW)

    assert await cart("id email is_virtual total_quantity") == {
        "id": "c1",
        "email": "ada@example.com",
        "is_virtual": False,
        "total_quantity": 5.0,
    }


@pytest.mark.parametrize("switch", ["enabled", "enabled_on_storefront"])
async def test_a_cart_shows_no_points_while_a_switch_is_off(switch: str) -> None:
    """R1.6: what an admin applied with the storefront off pays all the same, unseen."""
    await give(50)
    await fill_cart(line("50.00"))
    await apply_points(cart_id="c1", caller=ADMIN, now=NOW)
    await set_settings("us", **{switch: False})

    found = await cart(
        """applied_reward_points { points } reward_points_quote { points_to_earn }
        prices { grand_total { value } }"""
    )

    assert found == {
        "applied_reward_points": None,
        "reward_points_quote": None,
        "prices": {"grand_total": {"value": 50.0 if switch == "enabled" else 40.0}},
    }


async def test_a_cart_is_quoted_on_its_own_website() -> None:
    """R1.2: points of one website are not spent on another."""
    await open_shop(website_code="eu", currency="EUR", redemption=(1, "1.00"))
    await give(10)
    await fill_cart(line("50.00"), website_code="eu")

    answer = await ask(
        'query { cart(cart_id: "c1") { reward_points_quote { available { points } } } }',
    )

    assert answer["cart"]["reward_points_quote"]["available"] == {"points": 0}
