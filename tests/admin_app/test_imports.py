"""Import of balances in the admin app: tried, booked in parts, refused rows, begun anew (R15.4)."""

from pathlib import Path
from typing import Any, cast

import pytest
from playwright.async_api import Browser, Page, Route, expect

from tests.admin_app.office import PHONE, Office, check_access, check_width

pytestmark = pytest.mark.asyncio(loop_scope="module")

PUT = """mutation {
  customerPut(input: {id: "ivy", websiteCode: "eu", email: "ivy@example.com"}) {
    userErrors { message }
  }
}"""
BALANCE = '{ customer(id: "ivy") { account(websiteCode: "eu") { balance } } }'
FILES = "{ balanceFiles { fileName rowsDone imported refused finishedAt } }"


def balance(office: Office) -> int:
    return int(office.backend(BALANCE)["customer"]["account"]["balance"])


def name_of_website(office: Office) -> str:
    websites = office.backend("{ websites { code name } }")["websites"]
    return next(str(each["name"]) for each in websites if each["code"] == "eu")


def long_file(folder: Path) -> Path:
    """Return a file of 2,402 rows, 2 of which can't be; a comment has two lines."""
    rows = ["ivy,1,"] * 2_400
    rows[10] = 'ivy,1,"of two\nlines, and ""quoted"""'
    rows[1_500:1_500] = ["nobody,5,=1+1", "ivy,many,"]
    path = folder / "old shop.csv"
    path.write_text("\n".join(["customerId,points,comment", *rows]))
    return path


async def choose(page: Page, path: Path, website: str) -> None:
    async with page.expect_file_chooser() as chooser:
        await page.get_by_role("button", name="File", exact=True).click()
    await (await chooser.value).set_files(path)
    await page.get_by_role("combobox", name="Website").click()
    await page.get_by_role("option", name=website, exact=True).click()


async def test_a_long_file_is_tried_cut_off_and_gone_on_with_without_a_row_twice(
    office: Office, browser: Browser, tmp_path: Path
) -> None:
    office.backend(PUT)
    before = balance(office)
    path = long_file(tmp_path)
    website = name_of_website(office)
    sent = 0

    async def break_off(route: Route) -> None:
        nonlocal sent
        asked = cast("dict[str, Any]", route.request.post_data_json)
        is_part = asked["query"].startswith("mutation ImportPart")
        books = is_part and not asked["variables"]["input"]["dryRun"]
        sent += books
        await (route.abort() if books and sent == 2 else route.continue_())

    async with office.visit(browser, "/imports", allowed=("ERR_FAILED",)) as page:
        await page.route("**/graphql/admin", break_off)
        await page.get_by_role("button", name="Try it").click()
        await expect(page.get_by_text("Choose a file first.")).to_be_visible()
        await choose(page, path, website)
        await page.get_by_role("button", name="Try it").dblclick()
        await expect(page.get_by_text("2,400 of 2,402 rows can be imported")).to_be_visible()
        assert sent == 0
        refused = page.get_by_role("table", name="Refused rows")
        await expect(refused.locator("tbody tr").first).to_contain_text("1503")
        await check_access(page)
        assert balance(office) == before

        await page.get_by_role("button", name="Import 2,400 rows").click()
        await expect(page.get_by_text("Begin again to go on")).to_be_visible()
        assert balance(office) == before + 1_000
        await page.reload()
        await choose(page, path, website)
        await page.get_by_role("button", name="Try it").click()
        await page.get_by_role("button", name="Import 2,400 rows").click()
        await expect(page.get_by_text("2,400 of 2,402 rows are imported")).to_be_visible()
        async with page.expect_download() as download:
            await page.get_by_role("button", name="Download them as CSV").click()
        saved = tmp_path / "refused.csv"
        await (await download.value).save_as(saved)
        await expect(page.get_by_role("table", name="Imported files")).to_contain_text("Finished")

        assert balance(office) == before + 2_400
        lines = saved.read_text(encoding="utf-8-sig").splitlines()
        assert lines[0] == "line,field,code,message,customerId,points,comment"
        assert [line.split(",")[:2] for line in lines[1:]] == [
            ["1503", "customerId"],
            ["1504", "points"],
        ]
        assert "'=1+1" in lines[1]

        await page.reload()
        await choose(page, path, website)
        await page.get_by_role("button", name="Try it").click()
        await expect(page.get_by_text("was imported at")).to_be_visible()
    assert balance(office) == before + 2_400
    (file,) = office.backend(FILES)["balanceFiles"]
    assert file.pop("finishedAt")
    assert file == {"fileName": "old shop.csv", "rowsDone": 2402, "imported": 2400, "refused": 2}


async def test_a_phone_in_swedish_in_the_dark_brings_adobes_table(
    office: Office, browser: Browser, tmp_path: Path
) -> None:
    """A file that is no text in the encoding is refused before anything is sent."""
    office.backend(PUT)
    before = balance(office)
    table = tmp_path / "reward.tsv"
    table.write_text("customer_id\twebsite_id\tpoints_balance\nivy\t3\t7\n")
    broken = tmp_path / "broken.csv"
    broken.write_bytes(b"customerId,points\nivy,1\n\xff\xfe\xff\n")

    async with office.visit(
        browser, "/imports", language="sv", viewport=PHONE, color_scheme="dark"
    ) as page:
        for path in (broken, table):
            async with page.expect_file_chooser() as chooser:
                await page.get_by_role("button", name="Fil", exact=True).click()
            await (await chooser.value).set_files(path)
            if path is broken:
                await page.get_by_role("button", name="Prova").click()
                await expect(page.get_by_text("kan inte läsas som text")).to_be_visible()
        await page.get_by_role("combobox", name="Format").click()
        await page.get_by_role("option", name="Adobe Commerce").click()
        await page.get_by_label("Webbplatsernas nummer").fill("3=eu")
        box = await page.get_by_role("button", name="Prova").bounding_box()
        assert box is not None
        for _ in range(2):  # so short a file is tried between the two clicks of a double one
            await page.mouse.click(box["x"] + 10, box["y"] + 10)
            await expect(page.get_by_role("button", name="Importera 1 rad")).to_be_visible()
            await expect(page.get_by_text("Inget är bokfört än.")).to_be_visible()
        assert balance(office) == before
        await page.get_by_role("button", name="Importera 1 rad").click()
        await expect(page.get_by_text("1 av 1 rader är importerade")).to_be_visible()
        await check_width(page)
        await check_access(page)
    assert balance(office) == before + 7
