"""The kit's elements in Chromium, in a page of another origin, against the real server (R13.1)."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.storefront_kit.shop import Shop, customer_token
from tests.storefront_kit.site import Site
from tests.storefront_kit.visit import become, settle, visit

pytestmark = pytest.mark.asyncio(loop_scope="module")

_APPLIED = """query ($cart: String!) {
  cart(cart_id: $cart) { applied_reward_points { points } }
}"""

_SUBSCRIPTIONS = """{
  customer {
    reward_points {
      subscription_status { balance_updates points_expiration_notifications }
    }
  }
}"""


def applied(shop: Shop, customer: str, cart: str) -> int:
    """Return the points that a cart has, as the API says."""
    answer = shop.storefront(customer_token(customer), _APPLIED, cart=cart)
    found = answer["cart"]["applied_reward_points"]
    return int(found["points"]) if found else 0


def slider_page(site: Site, customer: str, cart: str, more: str = "") -> str:
    return site.page(
        f'<guerdon-slider cart-id="{cart}"></guerdon-slider>{more}',
        settings={"tokens": [customer_token(customer)]},
    )


async def last_total(page: Page) -> float:
    total: float = await page.evaluate("told.carts.at(-1).prices.grand_total.value")
    return total


async def test_the_balance_says_points_worth_and_what_expires(site: Site, browser: Browser) -> None:
    url = site.page(
        "<guerdon-balance></guerdon-balance>", settings={"tokens": [customer_token("ada")]}
    )

    async with visit(browser, url) as page:
        balance = page.locator("guerdon-balance")
        await expect(balance.get_by_role("heading", name="Your points", level=2)).to_be_visible()
        await expect(balance).to_contain_text("602 points")
        await expect(balance).to_contain_text("worth $6.00")
        await expect(balance).to_contain_text("304 points are on their way")
        await expect(balance).to_contain_text("points expire on")


async def test_arrow_keys_move_the_slider_by_whole_steps_and_the_api_is_told(
    shop: Shop, site: Site, browser: Browser
) -> None:
    cart = shop.put_cart("keys", "ada")

    async with visit(browser, slider_page(site, "ada", cart)) as page:
        slider = page.get_by_role("slider", name="Points to use")
        await slider.focus()
        await page.keyboard.press("ArrowRight")
        await page.keyboard.press("ArrowRight")
        await expect(slider).to_have_attribute("aria-valuetext", "200 points, $2.00 off")

        assert await slider.input_value() == "200"
        assert applied(shop, "ada", cart) == 200
        await expect(page.get_by_role("status")).to_have_text(
            "200 points, $2.00 off. Left to pay: $47.00"
        )
        assert await last_total(page) == 47


async def test_end_is_the_api_s_maximum_and_home_takes_all_points_off(
    shop: Shop, site: Site, browser: Browser
) -> None:
    cart = shop.put_cart("ends", "ada")

    async with visit(browser, slider_page(site, "ada", cart)) as page:
        slider = page.get_by_role("slider")
        await slider.focus()
        await page.keyboard.press("End")
        await expect(slider).to_have_attribute("aria-valuetext", "600 points, $6.00 off")
        assert applied(shop, "ada", cart) == 600

        await page.keyboard.press("Home")
        await expect(slider).to_have_attribute("aria-valuetext", "0 points")
        await become(page, "told.carts.length === 2")
        assert applied(shop, "ada", cart) == 0


async def test_a_held_key_is_one_choice(shop: Shop, site: Site, browser: Browser) -> None:
    cart = shop.put_cart("held", "ada")

    async with visit(browser, slider_page(site, "ada", cart)) as page:
        await page.get_by_role("slider").focus()
        for _ in range(5):
            await page.keyboard.press("ArrowRight")
        await become(page, "told.carts.length > 0")
        await settle(page)

        assert await page.evaluate("told.carts.length") == 1
        assert applied(shop, "ada", cart) == 500


async def test_buttons_use_as_many_as_possible_and_none(
    shop: Shop, site: Site, browser: Browser
) -> None:
    cart = shop.put_cart("buttons", "ada", price="2.50")

    async with visit(browser, slider_page(site, "ada", cart)) as page:
        await page.get_by_role("button", name="As many as possible").click()
        # 2.50 take three steps of a dollar: the API knows that, the page does not compute it.
        await expect(page.get_by_role("slider")).to_have_attribute(
            "aria-valuetext", "300 points, $2.50 off"
        )
        await expect(page.locator("guerdon-slider")).to_contain_text("Left to pay: $0.00")

        await page.get_by_role("button", name="None").click()
        await expect(page.locator("guerdon-slider")).to_contain_text("Left to pay: $2.50")
        assert applied(shop, "ada", cart) == 0


async def test_points_that_went_meanwhile_are_said_and_the_slider_shows_what_is_so(
    shop: Shop, site: Site, browser: Browser
) -> None:
    cart = shop.put_cart("gone", shop.put_customer("spender"))
    shop.give("spender", 350)

    async with visit(browser, slider_page(site, "spender", cart)) as page:
        shop.give("spender", -200)
        slider = page.get_by_role("slider")
        await slider.focus()
        await page.keyboard.press("End")

        await expect(page.get_by_role("alert")).to_contain_text("points")
        await expect(slider).to_have_attribute("max", "200")
        assert await slider.input_value() == "0"
        assert await page.evaluate("told.errors") == ["refused"]


async def test_too_few_points_for_a_step_are_explained(
    shop: Shop, site: Site, browser: Browser
) -> None:
    cart = shop.put_cart("few", shop.put_customer("beginner"))

    async with visit(browser, slider_page(site, "beginner", cart)) as page:
        slider = page.locator("guerdon-slider")
        await expect(slider).to_contain_text("Points are used in steps of 100 points.")
        await expect(page.get_by_role("slider")).to_have_count(0)


async def test_what_the_slider_changes_the_earning_shows_without_asking(
    shop: Shop, site: Site, browser: Browser
) -> None:
    cart = shop.put_cart("earning", "ada")
    earn = f'<guerdon-earn cart-id="{cart}"></guerdon-earn>'

    async with visit(browser, slider_page(site, "ada", cart, more=earn)) as page:
        await expect(page.locator("guerdon-earn")).to_contain_text("Earn 392 points")
        requests: list[str] = []
        page.on("request", lambda request: requests.append(request.post_data or ""))
        await page.get_by_role("button", name="As many as possible").click()

        await expect(page.locator("guerdon-earn")).to_contain_text("Earn 344 points")
        assert len([one for one in requests if "query" in one]) == 1


async def test_a_guest_is_told_to_sign_in_and_what_it_would_earn(
    shop: Shop, site: Site, browser: Browser
) -> None:
    cart = shop.put_cart("of-a-guest", None)
    elements = (
        "<guerdon-balance></guerdon-balance><guerdon-history>"
        '<p slot="guest"><a href="/login">Join us</a></p></guerdon-history>'
        f'<guerdon-slider cart-id="{cart}"></guerdon-slider>'
        f'<guerdon-earn cart-id="{cart}"></guerdon-earn>'
    )

    async with visit(browser, site.page(elements, settings={})) as page:
        await expect(page.locator("guerdon-balance")).to_contain_text("Sign in to see your points.")
        await expect(page.get_by_role("link", name="Join us")).to_be_visible()
        await expect(page.locator("guerdon-slider")).to_contain_text("Sign in to pay with points.")
        await expect(page.locator("guerdon-earn")).to_contain_text("Sign in and earn 245 points")


async def test_all_products_of_a_page_are_asked_for_at_once(site: Site, browser: Browser) -> None:
    elements = "".join(
        f'<guerdon-earn sku="{sku}" price="{price}"></guerdon-earn>'
        for sku, price in (("TEAPOT", "49.00"), ("CUP", "12.00"), ("WHISK", "16.00"))
    )
    url = site.page(elements, settings={})

    asked = []
    async with visit(browser, url) as page:
        products = page.locator("guerdon-earn")
        await expect(products.nth(0)).to_contain_text("Earn 245 points.")
        await expect(products.nth(1)).to_contain_text("Or pay 1,200 points for it.")
        await expect(products.nth(2)).to_contain_text("Earn 120 points.")
        page.on("request", lambda request: asked.append(request.method))
        await page.evaluate("refresh()")
        await settle(page)
        await page.wait_for_timeout(50)

    assert asked.count("POST") == 1


async def test_the_history_comes_in_pages_and_keeps_the_reader_s_place(
    site: Site, browser: Browser
) -> None:
    url = site.page(
        '<guerdon-history page-size="3"></guerdon-history>',
        settings={"tokens": [customer_token("chloe")]},
    )

    async with visit(browser, url) as page:
        history = page.locator("guerdon-history")
        await expect(history.get_by_role("listitem")).to_have_count(3)
        await history.get_by_role("button", name="Show more").click()

        await expect(history.get_by_role("listitem")).to_have_count(6)
        place = "document.activeElement.shadowRoot.activeElement"
        assert await page.evaluate(f"[...{place}.parentElement.children].indexOf({place})") == 3


async def test_a_customer_without_a_past_sees_an_empty_history(
    site: Site, browser: Browser
) -> None:
    url = site.page(
        "<guerdon-history></guerdon-history><guerdon-balance></guerdon-balance>",
        settings={"tokens": [customer_token("nobody-yet")]},
    )

    async with visit(browser, url) as page:
        await expect(page.locator("guerdon-history")).to_contain_text("Nothing has happened yet.")
        await expect(page.locator("guerdon-balance")).to_contain_text("0 points")


async def test_a_live_balance_shows_points_that_the_shop_gives(
    shop: Shop, site: Site, browser: Browser
) -> None:
    url = site.page(
        "<guerdon-balance live></guerdon-balance>", settings={"tokens": [customer_token("ben")]}
    )

    async with visit(browser, url) as page:
        before = await page.locator("guerdon-balance .number").inner_text()
        shop.give("ben", 1_000)

        await expect(page.locator("guerdon-balance .number")).not_to_have_text(before)


async def test_a_customer_chooses_by_keyboard_which_mails_to_get(
    shop: Shop, site: Site, browser: Browser
) -> None:
    customer = shop.put_customer("subscriber")
    url = site.page(
        "<guerdon-subscriptions></guerdon-subscriptions>",
        settings={"tokens": [customer_token(customer)]},
    )

    async with visit(browser, url) as page:
        changes = page.get_by_role("checkbox", name="When my balance changes")
        expiry = page.get_by_role("checkbox", name="Before points expire")
        await expect(changes).to_be_checked()  # the sample shop subscribes everybody
        await changes.focus()
        await page.keyboard.press("Space")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Space")
        await expect(page.get_by_role("status")).to_have_text("Saved.")
        await become(
            page,
            "!document.querySelector('guerdon-subscriptions').shadowRoot.querySelector('[aria-busy]')",
        )
        assert subscriptions(shop, customer) == ["NOT_SUBSCRIBED", "NOT_SUBSCRIBED"]

        await changes.check()
        await become(page, "kit.subscriptions().then((now) => now.balance)")
        assert subscriptions(shop, customer) == ["SUBSCRIBED", "NOT_SUBSCRIBED"]
        await expect(expiry).not_to_be_checked()


async def test_a_subscription_that_is_not_saved_is_not_shown_as_if_it_were(
    shop: Shop, site: Site, browser: Browser
) -> None:
    url = site.page(
        "<guerdon-subscriptions></guerdon-subscriptions>",
        settings={"tokens": [customer_token(shop.put_customer("cut-off"))]},
    )

    async with visit(browser, url, allowed=("net::ERR_FAILED",)) as page:
        await page.route("**/graphql", lambda route: route.abort())
        await page.get_by_role("checkbox", name="Before points expire").click()

        await expect(page.get_by_role("alert")).to_contain_text("be reached")
        await expect(page.get_by_role("checkbox", name="Before points expire")).to_be_checked()


def subscriptions(shop: Shop, customer: str) -> list[str]:
    """Return what the API says of both mails."""
    answer = shop.storefront(customer_token(customer), _SUBSCRIPTIONS)
    return list(answer["customer"]["reward_points"]["subscription_status"].values())
