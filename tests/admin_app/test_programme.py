"""The programme in the admin app, as those who run it meet it (R1.4, R2, R8)."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Browser, Page, expect

from tests.admin_app.office import PHONE, Office, check_access, check_width, settle

pytestmark = pytest.mark.asyncio(loop_scope="module")

SAVED = "Saved."
RATES = """{ exchangeRateMatrix(direction: CURRENCY_TO_POINTS) {
  websiteCode customerGroupCode own { id points currencyAmount } effective { priority } } }"""
PUT_RATE = """mutation ($input: ExchangeRateInput!) {
  exchangeRateCreate(input: $input) { userErrors { message } } }"""
SETTINGS = """query ($website: String) { settings(websiteCode: $website) {
  overridden redemptionThreshold balanceCap reviewPoints } }"""
UPDATE_SETTINGS = """mutation ($website: String, $input: SettingsInput!) {
  settingsUpdate(websiteCode: $website, input: $input) { userErrors { message } } }"""
RULES = "{ cartRules { nodes { name active points priority } } }"
PATHS = ("/rates", "/settings?website=us", "/cart-rules", "/cart-rules/new", "/product-points",
    "/activities", "/status-rules?website=us", "/websites")  # fmt: skip


def own_rate(office: Office, website: str | None, group: str | None) -> tuple[int, str] | None:
    (cell,) = (
        cell
        for cell in office.backend(RATES)["exchangeRateMatrix"]
        if (cell["websiteCode"], cell["customerGroupCode"]) == (website, group)
    )
    return cell["own"] and (cell["own"]["points"], cell["own"]["currencyAmount"])


async def said(page: Page, words: str) -> None:
    """Wait for words in a live region."""
    await expect(page.get_by_role("alert").filter(has_text=words).first).to_be_visible()


async def test_a_rate_is_tried_set_deleted_and_restored_in_its_cell(
    office: Office, browser: Browser
) -> None:
    """R2.2: a VIP earns by the group's rate of all websites, until their website has its own."""
    async with office.visit(browser, "/rates", viewport={"width": 1280, "height": 1400}) as page:
        cell = page.get_by_role("button", name="Change the rate: Leaf & Kettle, VIP")
        await expect(cell).to_contain_text("$1.00 = 8 points")
        await expect(cell).to_contain_text("From the group")

        await cell.focus()
        await page.keyboard.press("Enter")
        await expect(page.get_by_label("Amount", exact=True)).to_be_focused()
        await page.get_by_label("Points", exact=True).fill("20")
        await expect(page.get_by_text("VIP with a cart of $80.00 earns")).to_contain_text(
            "earns 1,600 points instead of 640, worth $16.00."
        )
        assert own_rate(office, "us", "vip") is None
        until = datetime.now(UTC) - timedelta(days=400)
        await page.get_by_label("From", exact=True).fill(until.date().isoformat())
        await page.get_by_role("button", name="Work it out").click()
        await expect(page.get_by_text("would have fewer")).to_be_visible()
        await check_access(page)
        await page.get_by_label("Points", exact=True).press("Enter")

        await said(page, SAVED)
        await expect(cell).to_contain_text("$1.00 = 20 points")
        await expect(cell).to_contain_text("Set here")
        await expect(cell).to_be_focused()
        assert own_rate(office, "us", "vip") == (20, "1.00")
        await page.get_by_role("button", name="Undo").click()
        await expect(cell).to_contain_text("From the group")
        await cell.click()
        await page.get_by_label("Points", exact=True).fill("0")
        await page.get_by_label("Points", exact=True).press("Enter")
        await expect(page.get_by_text("At least 1", exact=True)).to_be_visible()
        await page.get_by_label("Points", exact=True).fill("20")
        await page.get_by_label("Amount", exact=True).fill("1.00")
        await page.get_by_label("Points", exact=True).press("Enter")
        await expect(cell).to_contain_text("$1.00 = 20 points")
        await cell.click()
        await page.get_by_role("button", name="Delete this rate").click()
        dialog = page.get_by_role("dialog")
        await expect(dialog).to_contain_text("Then this counts: $1.00 = 8 points")
        await dialog.get_by_role("button", name="Delete this rate").click()
        await expect(cell).to_contain_text("From the group")
        assert own_rate(office, "us", "vip") is None
        await page.get_by_role("button", name="Undo").last.click()
        await expect(cell).to_contain_text("$1.00 = 20 points")


async def test_what_somebody_else_has_set_meanwhile_is_not_written_over(
    office: Office, browser: Browser
) -> None:
    async with office.visit(browser, "/rates") as page:
        cell = page.get_by_role("button", name="Change the rate: Blatt & Kessel, VIP")
        await cell.click()
        rate = {"websiteCode": "eu", "customerGroupCode": "vip", "points": 9,
            "direction": "CURRENCY_TO_POINTS", "currencyAmount": "1.00"}  # fmt: skip
        office.backend(PUT_RATE, input=rate)
        await page.get_by_label("Points", exact=True).fill("33")
        await page.get_by_role("button", name="Set here", exact=True).click()

        await said(page, "Somebody else has changed this meanwhile")
        assert own_rate(office, "eu", "vip") == (9, "1.00")
        await page.get_by_role("button", name="Show the newest").click()
        await expect(cell).to_contain_text("€1.00 = 9 points")


async def test_the_browsers_back_asks_about_what_is_not_saved(
    office: Office, browser: Browser
) -> None:
    async with office.visit(browser, "/status-rules") as page:
        await page.get_by_role("link", name="Settings").click()
        await page.get_by_label("Highest balance", exact=True).fill("700")

        await page.evaluate("history.back()")
        await page.get_by_role("button", name="Stay").click()
        await expect(page.get_by_role("dialog")).to_have_count(0)
        await expect(page.get_by_label("Highest balance", exact=True)).to_have_value("700")
        assert page.url.endswith("/admin/settings")

        await page.evaluate("history.back()")
        await page.get_by_role("button", name="Leave").click()
        await expect(page.get_by_role("heading", name="Order statuses")).to_be_visible()
        assert page.url.endswith("/admin/status-rules")


async def test_settings_are_set_left_blank_and_inherited_again(
    office: Office, browser: Browser
) -> None:
    """R1.4: each is validated by itself, and only what was changed is written."""
    async with office.visit(browser, "/settings?website=us") as page:
        bar = page.get_by_role("region", name="Changes that are not saved")
        await page.get_by_label("Highest balance", exact=True).fill("0")
        await page.get_by_label("Writing a review", exact=True).fill("")
        await expect(bar).to_contain_text("2 changes are not saved")
        await page.get_by_role("link", name="Audit log").click()
        await page.get_by_role("button", name="Stay").click()
        await bar.get_by_role("button", name="Save").click()
        await expect(bar).to_contain_text("Nothing was saved: 1 setting needs another value.")
        await expect(
            page.get_by_text("Must be from 1 to 1,000,000,000.", exact=True)
        ).to_be_visible()
        await expect(page.get_by_label("Highest balance", exact=True)).to_be_focused()

        await page.get_by_label("Highest balance", exact=True).fill("5000")
        office.backend(UPDATE_SETTINGS, website="us", input={"reviewLimit": 3})
        await bar.get_by_role("button", name="Save").click()
        await said(page, SAVED)

        found = office.backend(SETTINGS, website="us")["settings"]
        assert (found["balanceCap"], found["reviewPoints"]) == (5000, None)
        assert {"balanceCap", "reviewPoints", "reviewLimit"} <= set(found["overridden"])
        await page.get_by_label("As for all websites: Writing a review").check()
        await expect(page.get_by_label("Writing a review", exact=True)).to_have_value("25")
        await bar.get_by_role("button", name="Save").click()
        await expect(bar).to_have_count(0)
        found = office.backend(SETTINGS, website="us")["settings"]
        assert found["reviewPoints"] == 25
        assert "reviewPoints" not in found["overridden"]


async def test_a_cart_rule_is_tried_refused_saved_and_switched_off(
    office: Office, browser: Browser
) -> None:
    """R8.1."""
    async with office.visit(browser, "/cart-rules/new") as page:
        await page.get_by_label("Name").fill("Triple points")
        await page.get_by_label("Multiplier of earned points").fill("300")
        await page.get_by_role("button", name="Save").click()
        await expect(page.get_by_text("Must be from 0 to 100.", exact=True)).to_be_visible()
        await page.get_by_label("Multiplier of earned points").fill("3")
        await expect(page.get_by_text("General with a cart of $80.00")).to_contain_text(
            "earns 1,200 points instead of 400"
        )
        await page.get_by_role("button", name="Save").click()
        await expect(page.get_by_role("heading", name="Triple points", level=1)).to_be_visible()

        await page.get_by_role("link", name="← Cart rules").click()
        await page.get_by_label("Name or coupon code").fill("triple")
        await expect(page.get_by_text("1 entry")).to_be_visible()
        await expect(page.get_by_role("cell", name="3 points")).to_be_visible()
        await page.get_by_role("switch", name="In use: Triple points").press("Space")
        await said(page, "“Triple points” is off.")
        rules = {rule["name"]: rule for rule in office.backend(RULES)["cartRules"]["nodes"]}
        assert not rules["Triple points"]["active"]

        await page.get_by_role("link", name="Triple points").click()
        await page.get_by_role("button", name="Delete", exact=True).click()
        await page.get_by_role("dialog").get_by_role("button", name="Delete").click()
        await page.get_by_role("button", name="Undo").dblclick()
        await expect(page.get_by_role("heading", name="Triple points", level=1)).to_be_visible()
        names = [rule["name"] for rule in office.backend(RULES)["cartRules"]["nodes"]]
        assert names.count("Triple points") == 1


async def test_products_activities_statuses_and_groups_are_put_and_taken_away(
    office: Office, browser: Browser
) -> None:
    """R7.1, R9.2, R6.4, R1.1."""
    async with office.visit(browser, "/product-points") as page:
        await page.get_by_role("button", name="Add a product").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("SKU").fill("SPOON")
        await dialog.get_by_label("Costs (points)").fill("0")
        await page.keyboard.press("Enter")
        await expect(dialog.get_by_text("Must be from 1 to 1,000,000,000 points.")).to_be_visible()
        await dialog.get_by_label("Costs (points)").fill("1000000000")
        await dialog.get_by_role("button", name="Add a group").click()
        await page.keyboard.press("Enter")
        await dialog.get_by_role("button", name="Save").click()
        await expect(page.get_by_text("1,000,000,000")).to_be_visible()
        await page.get_by_role("button", name="Remove: SPOON").click()
        await page.get_by_role("dialog").get_by_role("button", name="Remove").click()
        await expect(page.get_by_text("SPOON", exact=True)).to_have_count(0)

        await page.get_by_role("link", name="Activities").click()
        await page.get_by_role("button", name="Add an activity").click()
        await page.get_by_label("Code").fill("birthday")
        await page.get_by_label("Name").fill("Birthday")
        await page.get_by_label("Points", exact=False).first.fill("15")
        await page.get_by_role("dialog").get_by_role("button", name="Save").click()
        await expect(page.get_by_role("cell", name="Birthday birthday")).to_be_visible()

        await page.get_by_role("link", name="Order statuses").click()
        await page.get_by_role("button", name="Add a status").click()
        await page.get_by_label("Status").last.fill("packed")
        await page.get_by_role("dialog").get_by_role("button", name="Save").click()
        await page.get_by_role("button", name="Reset: packed").click()
        await page.get_by_role("dialog").get_by_role("button", name="Reset").click()
        await expect(page.get_by_role("button", name="Reset: packed")).to_have_count(0)

        await page.get_by_role("link", name="Websites and groups").click()
        await page.get_by_role("button", name="Add a group").click()
        await page.get_by_label("Code").fill("gold")
        await page.keyboard.press("Enter")
        await page.get_by_role("button", name="Remove: gold").click()
        await page.get_by_role("dialog").get_by_role("button", name="Remove").click()
        await expect(page.get_by_role("button", name="Remove: gold")).to_have_count(0)
        await page.get_by_role("button", name="Remove: Blatt & Kessel").click()
        await expect(page.get_by_role("dialog")).to_contain_text("points there, worth €")


async def test_on_a_phone_in_the_dark_in_german_every_page_is_whole(
    office: Office, browser: Browser
) -> None:
    async with office.visit(
        browser, "/rates", language="de", viewport=PHONE, color_scheme="dark"
    ) as page:
        for path in PATHS:
            await page.goto(f"{office.url}/admin{path}")
            await settle(page)
            await expect(page.get_by_role("main")).not_to_contain_text("Exchange rate")
            await check_width(page)
            await check_access(page)


async def test_who_may_only_read_is_shown_no_way_to_change(
    office: Office, browser: Browser
) -> None:
    """R12.2."""
    async with office.visit(browser, "/rates", "config:read") as page:
        await expect(page.get_by_text("$1.00 = 5 points").first).to_be_visible()
        await expect(page.get_by_role("button", name="Change the rate")).to_have_count(0)
        await expect(page.get_by_text("What the past would have given")).to_have_count(0)
        for link, heading in (("Product points", "Product points"), ("Cart rules", "Cart rules")):
            await page.get_by_role("link", name=link, exact=True).click()
            await expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()
            await settle(page)
            await expect(page.get_by_role("button", name="Remove")).to_have_count(0)
            await expect(page.get_by_role("switch")).to_have_count(0)
        await page.get_by_role("link", name="Settings", exact=True).click()
        await expect(page.get_by_label("Highest balance", exact=True)).to_be_disabled()
