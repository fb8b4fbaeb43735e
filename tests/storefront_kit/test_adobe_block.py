"""The block for Adobe's storefronts, decorated as the boilerplate of Edge Delivery does."""

import pytest
from playwright.async_api import Browser, expect

from tests.storefront_kit.shop import Shop, customer_token
from tests.storefront_kit.site import Site
from tests.storefront_kit.visit import settle, violations, visit

pytestmark = pytest.mark.asyncio(loop_scope="module")

BLOCK = ".commerce-reward-points"


def signed_in(customer: str) -> dict[str, str]:
    """Return the cookie in which Adobe's drop-in keeps the token."""
    return {"auth_dropin_user_token": customer_token(customer)}


async def test_the_block_shows_the_balance_and_with_a_cart_what_points_do_for_it(
    shop: Shop, site: Site, browser: Browser
) -> None:
    cart = shop.put_cart("adobe", "ada")

    async with visit(browser, site.adobe_page({}), cookies=signed_in("ada")) as page:
        await expect(page.locator(BLOCK)).to_contain_text("602 points")
        await expect(page.locator("guerdon-slider")).to_have_count(0)

        await page.evaluate("(id) => bus.emit('cart/data', { id })", cart)
        await page.get_by_role("button", name="As many as possible").click()

        await expect(page.locator(BLOCK)).to_contain_text("Left to pay: $43.00")
        await expect(page.locator(BLOCK)).to_contain_text("Earn 344 points with this order.")
        await settle(page)
        assert await violations(page) == []


async def test_another_quantity_in_the_same_cart_is_asked_for_again(
    shop: Shop, site: Site, browser: Browser
) -> None:
    cart = shop.put_cart("adobe-again", "ada")

    async with visit(browser, site.adobe_page({}), cookies=signed_in("ada")) as page:
        await page.evaluate("(id) => bus.emit('cart/data', { id })", cart)
        await expect(page.locator(BLOCK)).to_contain_text("Earn 392 points")
        shop.put_cart(cart, "ada", price="98.00")
        await page.evaluate("(id) => bus.emit('cart/data', { id })", cart)

        await expect(page.locator(BLOCK)).to_contain_text("Earn 784 points")


async def test_a_guest_gets_a_link_and_the_points_after_signing_in(
    site: Site, browser: Browser
) -> None:
    url = site.adobe_page({"Show": "balance", "Sign in": "/login"})

    async with visit(browser, url) as page:
        link = page.get_by_role("link", name="Sign in to see and use your points")
        await expect(link).to_have_attribute("href", "/login")
        await expect(page.locator("guerdon-history")).to_have_count(0)

        for name, value in signed_in("ada").items():
            await page.context.add_cookies([{"name": name, "value": value, "url": url}])
        await page.evaluate("bus.emit('authenticated', true)")
        await expect(page.locator(BLOCK)).to_contain_text("602 points")
