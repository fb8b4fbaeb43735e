"""What goes wrong and is said: network, tokens, a busy service (R12.1, R13.4)."""

import pytest
from playwright.async_api import Browser, Route, expect

from tests.storefront_kit.shop import Shop, customer_token
from tests.storefront_kit.site import Site
from tests.storefront_kit.visit import settle, visit

pytestmark = pytest.mark.asyncio(loop_scope="module")

# Chromium says these itself.
_NO_NETWORK = "net::ERR_FAILED"
_UNAVAILABLE = "503 (Service Unavailable)"
_UNAUTHORIZED = "401 (Unauthorized)"


async def test_without_a_network_it_says_so_and_tries_again_when_asked(
    site: Site, browser: Browser
) -> None:
    url = site.page(
        "<guerdon-balance></guerdon-balance>", settings={"tokens": [customer_token("ada")]}
    )

    async with visit(browser, url, allowed=(_NO_NETWORK,)) as page:
        await page.route("**/graphql", lambda route: route.abort())
        await page.evaluate("refresh()")
        balance = page.locator("guerdon-balance")
        await expect(balance.get_by_role("alert")).to_contain_text("be reached")
        await expect(balance).to_contain_text("602 points")  # what was known is still there

        await page.unroute("**/graphql")
        await balance.get_by_role("button", name="Try again").click()
        await expect(balance.get_by_role("alert")).to_be_empty()


async def test_a_slider_without_a_network_goes_back_to_what_is_applied(
    shop: Shop, site: Site, browser: Browser
) -> None:
    cart = shop.put_cart("away", "ada")
    url = site.page(
        f'<guerdon-slider cart-id="{cart}"></guerdon-slider>',
        settings={"tokens": [customer_token("ada")]},
    )

    async with visit(browser, url, allowed=(_NO_NETWORK,)) as page:
        await page.route("**/graphql", lambda route: route.abort())
        slider = page.get_by_role("slider")
        await slider.focus()
        await page.keyboard.press("End")

        await expect(page.get_by_role("alert")).to_contain_text("be reached")
        assert await slider.input_value() == "0"
        assert await slider.get_attribute("aria-valuetext") == "0 points"


async def test_a_refused_token_is_replaced_by_a_new_one_without_a_word(
    site: Site, browser: Browser
) -> None:
    tokens = [customer_token("ada", seconds=-60), customer_token("ada")]
    url = site.page("<guerdon-balance></guerdon-balance>", settings={"tokens": tokens})

    async with visit(browser, url, allowed=(_UNAUTHORIZED,)) as page:
        await expect(page.locator("guerdon-balance")).to_contain_text("602 points")
        assert await page.evaluate("told.errors") == []


async def test_an_expired_token_asks_the_customer_to_sign_in_again(
    site: Site, browser: Browser
) -> None:
    url = site.page(
        "<guerdon-balance></guerdon-balance><guerdon-history></guerdon-history>",
        settings={"tokens": [customer_token("ada", seconds=-60)]},
    )

    async with visit(browser, url, allowed=(_UNAUTHORIZED,)) as page:
        for element in ("guerdon-balance", "guerdon-history"):
            await expect(page.locator(element)).to_contain_text("Your session has ended.")
        assert await page.evaluate("told.errors") == ["expired", "expired"]


async def test_a_live_balance_comes_back_by_itself_after_a_lost_connection(
    shop: Shop, site: Site, browser: Browser
) -> None:
    url = site.page(
        "<guerdon-balance></guerdon-balance>", settings={"tokens": [customer_token("elif")]}
    )

    async def cut_off(route: Route) -> None:
        is_live = route.request.headers["accept"] == "text/event-stream"
        await (route.abort() if is_live else route.continue_())

    async with visit(browser, url, allowed=(_NO_NETWORK,)) as page:
        balance = page.locator("guerdon-balance")
        before = await balance.locator(".number").inner_text()
        await page.route("**/graphql", cut_off)
        await balance.evaluate("(element) => element.setAttribute('live', '')")
        await expect(balance.get_by_role("alert")).to_contain_text("be reached")
        shop.give("elif", 300)

        await page.unroute("**/graphql")
        await expect(balance.locator(".number")).not_to_have_text(before)
        await expect(balance.get_by_role("alert")).to_be_empty()


async def test_a_service_that_can_t_answer_now_says_when_to_come_back(
    site: Site, browser: Browser
) -> None:
    url = site.page("<guerdon-history></guerdon-history>", settings={})
    allowed = {"access-control-allow-origin": "*", "access-control-expose-headers": "retry-after"}

    async def unavailable(route: Route) -> None:
        await route.fulfill(status=503, headers={"retry-after": "5", **allowed}, body="down")

    async with visit(browser, url, allowed=(_UNAVAILABLE,)) as page:
        await page.route("**/graphql", unavailable)
        await page.evaluate("refresh()")
        await settle(page)
        await expect(page.get_by_role("alert")).to_contain_text("answer at the moment")
        wait = "kit.balance().catch((error) => [error.kind, error.retryAfter])"
        assert await page.evaluate(wait) == ["busy", 5]


async def test_a_service_that_never_answers_is_given_up(site: Site, browser: Browser) -> None:
    url = site.page("<guerdon-balance></guerdon-balance>", settings={"seconds": 2})

    async with visit(browser, url) as page:
        await page.route("**/graphql", lambda _: None)
        problem = await page.evaluate("kit.balance().catch((error) => error.kind)")

    assert problem == "network"


async def test_an_earning_that_can_t_be_asked_leaves_the_page_whole(
    site: Site, browser: Browser
) -> None:
    url = site.page('<guerdon-earn sku="TEAPOT" price="49.00"></guerdon-earn>', settings={})

    async with visit(browser, url, allowed=(_NO_NETWORK,)) as page:
        await page.route("**/graphql", lambda route: route.abort())
        await page.evaluate("refresh()")
        await expect(page.locator("guerdon-earn")).to_have_text("")
