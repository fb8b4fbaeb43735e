"""Pictures of the admin app for the docs: `make pictures` takes them anew, in Chromium.

Each is of the real server with the sample shop. They are looked at before they are committed.
"""

import asyncio
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.admin_app.office import PHONE, Office, open_office, seed
from tests.new_database import new_database
from tests.storefront_kit.chromium import running_chromium

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
_DESKTOP = {"width": 1280, "height": 800}


@dataclass(frozen=True, slots=True)
class Picture:
    """A page of the app as somebody sees it."""

    name: str
    path: str
    language: str = "en"
    scheme: str = "light"
    is_phone: bool = False


PICTURES_TAKEN = (
    Picture("customer", "/customers/ada"),
    Picture("order", "/orders/1011"),
    Picture("finance", "/finance/liability", scheme="dark"),
    Picture("phone", "/customers/hana", language="de", is_phone=True),
)


async def take_pictures(office: Office, folder: Path) -> None:
    """Write all pictures into a folder."""
    async with running_chromium() as browser:
        for picture in PICTURES_TAKEN:
            async with office.visit(
                browser,
                picture.path,
                language=picture.language,
                viewport=PHONE if picture.is_phone else _DESKTOP,
                color_scheme=picture.scheme,
            ) as page:
                await page.screenshot(path=folder / f"admin-{picture.name}.png")


def main() -> None:
    """Take the pictures."""
    with tempfile.TemporaryDirectory() as folder:
        url = new_database(folder)
        seed(url)
        with open_office(url, {"GUERDON_SANDBOX": "1"}) as office:
            asyncio.run(take_pictures(office, PICTURES))


if __name__ == "__main__":
    main()
