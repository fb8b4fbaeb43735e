"""The admin app's shell, as who uses it meets it: signing in, language, light."""

import pytest
from playwright.async_api import Browser, expect

from tests.admin_app.office import Office, check_access, settle
from tests.storefront_kit.shop import admin_token

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_pasted_token_lets_one_in_and_a_wrong_one_does_not(
    office: Office, browser: Browser
) -> None:
    async with office.visit(browser, "/", signed_in=False) as page:
        await check_access(page)
        await page.get_by_label("Token").first.fill("nonsense")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("This token is not accepted")).to_be_visible()

        await page.get_by_label("Token").first.fill(admin_token("admin"))
        await page.keyboard.press("Enter")

        await expect(page.get_by_role("navigation", name="Main navigation")).to_be_visible()
        await page.reload()
        await settle(page)
        await expect(page.get_by_role("navigation", name="Main navigation")).to_be_visible()
        assert await page.evaluate("localStorage.length") == 0 or "eyJ" not in await page.evaluate(
            "JSON.stringify(localStorage)"
        )
