"""Health and the audit log in the admin app, as who looks after the shop uses them."""

import pytest
from playwright.async_api import Browser, expect

from tests.admin_app.office import PHONE, Office, check_access, check_width

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_who_looks_after_the_shop_sees_how_it_is(office: Office, browser: Browser) -> None:
    """The books are checked, the jobs are shown, and one is run."""
    async with office.visit(browser, "/health") as page:
        await page.get_by_role("button", name="Check the books").click()
        await expect(page.get_by_text("The books are right: 13 accounts checked.")).to_be_visible()
        await check_access(page)

        await page.get_by_role("button", name="Run now: Expire points").click()

        await expect(page.get_by_text("0 items processed.")).to_be_visible()


async def test_an_outbox_without_a_mail_server_says_why_mail_waits(
    office: Office, browser: Browser
) -> None:
    """R11.3."""
    async with office.visit(browser, "/mail/outbox", language="sv", viewport=PHONE) as page:
        await expect(page.get_by_text("Ingen e-postserver är inställd")).to_be_visible()
        await check_width(page)
        await check_access(page)


async def test_health_on_a_phone_in_the_dark_without_the_right_to_run_jobs(
    office: Office, browser: Browser
) -> None:
    async with office.visit(
        browser, "/health", "reports:read", language="de", viewport=PHONE, color_scheme="dark"
    ) as page:
        await expect(page.get_by_role("heading", name="Hintergrundaufgaben")).to_be_visible()
        await expect(page.get_by_role("button", name="Jetzt ausführen")).to_have_count(0)
        await expect(page.get_by_role("button", name="Bücher prüfen")).to_have_count(0)
        await check_access(page)
        await check_width(page)


async def test_a_command_is_found_by_who_gave_it_and_what_it_is_about(
    office: Office, browser: Browser
) -> None:
    """Filters and pages are in the address: a page can be reloaded, shared and gone back to."""
    office.give("ada", 7)
    async with office.visit(browser, "/audit", "reports:read") as page:
        rows = page.locator("tbody tr")
        await expect(rows).to_have_count(25)
        await page.get_by_role("button", name="Next page").click()
        await expect(page.get_by_role("button", name="First page")).to_be_enabled()
        await page.go_back()
        await expect(page.get_by_role("button", name="First page")).to_be_disabled()

        await page.get_by_label("By", exact=True).fill("shop")
        await page.keyboard.press("Enter")
        await page.get_by_label("About").fill("ada")
        await page.keyboard.press("Enter")

        await expect(rows).to_have_count(1)
        await expect(rows).to_contain_text("pointsAdjust")
        await page.reload()
        await expect(rows).to_have_count(1)
        await check_access(page)
        await page.get_by_label("From").fill("2999-01-01")
        await expect(page.get_by_text("Nothing found")).to_be_visible()
        await page.get_by_role("button", name="Clear").click()
        await expect(rows).to_have_count(25)
