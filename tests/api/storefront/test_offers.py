"""Offers on a product page: for whoever is signed in, or nobody (R5.8)."""

import pytest

from services.customers.putting import put_customer
from services.promotions.product_points import ProductPoints, put_product_points
from services.rules.basics.enums import RateDirection
from services.setup.customer_groups import put_customer_group
from services.setup.settings import update_settings
from tests.api.storefront.asking import ADA, NOBODY, By, Refusal, ask, refusal
from tests.clock import NOW
from tests.services.shop import ADMIN, open_shop, set_rate

pytestmark = pytest.mark.usefixtures("shop")

OFFERS = """query ($items: [RewardPointsOfferInput!]!) {
    reward_points_offers(items: $items) { sku points_to_earn points_needed } }"""


async def offers(*items: dict[str, object], by: By = NOBODY) -> list[tuple[int, int | None]]:
    found = (await ask(OFFERS, by, items=list(items)))["reward_points_offers"]
    return [(offer["points_to_earn"], offer["points_needed"]) for offer in found]


async def test_without_a_token_a_product_earns_what_it_would_the_default_group() -> None:
    """R5.8: 2.00 earns 10."""
    product = ProductPoints("mug", points_needed=40, points_received=3)
    await put_product_points(product=product, caller=ADMIN, now=NOW)

    found = await offers(
        {"sku": "tea", "price": 7},
        {"sku": "mug", "price": 7.0, "quantity": 2},
        {"sku": "mug", "price": 7.0, "quantity": None},
    )

    assert found == [(30, None), (76, 80), (33, 40)]


async def test_a_customer_gets_the_offer_of_their_group() -> None:
    """R2.2."""
    await put_customer_group(code="vip", caller=ADMIN, now=NOW)
    await set_rate(RateDirection.CURRENCY_TO_POINTS, (1, "1.00"), group_code="vip")
    await put_customer(
        customer_id="ada",
        website_code="us",
        email="ada@example.com",
        customer_group_code="vip",
        caller=ADMIN,
        now=NOW,
    )

    assert await offers({"sku": "tea", "price": 7}, by=ADA) == [(7, None)]


async def test_a_price_is_taken_as_it_is_written() -> None:
    """R5.8: 0.29 is 29 times 0.01, though no float says so."""
    await open_shop(website_code="eu", currency="EUR", earning=(1, "0.01"))

    found = await offers(
        {"sku": "tea", "price": 0.29},
        {"sku": "tea", "price": 1.15, "quantity": 100},
        {"sku": "tea", "price": 0.7, "quantity": 0.1},
        by=By(customer=None, store="eu"),
    )

    assert found == [(29, None), (11_500, None), (7, None)]


async def test_the_store_header_names_the_website() -> None:
    """R12.1."""
    await open_shop(website_code="eu", currency="EUR", earning=(1, "1.00"))

    assert await offers({"sku": "tea", "price": 7}, by=By(customer=None, store="eu")) == [(7, None)]
    unknown = await refusal(OFFERS, By(customer=None, store="xx"), items=[])
    assert (unknown.code, unknown.category) == ("NOT_FOUND", "graphql-no-such-entity")


@pytest.mark.parametrize("switch", ["enabled", "enabled_on_storefront"])
async def test_while_the_programme_is_off_nothing_is_earned_nor_costs(switch: str) -> None:
    """R1.6, R5.8."""
    product = ProductPoints("mug", points_needed=40, points_received=3)
    await put_product_points(product=product, caller=ADMIN, now=NOW)
    await update_settings(website_code="us", changes={switch: False}, caller=ADMIN, now=NOW)

    assert await offers({"sku": "mug", "price": 7}) == [(0, None)]


@pytest.mark.parametrize(
    ("items", "found"),
    [
        pytest.param(
            [{"sku": "tea", "price": 1}] * 101,
            Refusal("items must have at most 100 items.", "OUT_OF_RANGE", "graphql-input"),
            id="101",
        ),
        pytest.param(
            [{"sku": "tea", "price": 1.00001}],
            Refusal("items[0].price: Must have at most 4 decimals.", "INVALID", "graphql-input"),
            id="too-fine",
        ),
        pytest.param(
            [{"sku": "tea", "price": 1, "quantity": 0.00005}],
            Refusal("items[0].quantity: Must have at most 4 decimals.", "INVALID", "graphql-input"),
            id="quantity",
        ),
    ],
)
async def test_what_is_no_line_of_a_cart_is_refused_at_its_field(
    items: list[dict[str, object]], found: Refusal
) -> None:
    """R14.1, R14.3."""
    assert await refusal(OFFERS, NOBODY, items=items) == found
