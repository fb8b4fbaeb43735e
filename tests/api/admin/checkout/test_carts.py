"""Carts, their quotes and the points applied to them (R5)."""

from decimal import Decimal

from services.checkout.carts import find_cart
from services.rules.basics.quantities import quantity
from services.rules.checkout.cart import CartContent, CartLine, DisplayCurrency, PaymentMethod
from tests.api.admin.asking import AdminApi
from tests.api.admin.commands import MUGS, cart
from tests.clock import NOW

CART = """
    id customerId active chosenPoints pointsApplied hold { points }
    quote { orderTotal { amount currency } pointsUsed pointsAmount { amount } amountDue { amount }
        pointsToEarn }
"""
QUOTE = """
    lines { id rowTotal { amount } productPoints productPointsAmount { amount } pointsToEarn }
    subtotal { amount } discount { amount } shipping { amount } tax { amount }
    orderTotal { amount currency } pointsUsed pointsAmount { amount }
    productPointsUsed productPointsAmount { amount } giftCard { amount } storeCredit { amount }
    amountDue { amount } pointsToEarn earningBasis { amount }
    earningRate { points currencyAmount currency direction priority }
    sources { source label points } appliedRules { ruleId }
    redemption { rate { points } balance available groups remainder maximumPoints limitedBy }
    nextStep { spendMore { amount currency } earnMore } warnings
"""


async def test_a_quote_explains_itself(checkout: AdminApi) -> None:
    """R5.2 to R5.5, R5.8."""
    given = cart(
        MUGS,
        id="c1",
        customerId="ada",
        shippingAmount="3.00",
        shippingTaxAmount=0.5,
        discountAmount="1.00",
        giftCardAmount="2.00",
        storeCreditAmount=None,
    )

    put = await checkout.done("cartPut", f"cart {{ quote {{ {QUOTE} }} }}", **given)

    assert put["cart"]["quote"] == {
        "lines": [
            {
                "id": "l1",
                "rowTotal": {"amount": "10.00"},
                "productPoints": 0,
                "productPointsAmount": {"amount": "0.00"},
                "pointsToEarn": 0,
            }
        ],
        "subtotal": {"amount": "10.00"},
        "discount": {"amount": "1.00"},
        "shipping": {"amount": "3.00"},
        "tax": {"amount": "0.50"},
        "orderTotal": {"amount": "12.50", "currency": "USD"},
        "pointsUsed": 0,
        "pointsAmount": {"amount": "0.00"},
        "productPointsUsed": 0,
        "productPointsAmount": {"amount": "0.00"},
        "giftCard": {"amount": "2.00"},
        "storeCredit": {"amount": "0.00"},
        "amountDue": {"amount": "10.50"},
        "pointsToEarn": 30,
        "earningBasis": {"amount": "7.00"},
        "earningRate": {
            "points": 10,
            "currencyAmount": "2.00",
            "currency": "USD",
            "direction": "CURRENCY_TO_POINTS",
            "priority": 4,
        },
        "sources": [{"source": "RATE", "label": "Making purchases", "points": 30}],
        "appliedRules": [],
        "redemption": {
            "rate": {"points": 10},
            "balance": 25,
            "available": 25,
            "groups": 2,
            "remainder": 5,
            "maximumPoints": 20,
            "limitedBy": [],
        },
        "nextStep": {"spendMore": {"amount": "1.00", "currency": "USD"}, "earnMore": 10},
        "warnings": [],
    }


async def test_all_that_a_shop_sends_of_a_cart_is_kept(shop: AdminApi) -> None:
    """R5."""
    given = cart(
        {**MUGS, "name": "Mug", "discountAmount": "1.00", "taxAmount": 0.75},
        shippingAmount="3.00",
        shippingTaxAmount="0.50",
        discountAmount="2.00",
        couponCodes=["SPRING"],
        giftCardAmount="4.00",
        storeCreditAmount="5.00",
        paymentMethod="card",
        availablePaymentMethods=[{"code": "card", "title": "Card"}],
        displayCurrency="EUR",
        displayRate="0.9",
        email="guest@example.com",
    )
    await shop.done("cartPut", **given)

    kept = await find_cart(cart_id="c2", now=NOW)

    assert kept.email == "guest@example.com"
    assert kept.content == CartContent(
        currency="USD",
        lines=(CartLine("l1", "mug", quantity(2), Decimal(5), "Mug", Decimal(1), Decimal("0.75")),),
        shipping=Decimal(3),
        shipping_tax=Decimal("0.5"),
        discount=Decimal(2),
        coupon_codes=("SPRING",),
        gift_card=Decimal(4),
        store_credit=Decimal(5),
        payment_method="card",
        payment_methods=(PaymentMethod("card", "Card"),),
        display=DisplayCurrency("EUR", Decimal("0.9")),
    )


async def test_points_are_applied_on_the_customers_behalf(checkout: AdminApi) -> None:
    """R5.4, R5.6."""
    applied = await checkout.done("cartApplyPoints", f"cart {{ {CART} }}", cartId="c1")

    assert (
        applied["cart"]
        == await checkout.query("cart", CART, id="c1")
        == {
            "id": "c1",
            "customerId": "ada",
            "active": True,
            "chosenPoints": None,
            "pointsApplied": True,
            "hold": None,
            "quote": {
                "orderTotal": {"amount": "10.00", "currency": "USD"},
                "pointsUsed": 20,
                "pointsAmount": {"amount": "4.00"},
                "amountDue": {"amount": "6.00"},
                "pointsToEarn": 30,
            },
        }
    )


async def test_a_chosen_number_is_used_in_whole_groups(checkout: AdminApi) -> None:
    """R5.4."""
    applied = await checkout.done("cartApplyPoints", f"cart {{ {CART} }}", cartId="c1", points=15)

    assert applied["cart"]["chosenPoints"] == 15
    assert applied["cart"]["quote"]["pointsUsed"] == 10


async def test_held_points_are_free_again_when_they_are_removed(checkout: AdminApi) -> None:
    """R5.6, R5.7."""
    await checkout.done("cartApplyPoints", cartId="c1")

    held = await checkout.done("cartHoldPoints", "cart { hold { points expiresAt } }", cartId="c1")
    while_held = await checkout.query("customer", "accounts { held available }", id="ada")
    removed = await checkout.done("cartRemovePoints", f"cart {{ {CART} }}", cartId="c1")
    after = await checkout.query("customer", "accounts { held available }", id="ada")

    assert held["cart"]["hold"]["points"] == 20
    assert while_held["accounts"] == [{"held": 20, "available": 5}]
    assert removed["cart"]["hold"] is None
    assert removed["cart"]["pointsApplied"] is False
    assert after["accounts"] == [{"held": 0, "available": 25}]


async def test_a_cart_is_deleted(checkout: AdminApi) -> None:
    assert await checkout.done("cartDelete", "deletedId", id="c1") == {"deletedId": "c1"}

    assert (await checkout.refused("cart", "id", id="c1"))[0] == "NOT_FOUND"
