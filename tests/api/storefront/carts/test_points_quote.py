"""The quote of a cart explains itself (R5.8)."""

from decimal import Decimal

import pytest

from services.checkout.cart_input import CartInput
from services.checkout.putting import put_cart
from services.checkout.redemption import apply_points, hold_points
from services.customers.putting import put_customer
from services.rules.checkout.cart import CartContent, PaymentMethod
from tests.api.storefront.asking import ask
from tests.clock import NOW
from tests.services.setup.builders import set_settings
from tests.services.shop import ADA, ADMIN, fill_cart, give, line, open_shop

AMOUNT = "{ points money { value currency } }"


pytestmark = pytest.mark.usefixtures("shop")


async def quote(selection: str) -> dict[str, object]:
    answer = await ask(f'{{ cart(cart_id: "c1") {{ reward_points_quote {{ {selection} }} }} }}')
    return answer["cart"]["reward_points_quote"]  # type: ignore[no-any-return]


async def test_it_says_what_the_order_earns_and_the_next_step() -> None:
    await fill_cart(line("7.00"), shipping="10.00")

    found = await quote(
        "points_to_earn sources { reason points } next_step { spend_more { value } earn_more }"
    )

    assert found == {
        "points_to_earn": 30,
        "sources": [{"reason": "Making purchases", "points": 30}],
        "next_step": {"spend_more": {"value": 1.0}, "earn_more": 10},
    }


async def test_it_speaks_the_customers_language() -> None:
    await put_customer(
        customer_id="ada",
        website_code="us",
        email="ada@example.com",
        locale="sv-SE",
        caller=ADMIN,
        now=NOW,
    )
    await fill_cart(line("7.00"))

    assert await quote("sources { reason }") == {"sources": [{"reason": "Köp"}]}


async def test_it_says_what_can_be_used_and_by_which_rates() -> None:
    await give(125)
    await fill_cart(line("20.00"))

    found = await quote(
        f"""available {AMOUNT} maximum_applicable {AMOUNT} remainder rate_priority limited_by
        applicable_steps {{ points currency_amount }} earning_rate {{ points currency_amount }}"""
    )

    assert found == {
        "available": {"points": 125, "money": {"value": 24.0, "currency": "USD"}},
        "maximum_applicable": {"points": 100, "money": {"value": 20.0, "currency": "USD"}},
        "remainder": 5,
        "rate_priority": 3,
        "limited_by": [],
        "applicable_steps": {"points": 10, "currency_amount": 2.0},
        "earning_rate": {"points": 10, "currency_amount": 2.0},
    }


async def test_without_rates_points_can_do_nothing() -> None:
    """R2.5."""
    await open_shop(website_code="eu", currency="EUR", redemption=None, earning=None)
    await give(125, website_code="eu")
    await fill_cart(line("20.00"), website_code="eu")

    found = await quote(
        f"""points_to_earn sources {{ points }} next_step {{ earn_more }}
        maximum_applicable {AMOUNT} applicable_steps {{ points }} earning_rate {{ points }}
        rate_priority remainder
        available {AMOUNT}"""
    )

    nothing = {"value": 0.0, "currency": "EUR"}
    assert found == {
        "points_to_earn": 0,
        "sources": [],
        "next_step": None,
        "maximum_applicable": {"points": 0, "money": nothing},
        "applicable_steps": None,
        "earning_rate": None,
        "rate_priority": None,
        "remainder": 125,
        "available": {"points": 125, "money": nothing},
    }


@pytest.mark.parametrize(
    ("settings", "maximum", "names"),
    [
        ({"redemption_threshold": 101}, 0, ["redemptionThreshold"]),
        ({"max_points_per_order": 45}, 40, ["maxPointsPerOrder"]),
        ({"max_percent_of_order": Decimal(10)}, 20, ["maxPercentOfOrder"]),
        ({"min_points_per_order": 101}, 0, ["minPointsPerOrder"]),
    ],
    ids=["threshold", "most-points", "most-percent", "least-points"],
)
async def test_it_names_what_cuts_the_maximum(
    settings: dict[str, object], maximum: int, names: list[str]
) -> None:
    """R4.2, R4.3."""
    await give(100)
    await fill_cart(line("50.00"))
    await set_settings("us", **settings)

    found = await quote("maximum_applicable { points } limited_by")

    assert found == {"maximum_applicable": {"points": maximum}, "limited_by": names}


async def test_nothing_is_available_below_the_threshold() -> None:
    """R4.2."""
    await give(100)
    await fill_cart(line("50.00"))
    await set_settings("us", redemption_threshold=101)

    assert await quote("available { points money { value } } remainder") == {
        "available": {"points": 0, "money": {"value": 0.0}},
        "remainder": 0,
    }


async def test_holds_of_other_carts_cut_it_but_not_its_own() -> None:
    """R5.7."""
    await give(100)
    await fill_cart(line("12.00"), cart_id="other")
    await apply_points(cart_id="other", caller=ADA, now=NOW)
    await hold_points(cart_id="other", caller=ADA, now=NOW)
    await fill_cart(line("50.00"))
    await apply_points(cart_id="c1", caller=ADA, now=NOW)
    await hold_points(cart_id="c1", caller=ADA, now=NOW)

    found = await quote("available { points } maximum_applicable { points } limited_by")

    assert found == {
        "available": {"points": 40},
        "maximum_applicable": {"points": 40},
        "limited_by": ["holds"],
    }


async def test_it_warns_of_a_discouraged_payment_method() -> None:
    """R5.9."""
    await give(100)
    await fill_cart(
        line("50.00"),
        payment_method="cashondelivery",
        payment_methods=(PaymentMethod("cashondelivery", "Cash on delivery"),),
    )

    before = await quote("warnings")
    await apply_points(cart_id="c1", caller=ADA, now=NOW)
    after = await quote("warnings")

    warning = (
        "Points are not recommended together with the payment method cashondelivery: its payment"
        " is not confirmed when the order is placed."
    )
    assert before == {"warnings": []}
    assert after == {"warnings": [warning]}


async def test_its_money_is_in_the_shown_currency_and_its_rates_are_exact() -> None:
    """R13.1."""
    await open_shop(website_code="eu", currency="EUR", redemption=(1, "0.005"), earning=(1, "1.00"))
    await give(1_000, website_code="eu")
    cart = CartInput(
        "c1", "eu", "ada", None, CartContent("", (line("1.50"),)), "USD", Decimal("1.1")
    )
    await put_cart(cart=cart, caller=ADMIN, now=NOW)

    found = await quote(
        f"""available {AMOUNT} maximum_applicable {AMOUNT} next_step {{ spend_more {{ value }} }}
        applicable_steps {{ points currency_amount }} earning_rate {{ points currency_amount }}"""
    )

    assert found == {
        "available": {"points": 1000, "money": {"value": 5.5, "currency": "USD"}},
        "maximum_applicable": {"points": 300, "money": {"value": 1.65, "currency": "USD"}},
        "next_step": {"spend_more": {"value": 0.55}},
        "applicable_steps": {"points": 1, "currency_amount": 0.0055},
        "earning_rate": {"points": 1, "currency_amount": 1.1},
    }
