"""The admin app's shell, as who uses it meets it: signing in, finding the way, language, light."""

import re

import pytest
from playwright.async_api import Browser, expect

from tests.admin_app.office import PHONE, Office, check_access, check_width, settle
from tests.storefront_kit.shop import admin_token

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_pasted_token_lets_one_in_and_a_wrong_one_does_not(
    office: Office, browser: Browser
) -> None:
    """R12.2: the token is kept for the tab alone, and signing out forgets it."""
    async with office.visit(browser, "/audit", signed_in=False) as page:
        await check_access(page)
        await page.get_by_label("Token").first.fill("nonsense")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("This token is not accepted")).to_be_visible()

        await page.get_by_label("Token").first.fill(admin_token("admin"))
        await page.keyboard.press("Enter")

        await expect(page.get_by_role("heading", name="Audit log")).to_be_visible()
        await page.reload()
        await expect(page.get_by_role("heading", name="Audit log")).to_be_visible()
        assert await page.evaluate("Object.values(localStorage).join().includes('eyJ')") is False
        await page.get_by_role("button", name="Account").click()
        await expect(page.get_by_text("Signed in as shop")).to_be_visible()
        await check_access(page)
        await page.get_by_role("button", name="Sign out").click()
        await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
        assert await page.evaluate("sessionStorage.length") == 0


async def test_a_link_signs_in_whoever_is_signed_out_and_changes_no_session(
    office: Office, browser: Browser
) -> None:
    """R12.2: pasted into the open sign-in page, too; a link from elsewhere makes nobody another."""
    async with office.visit(browser, "/audit", signed_in=False) as page:
        session = "sessionStorage.getItem('guerdon admin session')"
        await page.goto(f"{office.url}/admin/audit#token={admin_token('reports:read')}")
        await expect(page.get_by_role("heading", name="Audit log")).to_be_visible()
        await expect(page).to_have_url(f"{office.url}/admin/audit")
        kept = await page.evaluate(session)

        for path in ("audit", "health"):  # without loading the page, and with it
            await page.goto(f"{office.url}/admin/{path}#token={admin_token('admin')}")

            await expect(page).to_have_url(f"{office.url}/admin/{path}")
            assert await page.evaluate(session) == kept


async def test_the_way_through_the_app_by_keyboard(office: Office, browser: Browser) -> None:
    """Past the navigation, and to each new page's heading; the window is named after it."""
    async with office.visit(browser, "/") as page:
        assert "#" not in page.url
        await page.keyboard.press("Tab")
        await expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(page.locator("main")).to_be_focused()

        await page.get_by_role("link", name="Health").focus()
        await page.keyboard.press("Enter")

        await expect(page.get_by_role("heading", name="Health", level=1)).to_be_focused()
        await expect(page).to_have_title("Health · Guerdon")
        link = page.get_by_role("link", name="Health")
        await expect(link).to_have_attribute("aria-current", "page")


async def test_a_chosen_language_and_light_are_kept(office: Office, browser: Browser) -> None:
    async with office.visit(browser, "/audit", language="sv") as page:
        await expect(page.get_by_role("heading", name="Logg")).to_be_visible()
        await page.get_by_role("button", name="Språk: Svenska").click()
        await page.get_by_role("menuitem", name="Deutsch").click()
        await expect(page.get_by_role("heading", name="Protokoll")).to_be_visible()
        await page.get_by_role("button", name=re.compile("Darstellung")).click()
        await page.get_by_role("menuitem", name="Dunkel").click()

        await page.reload()

        await expect(page.get_by_role("heading", name="Protokoll")).to_be_visible()
        assert await page.evaluate("document.documentElement.lang") == "de"
        dark = page.locator("html[data-mantine-color-scheme=dark]")
        await expect(dark).to_have_count(1)
        await check_access(page)


async def test_a_phone_shows_only_what_the_token_allows(office: Office, browser: Browser) -> None:
    """R12.2."""
    async with office.visit(browser, "/audit", "customers:read", viewport=PHONE) as page:
        await expect(page.get_by_text("Your account may not see this page.")).to_be_visible()
        await check_width(page)
        await page.get_by_role("button", name="Menu").click()
        await expect(page.get_by_role("link", name="Audit log")).to_have_count(0)
        await check_access(page)
        await page.goto(f"{office.url}/admin/nowhere")
        await expect(page.get_by_role("heading", name="Not found")).to_be_visible()


async def test_a_session_that_ends_is_taken_up_where_it_was(
    office: Office, browser: Browser
) -> None:
    """A token that is refused signs out, and says so; a server that is away can be tried again."""
    async with office.visit(browser, "/audit?actor=shop", allowed=("ERR_FAILED",)) as page:
        await page.route("**/graphql/admin", lambda route: route.abort())
        await page.get_by_role("link", name="Health").click()
        await expect(page.get_by_text("The server can't be reached.")).to_be_visible()
        await page.unroute("**/graphql/admin")
        await page.get_by_role("button", name="Try again").click()
        await expect(page.get_by_role("heading", name="Background jobs")).to_be_visible()

        await page.evaluate(
            "sessionStorage.setItem('guerdon admin session', '{\"access\":\"old\"}')"
        )
        await page.goto(f"{office.url}/admin/audit?actor=shop")

        await expect(page.get_by_text("You are signed out.")).to_be_visible()
        await settle(page)
        await page.get_by_label("Token").first.fill(admin_token("admin"))
        await page.get_by_role("button", name="Sign in").click()
        await expect(page.get_by_role("heading", name="Audit log")).to_be_visible()
        assert page.url.endswith("/admin/audit?actor=shop")
