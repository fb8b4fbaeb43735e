"""The `Store` header names a website by its store views or its own code (R12.1)."""

import pytest

from services.setup.websites import put_website
from tests.api.storefront.asking import By, Refusal, ask, refusal
from tests.clock import NOW
from tests.services.shop import ADMIN, give, open_shop

BALANCE = "{ customer { reward_points { balance { points } } } storeConfig { code } }"


@pytest.fixture(autouse=True)
async def two_websites(shop: str) -> str:
    """Ada has 10 points on us, the default website, and 20 on eu, whose store views are two."""
    await open_shop(website_code="eu", currency="EUR")
    await give(10)
    await give(20, website_code="eu")
    await _put("eu", "eu_DE", "us")
    return shop


async def _put(code: str, *store_view_codes: str) -> None:
    await put_website(code=code, store_view_codes=store_view_codes, caller=ADMIN, now=NOW)


@pytest.mark.parametrize(
    ("store", "code", "points"),
    [
        pytest.param("eu_DE", "eu", 20, id="store-view"),
        pytest.param("EU_de", "eu", 20, id="store-view-in-another-case"),
        pytest.param("eu", "eu", 20, id="website"),
        pytest.param("EU", "eu", 20, id="website-in-another-case"),
        pytest.param("us", "eu", 20, id="store-view-called-like-another-website"),
    ],
)
async def test_a_store_view_names_its_website_before_a_websites_own_code(
    store: str, code: str, points: int
) -> None:
    answer = await ask(BALANCE, By(store=store))

    assert answer["customer"]["reward_points"]["balance"]["points"] == points
    assert answer["storeConfig"]["code"] == code


async def test_a_token_of_the_website_goes_with_each_of_its_store_views() -> None:
    bound = By(website="eu", store="eu_de")

    assert (await ask(BALANCE, bound))["storeConfig"] == {"code": "eu"}


async def test_a_token_of_another_website_than_the_store_views_is_refused() -> None:
    found = await refusal("{ customer { id } }", By(website="us", store="eu_de"))

    message = "The token is for another website than the Store header names."
    assert found == Refusal(message, "FORBIDDEN", "graphql-authorization")


async def test_of_websites_that_differ_in_case_the_very_one_is_meant() -> None:
    await put_website(code="EU", base_currency="EUR", caller=ADMIN, now=NOW)

    for code in ("EU", "eu"):
        assert (await ask("{ storeConfig { code } }", By(store=code)))["storeConfig"][
            "code"
        ] == code
