"""Finance in the admin app: liability, activity and journal as the API says (R15.1-R15.3)."""

import csv
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.admin_app.office import PHONE, Office, check_access, check_width

pytestmark = pytest.mark.asyncio(loop_scope="module")

TOTALS = """{ liabilityTotals { points accounts worth { amount currency } }
  liability { websiteCode worth { currency } } websites { code name } }"""
LONG = "from=2020-01-01&to=2099-01-01"
# A shadow at each side, and what covers it at the ends.
SHADES_OF_WHAT_SCROLLS = """[...document.querySelectorAll("main *")]
  .filter((each) => each.scrollWidth > each.clientWidth)
  .map((each) => getComputedStyle(each))
  .filter((style) => style.overflowX === "auto")
  .map((style) => style.backgroundImage.split("linear-gradient").length - 1)"""
JOURNAL = """{ journalTotals(from: "2020-01-01T00:00:00Z", to: "2099-01-01T00:00:00Z") {
  websiteCode debit { amount } credit { amount }
} }"""


async def test_the_dashboard_shows_the_books_with_what_they_mean(
    office: Office, browser: Browser
) -> None:
    """Who may read reports sees all of it, and nothing of other rooms."""
    books = office.backend(TOTALS)
    totals = books["liabilityTotals"]
    names = {website["code"]: website["name"] for website in books["websites"]}

    async with office.visit(browser, "/finance/liability", "reports:read", "config:read") as page:
        for total in totals:
            figures = page.get_by_role("group", name=total["worth"]["currency"], exact=True)
            for row in books["liability"]:
                if row["worth"]["currency"] == total["worth"]["currency"]:
                    await expect(figures).to_contain_text(names[row["websiteCode"]])
            await expect(figures.get_by_role("group", name="Points outstanding")).to_contain_text(
                f"{total['points']:,}"
            )
            await expect(figures.get_by_role("group", name="Worth")).to_contain_text(
                total["worth"]["amount"]
            )
        await expect(page.get_by_text("The sum of all balances above 0.").first).to_be_visible()
        await expect(page.get_by_role("table", name="When points expire")).to_contain_text("Never")
        await expect(page.get_by_role("img", name="Points put in, above the line")).to_be_visible()
        rows = page.get_by_role("table", name="What moved points").locator("tbody tr")
        await expect(rows).to_have_count(12)
        await check_access(page)

        await page.get_by_label("As of").fill("2020-01-01T00:00")
        await expect(page.get_by_text("There was no website on Jan 1, 2020")).to_be_visible()
        month_ago = datetime.now(UTC) - timedelta(days=30)
        await page.get_by_label("As of").fill(f"{month_ago:%Y-%m-%dT00:00}")
        then = page.get_by_role("heading", name=f"Outstanding at {month_ago:%b} {month_ago.day}")
        await expect(then).to_be_visible()
        await page.get_by_role("button", name="Now", exact=True).click()
        await expect(page.get_by_role("heading", name="Outstanding now")).to_be_visible()
        await expect(page.get_by_role("link", name="Import balances")).to_have_count(0)


async def test_the_journal_balances_and_its_csv_has_the_same_lines(
    office: Office, browser: Browser, tmp_path: Path
) -> None:
    totals = office.backend(JOURNAL)["journalTotals"]

    async with office.visit(browser, f"/finance/journal?{LONG}", "reports:read") as page:
        for total in totals:
            table = page.get_by_role("table", name=f"Journal {total['websiteCode']}", exact=True)
            sums = table.locator("tfoot th")
            for place, side in ((1, "debit"), (2, "credit")):
                await expect(sums.nth(place)).to_contain_text(total[side]["amount"])
        shown = await page.locator("table tbody tr").count()
        await check_access(page)
        async with page.expect_download() as download:
            await page.get_by_role("button", name="Download CSV").click()
        path = tmp_path / "journal.csv"
        await (await download.value).save_as(path)

    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert len(lines) == shown
    assert {line["websiteCode"] for line in lines} == {each["websiteCode"] for each in totals}
    assert not any(cell[:1] in "=@" for line in lines for cell in line.values() if cell)


async def test_a_phone_in_the_dark_in_german_shows_it_too(office: Office, browser: Browser) -> None:
    async with office.visit(
        browser, "/finance/liability", language="de", viewport=PHONE, color_scheme="dark"
    ) as page:
        await expect(page.get_by_role("heading", name="Wann Punkte verfallen")).to_be_visible()
        begun = page.get_by_role("table", name="Was Punkte bewegt hat").locator("tbody th").first
        await expect(begun).to_have_text(re.compile(r" \d{4}$"))
        assert set(await page.evaluate(SHADES_OF_WHAT_SCROLLS)) == {4}
        await check_width(page)
        await check_access(page)

        await page.goto(f"{office.url}/admin/finance/journal?from=2000-01-01&to=2000-02-01")
        await expect(page.get_by_text("Keine Buchungen in diesem Zeitraum")).to_be_visible()
        await check_width(page)
