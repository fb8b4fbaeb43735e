"""A visit of the demo shop in Chromium: its console stays empty, and nothing goes elsewhere."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Browser, Page, Request, expect

from tests.storefront_kit.chromium import MOST_MS
from tests.storefront_kit.shop import Shop
from tests.storefront_kit.visit import settle, violations

PHONE = {"width": 375, "height": 800}
DESKTOP = {"width": 1440, "height": 900}


@asynccontextmanager
async def shopping(
    browser: Browser,
    shop: Shop,
    *,
    allowed: tuple[str, ...] = (),
    **options: Any,  # noqa: ANN401 - what Playwright takes
) -> AsyncIterator[Page]:
    """Open the demo shop; `allowed` are parts of messages in the console that a test is about."""
    options = {"viewport": DESKTOP, "locale": "en", "reduced_motion": "reduce", **options}
    context = await browser.new_context(**options)
    context.set_default_timeout(MOST_MS)
    wrong: list[str] = []
    here = urlsplit(shop.url).netloc

    def watch(request: Request) -> None:
        if urlsplit(request.url).netloc not in (here, ""):
            wrong.append(f"a request to elsewhere: {request.url}")

    context.on("console", lambda message: wrong.append(message.text))
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    context.on("request", watch)
    page = await context.new_page()
    try:
        await page.goto(f"{shop.url}/demo")
        await expect(page.get_by_role("link", name="Cast iron teapot")).to_be_attached()
        yield page
        heard = [one for one in wrong if not any(part in one for part in allowed)]
        assert not heard, heard
    finally:
        await context.close()


async def look(page: Page) -> None:
    """Wait for the kit's answers; assert that axe finds nothing and that nothing sticks out."""
    await settle(page)
    await expect(page.locator("main")).to_have_attribute("aria-busy", "false")
    found = await violations(page)
    assert not found, found
    root = "document.documentElement"
    assert await page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth")


async def sign_in(page: Page, name: str) -> None:
    """Sign in by the list of customers."""
    await page.locator(".who > button").click()
    await page.get_by_role("dialog").get_by_role("button", name=name).click()
    await expect(page.locator(".who > button")).to_contain_text(name)
