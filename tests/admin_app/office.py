"""The office: a server with the sample shop in it, as the merchant's team meets it in a browser."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Browser, Page, Request, expect

from tests.faults.running_shop import RunningShop, environment_of, running_shop
from tests.storefront_kit.chromium import MOST_MS
from tests.storefront_kit.shop import Shop, admin_token
from tests.storefront_kit.visit import violations

PHONE = {"width": 375, "height": 760}
DESKTOP = {"width": 1280, "height": 860}


class Office(Shop):
    """A running server with the sample shop; `backend` gives commands as its programs do."""

    @asynccontextmanager
    async def visit(
        self,
        browser: Browser,
        path: str = "/",
        *scopes: str,
        language: str = "en",
        allowed: tuple[str, ...] = (),
        signed_in: bool = True,
        elsewhere: str = "",
        **options: Any,  # noqa: ANN401 - what Playwright takes
    ) -> AsyncIterator[Page]:
        """Open a page of the app, signed in with scopes (all of them without any).

        Whatever the console says on our pages fails the test, and so does a request of theirs to
        another place than `elsewhere`; `allowed` are parts of messages that a test is about.
        `color_scheme="dark"`, `viewport=PHONE`.
        """
        options = {"viewport": DESKTOP, "locale": language, "reduced_motion": "reduce", **options}
        context = await browser.new_context(**options)
        context.set_default_timeout(MOST_MS)
        page = await context.new_page()
        wrong: list[str] = []

        def hear(*problems: str) -> None:
            if page.url.startswith((self.url, "about:")):
                wrong.extend(problems)

        page.on("console", lambda message: hear(message.text))
        page.on("pageerror", lambda error: hear(str(error)))
        page.on("request", lambda request: hear(*self._foreign(request, elsewhere)))
        token = f"#token={admin_token(*(scopes or ('admin',)))}" if signed_in else ""
        try:
            await page.goto(f"{self.url}/admin{path}{token}")
            await settle(page)
            yield page
            heard = [one for one in wrong if not any(part in one for part in allowed)]
            assert not heard, heard
        finally:
            await context.close()

    def _foreign(self, request: Request, elsewhere: str) -> list[str]:
        known = {urlsplit(self.url).netloc, urlsplit(elsewhere).netloc}
        address = urlsplit(request.url)
        if address.scheme in {"data", "blob"} or address.netloc in known:
            return []
        return [f"a request to elsewhere: {request.url}"]


def seed(database_url: str) -> None:
    """Load the sample shop into a migrated database."""
    seeded = RunningShop("", environment_of(database_url), []).command("seed")
    assert seeded.returncode == 0, seeded.stderr


@contextmanager
def open_office(database_url: str, settings: Mapping[str, str] | None = None) -> Iterator[Office]:
    """Run a server on a database with the sample shop in it."""
    with running_shop(database_url, settings) as (shop,):
        yield Office(shop.url)


async def settle(page: Page) -> None:
    """Wait until the page has a heading and nothing waits for an answer."""
    await expect(page.locator("h1").first).to_be_visible()
    await expect(page.locator("[aria-busy=true]")).to_have_count(0)


async def check_access(page: Page) -> None:
    """Need a page that axe-core finds nothing serious in, once it has stopped moving."""
    await settle(page)
    await asyncio.sleep(0.1)  # what still fades in has too little contrast
    found = await violations(page)
    assert not found, found


async def check_width(page: Page) -> None:
    """Need a page that does not scroll sideways."""
    wide = await page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wide <= 0, f"{wide} px too wide"
