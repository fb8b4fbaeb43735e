"""A customer's visit of a page: opened in Chromium, and nothing may go wrong in its console."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Browser, Page

from tests.clients.node_script import PACKAGES
from tests.storefront_kit.chromium import MOST_MS

_AXE = PACKAGES / "axe-core" / "axe.min.js"
_LOADED = """() => [...document.querySelectorAll('*')]
  .filter((one) => one.localName.startsWith('guerdon-'))
  .every((one) => one.shadowRoot?.querySelector('.box')
    && !one.shadowRoot.querySelector('[aria-busy]'))"""


@asynccontextmanager
async def visit(
    browser: Browser,
    url: str,
    *,
    allowed: tuple[str, ...] = (),
    cookies: Mapping[str, str] | None = None,
    **options: Any,  # noqa: ANN401 - what Playwright takes
) -> AsyncIterator[Page]:
    """Open a page and wait until its elements have their answers.

    `allowed` are parts of messages in the console that a test is about; all others fail it.
    """
    context = await browser.new_context(**options)
    context.set_default_timeout(MOST_MS)
    for name, value in (cookies or {}).items():
        await context.add_cookies([{"name": name, "value": value, "url": url}])
    page = await context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    try:
        await page.goto(url)
        await settle(page)
        yield page
        wrong = [one for one in said if not any(part in one for part in allowed)]
        assert not wrong, wrong
    finally:
        await context.close()


async def settle(page: Page) -> None:
    """Wait until no element waits for an answer."""
    await become(page, _LOADED)


async def become(page: Page, condition: str) -> None:
    """Wait until a script is true; the page's policy forbids what Playwright would wait with."""
    async with asyncio.timeout(MOST_MS / 1_000):
        while not await page.evaluate(condition):  # noqa: ASYNC110 - the page has no event for it
            await asyncio.sleep(0.02)


async def violations(page: Page) -> list[str]:
    """Return what axe-core finds wrong, also within the elements."""
    await page.evaluate(_AXE.read_text(encoding="utf-8"))
    found = await page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in found["violations"]
        for node in one["nodes"]
    ]
