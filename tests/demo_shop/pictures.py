"""Picture of the demo shop for the docs: `make pictures` takes it anew, in Chromium.

It is looked at before it is committed.
"""

import asyncio
import tempfile
from pathlib import Path

from playwright.async_api import expect

from tests.demo_shop.shopper import shopping, sign_in
from tests.faults.running_shop import running_shop
from tests.new_database import new_database
from tests.storefront_kit.chromium import running_chromium
from tests.storefront_kit.shop import Shop
from tests.storefront_kit.visit import settle

_PICTURE = Path(__file__).parents[2] / "docs" / "pictures" / "demo-shop.png"


async def _take(shop: Shop) -> None:
    async with running_chromium() as browser, shopping(browser, shop) as page:
        await sign_in(page, "Ada Byron")
        for name in ("Cast iron teapot", "Bamboo whisk"):
            await page.get_by_role("button", name=f"Add to cart {name}").click()
            await expect(page.get_by_text(f"{name} is in your cart.")).to_be_visible()
        await page.get_by_role("link", name="Cart, 2").click()
        await page.get_by_role("button", name="As many as possible").click()
        await expect(page.locator(".summary .points")).to_contain_text("600")
        await settle(page)
        await page.mouse.move(0, 0)
        await page.screenshot(path=_PICTURE)


def main() -> None:
    """Take the picture."""
    with tempfile.TemporaryDirectory() as folder:
        url = new_database(folder)
        with running_shop(url, {"GUERDON_SANDBOX": "1"}) as (running,):
            assert running.command("seed").returncode == 0
            asyncio.run(_take(Shop(running.url)))


if __name__ == "__main__":
    main()
