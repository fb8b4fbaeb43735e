"""Pictures of the storefront kit for the docs: `make pictures` takes them anew, in Chromium.

Each is of the real server with the sample shop. They are looked at before they are committed.
"""

import asyncio
import tempfile
from pathlib import Path

from playwright.async_api import Browser

from tests.new_database import new_database
from tests.storefront_kit.chromium import running_chromium
from tests.storefront_kit.looks import LOOKS, Look, page_of, rich_customer
from tests.storefront_kit.shop import Shop, open_shop
from tests.storefront_kit.site import KIT, Site, running_site
from tests.storefront_kit.visit import settle, visit

PICTURES = KIT.parents[1] / "docs" / "pictures"
_RICH = Look("most-points", width=375)
_EMPTY = Look("empty", width=375)


async def take_pictures(shop: Shop, site: Site, folder: Path) -> None:
    """Write all pictures into a folder."""
    async with running_chromium() as browser:
        for look in LOOKS[:4]:
            cart = shop.put_cart(f"picture-{look.name}", "ada")
            await _take(browser, page_of(site, look, "ada", cart), look, folder)
        await _take(browser, page_of(site, _RICH, *rich_customer(shop)), _RICH, folder)
        beginner = shop.put_customer("beginner")
        cart = shop.put_cart("picture-empty", beginner)
        await _take(browser, page_of(site, _EMPTY, beginner, cart), _EMPTY, folder)
        guest = site.page(
            '<guerdon-balance></guerdon-balance><guerdon-slider cart-id="g"></guerdon-slider>'
            '<guerdon-earn cart-id="g"></guerdon-earn><guerdon-history></guerdon-history>',
            settings={},
        )
        shop.put_cart("g", None)
        await _take(browser, guest, Look("guest", width=375), folder)
        await _take_without_network(browser, page_of(site, _EMPTY, "ada", cart), folder)


async def _take(browser: Browser, url: str, look: Look, folder: Path) -> None:
    viewport = {"width": look.width, "height": 300}
    async with visit(browser, url, viewport=viewport, color_scheme=look.scheme) as page:
        button = page.locator("guerdon-slider button").first
        if await button.count():
            await button.click()
            await page.mouse.move(0, 0)
            await settle(page)
            await page.wait_for_timeout(300)
        await page.screenshot(path=folder / f"kit-{look.name}.png", full_page=True)


async def _take_without_network(browser: Browser, url: str, folder: Path) -> None:
    viewport = {"width": 375, "height": 300}
    async with visit(browser, url, allowed=("net::ERR_FAILED",), viewport=viewport) as page:
        await page.route("**/graphql", lambda route: route.abort())
        await page.reload()
        await settle(page)
        await page.screenshot(path=folder / "kit-no-network.png", full_page=True)


def main() -> None:
    """Take the pictures."""
    with tempfile.TemporaryDirectory() as folder, running_site() as site:
        url = new_database(folder)
        with open_shop(url, site.url) as shop:
            site.api = shop.url
            asyncio.run(take_pictures(shop, site, PICTURES))


if __name__ == "__main__":
    main()
