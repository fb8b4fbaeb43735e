"""The demo shop in Chromium: buying with points, a telephone in German, and time that passes."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.demo_shop.shopper import PHONE, look, shopping, sign_in
from tests.storefront_kit.shop import Shop
from transport.pages.built import BUILT

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(
        not (BUILT / "demo" / "index.html").exists(),
        reason="THE DEMO SHOP IS NOT TESTED: it is not built, for want of Node; run make web",
    ),
]


async def open_place(page: Page, name: str) -> None:
    await page.get_by_role("navigation").get_by_role("link", name=name).click()


async def add(page: Page, name: str) -> None:
    await page.get_by_role("button", name=f"Add to cart {name}").click()
    await expect(page.get_by_role("status").filter(has_text="is in your cart")).to_be_visible()


async def test_a_guest_becomes_ada_and_pays_with_points(shop: Shop, browser: Browser) -> None:
    async with shopping(browser, shop) as page:
        await _see_what_signing_in_earns(page)
        await _review_a_product_and_take_it(page)
        await _choose_points_by_keyboard(page)
        await _pay_after_a_payment_that_failed(page)
        await _be_the_staff(page)
        await _look_at_what_was_sent(page)


async def _see_what_signing_in_earns(page: Page) -> None:
    await expect(page.locator(".card").first).to_contain_text("Earn 245 points.")
    await add(page, "Stoneware cup")
    await open_place(page, "Cart")
    await expect(page.locator("guerdon-earn")).to_contain_text("Sign in and earn 60 points")
    await look(page)
    await page.get_by_role("button", name="Shop as Ada").click()
    await expect(page.get_by_role("link", name="My points: 602 points")).to_be_visible()
    await expect(page.locator("guerdon-earn")).to_contain_text("Earn 96 points")


async def _review_a_product_and_take_it(page: Page) -> None:
    await open_place(page, "All goods")
    await page.get_by_role("link", name="Bamboo whisk").click()
    await expect(page.locator("guerdon-earn")).to_contain_text("Earn 168 points.")
    await page.get_by_role("button", name="Write a review").click()
    await expect(page.get_by_role("link", name="My points: 627 points")).to_be_visible()
    await add(page, "Bamboo whisk")
    await look(page)


async def _choose_points_by_keyboard(page: Page) -> None:
    """Choose by keyboard and by button; what the cart comes to is the API's."""
    await open_place(page, "Cart, 2")
    slider = page.get_by_role("slider", name="Points to use")
    total = page.locator("dl .total dd")
    await slider.focus()
    await page.keyboard.press("End")
    await expect(slider).to_have_attribute("aria-valuetext", "600 points, $6.00 off")
    await expect(total).to_have_text("$29.14")
    await page.keyboard.press("Home")
    await expect(total).to_have_text("$35.14")
    await page.get_by_role("button", name="As many as possible").click()
    await expect(total).to_have_text("$29.14")
    await look(page)


async def _pay_after_a_payment_that_failed(page: Page) -> None:
    to_payment = page.get_by_role("button", name="Go to payment")
    dialog = page.get_by_role("dialog", name="Payment")
    await to_payment.click()
    await expect(dialog).to_contain_text("600 points are kept for this payment until")
    await look(page)
    await page.keyboard.press("Escape")
    await expect(to_payment).to_be_focused()
    await to_payment.click()
    await dialog.get_by_role("button", name="Let the payment fail").click()
    await expect(page.get_by_text("The payment failed.")).to_be_visible()
    await to_payment.click()
    await dialog.get_by_role("button", name="Pay $29.14").click()
    await expect(page.get_by_role("heading", name="Order ")).to_be_focused()
    await expect(page.get_by_role("link", name="My points: 27 points")).to_be_visible()


async def _be_the_staff(page: Page) -> None:
    """Points come once the order is invoiced, and go back with the goods."""
    await page.get_by_role("button", name="Ship and invoice it").click()
    await expect(page.get_by_role("link", name="My points: 243 points")).to_be_visible()
    await expect(page.locator(".summary")).to_contain_text("Points earned216")
    await look(page)
    await page.get_by_role("button", name="Take it back and refund it").click()
    await expect(page.get_by_role("link", name="My points: 627 points")).to_be_visible()


async def _look_at_what_was_sent(page: Page) -> None:
    """Read the browser's calls and the backend's; open one in GraphiQL, signed in."""
    await expect(page.locator(".call.backend").first).to_contain_text("RefundOrder")
    call = page.locator(".call.storefront", has_text="HoldPoints").first
    await call.locator("summary").click()
    await expect(call.locator("pre").first).to_contain_text("holdRewardPointsForCart(cartId:$cart")
    await look(page)
    async with page.context.expect_page() as opened:
        await call.get_by_role("button", name="Open in GraphiQL").click()
    graphiql = await opened.value
    await expect(graphiql.get_by_text("HoldPoints").first).to_be_visible()
    await expect(graphiql.get_by_text("ada,")).to_be_visible()


async def test_points_move_while_the_customer_watches_and_pay_for_a_cup(
    shop: Shop, browser: Browser
) -> None:
    async with shopping(browser, shop) as page:
        await sign_in(page, "Dmitri Sokolov")
        await open_place(page, "Account")
        chip = page.locator(".chip")
        before = await chip.inner_text()
        shop.give("dmitri", 2_000)  # as the admin app in another tab does
        await expect(chip).not_to_have_text(before)
        await expect(page.locator("guerdon-history")).to_contain_text("Updated by admin")
        await page.get_by_role("checkbox", name="Before points expire").uncheck()
        await look(page)

        await open_place(page, "All goods")
        await add(page, "Stoneware cup")
        await open_place(page, "Cart")
        await page.get_by_role("button", name="Pay for what has a price in points").click()
        await expect(page.locator(".lines")).to_contain_text("1,200 points pay for this")
        await page.get_by_role("button", name="One Stoneware cup fewer").click()
        await expect(page.locator("main")).to_contain_text("Your cart is empty.")


async def test_on_a_telephone_in_german_and_in_the_dark_points_mature(
    shop: Shop, browser: Browser
) -> None:
    async with shopping(browser, shop, viewport=PHONE, color_scheme="dark") as page:
        await page.get_by_role("combobox").select_option("de")
        await expect(page.get_by_role("heading", level=1)).to_contain_text("Jede Tasse")
        await look(page)
        await sign_in(page, "Greta Lindqvist")
        await expect(page.locator(".card").first).to_contain_text("Bringt 196 Punkte.")
        await expect(page.locator(".card").first).to_contain_text("49,00")
        await open_place(page, "Konto")
        balance = page.locator("guerdon-balance")
        await expect(balance).to_contain_text("320 Punkte")
        await expect(balance).to_contain_text("208 Punkte unterwegs")
        await expect(page.locator(".rows")).to_contain_text("000002006")
        await look(page)

        await page.get_by_role("button", name="→ Punkte reifen").click()
        await expect(balance).to_contain_text("528 Punkte")
        await page.get_by_role("button", name="Was der Shop gesendet hat").click()
        await expect(page.get_by_role("complementary")).to_contain_text("NightlyJobs")
        await look(page)
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("complementary")).to_have_count(0)


async def test_a_customer_is_warned_before_points_expire_and_then_they_are_gone(
    shop: Shop, browser: Browser
) -> None:
    async with shopping(browser, shop) as page:
        await sign_in(page, "Elif Demir")
        await open_place(page, "Account")
        today = page.locator(".today")
        before = await today.inner_text()
        await page.get_by_role("button", name="Warning before points expire").click()
        await expect(today).not_to_have_text(before)
        warning = page.locator(".mail").first
        await expect(warning).to_contain_text("use them by")
        balance = page.locator("guerdon-balance .number")
        had = await balance.inner_text()

        await page.get_by_role("button", name="→ Points expire").click()
        await expect(page.locator("guerdon-history")).to_contain_text("Expired")
        await expect(balance).not_to_have_text(had)
        await expect(page.locator(".mail").last).to_contain_text("use them by")
