"""The customer's orders and their points (R6.1, R6.3, R6.7)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from services.checkout.redemption import apply_points
from tests.api.storefront.asking import By, ask
from tests.clock import NOW
from tests.services.setup.builders import set_settings
from tests.services.shop import ADA, fill_cart, give, invoice, line, place

POINTS = "reward_points { used pending earned returned reversed }"


pytestmark = pytest.mark.usefixtures("shop")


async def orders(selection: str, arguments: str = "", customer: str = "ada") -> dict[str, object]:
    answer = await ask(f"{{ customer {{ orders{arguments} {{ {selection} }} }} }}", By(customer))
    return answer["customer"]["orders"]  # type: ignore[no-any-return]


async def place_order(order_id: str, *, days: int = 0, customer: str = "ada") -> None:
    now = NOW + timedelta(days=days)
    await fill_cart(line("7.00"), cart_id=f"cart-{order_id}", customer_id=customer, now=now)
    await place(order_id, cart_id=f"cart-{order_id}", now=now)


async def test_an_order_shows_the_totals_it_was_placed_with() -> None:
    await give(30)
    await fill_cart(
        line("50.00", tax="5.00"),
        shipping="10.00",
        discount=Decimal("3.00"),
        gift_card=Decimal("4.00"),
        store_credit=Decimal("2.00"),
    )
    await apply_points(cart_id="c1", caller=ADA, now=NOW)
    await place()

    found = await orders(
        """items {
            id number order_date status
            total {
                subtotal { value currency } total_shipping { value } total_tax { value }
                discounts { label amount { value } } total_giftcard { value }
                total_store_credit { value } total_reward_points { value } grand_total { value }
            }
        }"""
    )

    assert found["items"] == [
        {
            "id": "o1",
            "number": "o1",
            "order_date": "2024-05-01 12:00:00",
            "status": "pending",
            "total": {
                "subtotal": {"value": 50.0, "currency": "USD"},
                "total_shipping": {"value": 10.0},
                "total_tax": {"value": 5.0},
                "discounts": [{"label": "Discount", "amount": {"value": 3.0}}],
                "total_giftcard": {"value": 4.0},
                "total_store_credit": {"value": 2.0},
                "total_reward_points": {"value": 6.0},
                "grand_total": {"value": 50.0},
            },
        }
    ]


async def test_means_of_payment_not_used_are_null() -> None:
    await place_order("o1")

    found = await orders(
        """items { total {
            discounts { label } total_giftcard { value } total_store_credit { value }
            total_reward_points { value }
        } }"""
    )

    assert found["items"] == [
        {
            "total": {
                "discounts": [],
                "total_giftcard": None,
                "total_store_credit": None,
                "total_reward_points": None,
            }
        }
    ]


async def test_an_order_earns_what_was_pending_once_it_is_invoiced() -> None:
    """R6.5, R6.7."""
    await give(10)
    await fill_cart(line("7.00"))
    await apply_points(cart_id="c1", caller=ADA, now=NOW)
    await place()

    before = await orders(f"items {{ status {POINTS} }}")
    await invoice()
    after = await orders(f"items {{ status {POINTS} }}")

    assert before["items"] == [
        {
            "status": "pending",
            "reward_points": {"used": 10, "pending": 20, "earned": 0, "returned": 0, "reversed": 0},
        }
    ]
    assert after["items"] == [
        {
            "status": "complete",
            "reward_points": {"used": 10, "pending": 0, "earned": 20, "returned": 0, "reversed": 0},
        }
    ]


async def test_the_customers_own_orders_come_in_pages_newest_first() -> None:
    """R12.1."""
    for days, order_id in enumerate(["first", "second", "third"]):
        await place_order(order_id, days=days)
    await place_order("bobs", customer="bob")

    found = await orders(
        "items { id } total_count page_info { current_page page_size total_pages }",
        "(currentPage: 2, pageSize: 2)",
    )

    assert found == {
        "items": [{"id": "first"}],
        "total_count": 3,
        "page_info": {"current_page": 2, "page_size": 2, "total_pages": 2},
    }


async def test_a_customer_never_seen_has_no_orders() -> None:
    found = await orders("items { id } total_count", customer="stranger")

    assert found == {"items": [], "total_count": 0}


@pytest.mark.parametrize("switch", ["enabled", "enabled_on_storefront"])
async def test_the_points_of_an_order_are_null_while_a_switch_is_off(switch: str) -> None:
    """R1.6."""
    await place_order("o1")
    await set_settings("us", **{switch: False})

    assert (await orders("items { id reward_points { used } }"))["items"] == [
        {"id": "o1", "reward_points": None}
    ]
