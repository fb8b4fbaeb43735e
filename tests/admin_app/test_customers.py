"""The support desk: somebody found, understood and helped, in a browser (R1.5, R12.2, R12.5)."""

import json
import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.admin_app.office import PHONE, Office, check_access, check_width, settle

pytestmark = pytest.mark.asyncio(loop_scope="module")

_STANDING = """query ($id: ID!) { customer(id: $id) {
  id email excludedFromRewards balanceUpdates accounts { websiteCode balance orphan }
} }"""
_ADJUST = "mutation ($input: PointsAdjustInput!) { pointsAdjust(input: $input) { entry { id } } }"
_PUT = "mutation ($input: CustomerInput!) { customerPut(input: $input) { customer { id } } }"
_DELETE_WEBSITE = 'mutation { websiteDelete(code: "eu") { userErrors { message } } }'


def balance(office: Office, customer_id: str, website_code: str = "us") -> int:
    found = office.backend(_STANDING, id=customer_id)["customer"]["accounts"]
    points: int = next(each["balance"] for each in found if each["websiteCode"] == website_code)
    return points


async def choose(page: Page, item: str) -> None:
    await page.get_by_role("button", name="More").click()
    await page.get_by_role("menuitem", name=item).click()


async def test_somebody_is_found_and_given_points_by_keyboard(
    office: Office, browser: Browser
) -> None:
    before = balance(office, "ada")
    async with office.visit(browser, "/customers") as page:
        await check_access(page)
        await page.get_by_label("Find a customer or an order").fill("byron ADA")
        await expect(page.get_by_role("row")).to_have_count(2)
        await page.get_by_role("link", name="Ada Byron").press("Enter")
        await expect(page.get_by_role("heading", name="Ada Byron")).to_be_focused()
        await check_access(page)

        await page.get_by_role("button", name="Adjust points").press("Enter")
        await expect(page.get_by_label("How many points")).to_be_focused()
        await page.keyboard.type("50")
        await expect(page.get_by_role("dialog").get_by_text(f"{before + 50}")).to_be_visible()
        await page.keyboard.press("Tab")
        await page.keyboard.type("Sorry for the late parcel")
        await check_access(page)
        await page.get_by_role("dialog").get_by_role("button", name="Add points").dblclick()

        await expect(page.get_by_text("50 points booked")).to_be_visible()
        await expect(page.get_by_role("dialog")).to_have_count(0)
        history = page.get_by_role("table", name="History")
        await expect(history.get_by_text("Sorry for the late parcel")).to_have_count(1)
        await expect(history.get_by_role("row").nth(1)).to_contain_text("+50")
        assert balance(office, "ada") == before + 50


async def test_more_than_there_is_is_refused_at_its_field(office: Office, browser: Browser) -> None:
    """R4.5."""
    async with office.visit(browser, "/customers/ada") as page:
        await page.get_by_role("button", name="Adjust points").click()
        await page.get_by_text("Take points", exact=True).first.click()
        field = page.get_by_label("How many points")
        await field.fill("-50")
        await expect(page.get_by_text("Only numbers above 0")).to_be_visible()
        await field.fill("50000")
        await page.get_by_role("textbox", name="Reason").fill("A test")
        await page.get_by_role("dialog").get_by_role("button", name="Take points").click()

        await expect(field).to_have_attribute("aria-invalid", "true")
        await expect(field).to_be_focused()
        await expect(page.get_by_text(re.compile("Only .* points are available"))).to_be_visible()


async def test_a_change_is_explained_and_the_history_narrowed(
    office: Office, browser: Browser
) -> None:
    async with office.visit(browser, "/customers/ada?reason=REDEMPTION") as page:
        history = page.get_by_role("table", name="History")
        await expect(history.get_by_role("row")).to_have_count(2)
        await history.get_by_role("button", name=re.compile("Explain the change of -500")).click()

        dialog = page.get_by_role("dialog", name="Redeemed")
        await expect(dialog.get_by_text("100 points are worth $1.00")).to_be_visible()
        await expect(dialog.get_by_text(re.compile("^50 of what was credited"))).to_be_visible()
        await page.keyboard.press("Escape")
        await page.get_by_role("button", name="Show as a table").click()
        await expect(page.get_by_role("columnheader", name="Credited on").first).to_be_visible()
        await check_access(page)


async def test_an_order_number_finds_the_order_and_its_customer(
    office: Office, browser: Browser
) -> None:
    async with office.visit(browser, "/customers?search=1002") as page:
        await expect(page.get_by_text("1 order has this number")).to_be_visible()
        await expect(page.get_by_text("Nobody found")).to_have_count(0)
        named = page.get_by_role("region", name="1 order has this number")
        await expect(named.get_by_role("link", name="ada")).to_be_visible()
        await check_access(page)

        await named.get_by_role("link", name="000001002").click()

        await expect(page.get_by_role("heading", name="Order 000001002")).to_be_visible()


async def test_what_is_kept_is_handed_over_and_subscriptions_are_changed(
    office: Office, browser: Browser, tmp_path: Path
) -> None:
    """R11.1, R12.5, R12.6."""
    async with office.visit(browser, "/customers/dmitri") as page:
        async with page.expect_download() as waiting:
            await choose(page, "Download personal data")
        download = await waiting.value
        await download.save_as(tmp_path / "kept.json")
        assert download.suggested_filename == "personal-data-dmitri.json"
        kept = json.loads((tmp_path / "kept.json").read_bytes())
        assert kept["customers"][0]["email"] == "dmitri@example.com"

        await page.get_by_label("Mail when the balance changes").click()
        await expect(page.get_by_text("Subscription saved")).to_be_visible()
        await choose(page, "Exclude from rewards")
        await page.get_by_role("dialog").get_by_role("button", name="Exclude").click()
        await expect(page.get_by_text("Excluded from rewards").first).to_be_visible()
        await expect(page.get_by_role("dialog")).to_have_count(0)

    dmitri = office.backend(_STANDING, id="dmitri")["customer"]
    assert (dmitri["balanceUpdates"], dmitri["excludedFromRewards"]) == (False, True)


async def test_a_merge_is_shown_before_it_is_done(office: Office, browser: Browser) -> None:
    """R12.5."""
    both = balance(office, "ben") + balance(office, "chloe")
    async with office.visit(browser, "/customers/ben") as page:
        await choose(page, "Merge with another customer")
        into = page.get_by_label("Into the customer with the id")
        await into.fill("nobody")
        await page.get_by_role("button", name="Show what it will do").click()
        await expect(page.get_by_text("There is no customer nobody.")).to_be_visible()
        await into.fill("chloe")
        await page.get_by_role("button", name="Show what it will do").click()
        after = page.get_by_role("table", name="Afterwards").get_by_role(
            "row", name=re.compile("^Leaf & Kettle")
        )
        await expect(after).to_contain_text(f"{both:,}")
        await expect(page.get_by_text("The customer who stays: Chloé Martin")).to_be_visible()
        await check_access(page)
        assert office.backend(_STANDING, id="ben")["customer"]["id"] == "ben"

        await page.get_by_role("button", name="Merge for ever").click()

        await expect(page.get_by_role("heading", name="Chloé Martin")).to_be_visible()
    assert office.backend(_STANDING, id="ben")["customer"]["id"] == "chloe"
    assert balance(office, "chloe") == both


async def test_erasing_is_counted_and_must_be_meant(office: Office, browser: Browser) -> None:
    """R12.5."""
    async with office.visit(browser, "/customers/kim") as page:
        await choose(page, "Erase personal data")
        dialog = page.get_by_role("dialog")
        await expect(dialog.get_by_text("Kim Park · kim@example.com")).to_be_visible()
        await check_access(page)
        await dialog.get_by_role("button", name="Erase for ever").click()
        assert office.backend(_STANDING, id="kim")["customer"]["email"] == "kim@example.com"

        await dialog.get_by_label("Type kim to confirm").fill("kim")
        await dialog.get_by_role("button", name="Erase for ever").click()

        await expect(page.get_by_text("Personal data erased")).to_be_visible()
        await expect(page.get_by_role("heading", name="kim")).to_be_visible()
    assert office.backend(_STANDING, id="kim")["customer"]["email"] is None


async def test_long_names_and_large_balances_fit_a_dark_phone_in_german(
    office: Office, browser: Browser
) -> None:
    name = "Wolfeschlegelsteinhausenbergerdorff" * 3
    person = {"id": "long", "websiteCode": "us", "email": f"{'x' * 60}@example.com"}
    office.backend(_PUT, input={**person, "firstName": name, "lastName": name})
    for key in ("one", "two"):
        given = {"customerId": "long", "websiteCode": "us", "points": 1_000_000_000}
        office.backend(_ADJUST, input={**given, "idempotencyKey": key, "comment": name})

    async with office.visit(
        browser, "/customers/long", language="de", viewport=PHONE, color_scheme="dark"
    ) as page:
        await expect(page.get_by_text("2.000.000.050").first).to_be_visible()
        await check_width(page)
        await check_access(page)
        await page.get_by_role("button", name="Punkte anpassen").click()
        await check_width(page)
        await check_access(page)


async def test_points_that_expire_on_one_date_are_one_line(
    office: Office, browser: Browser
) -> None:
    for hour, points in ((9, 20), (11, 10)):
        given = {"customerId": "ada", "websiteCode": "us", "points": points}
        expiry = {"expiresAt": f"2028-03-05T{hour:02}:00:00Z", "idempotencyKey": f"date-{hour}"}
        office.backend(_ADJUST, input={**given, **expiry})

    async with office.visit(browser, "/customers/ada") as page:
        expiries = page.get_by_role("table", name="What expires when")
        day = expiries.get_by_role("row").filter(has_text="Mar 5, 2028")
        await expect(day).to_have_text("Mar 5, 202830")
        await page.get_by_role("button", name="Show as a table").click()
        await expect(day).to_have_count(2)


async def test_a_notice_covers_no_menu_of_a_phone(office: Office, browser: Browser) -> None:
    async with office.visit(browser, "/customers/ada", viewport=PHONE) as page:
        await page.get_by_role("switch", name="Mail when the balance changes").click()
        notice = page.get_by_role("alert").filter(has=page.get_by_role("button", name="Close"))
        await expect(notice).to_be_visible()

        shown, header = await notice.bounding_box(), await page.locator("header").bounding_box()

        assert shown is not None
        assert header is not None
        assert shown["y"] >= header["y"] + header["height"]
        await page.get_by_role("button", name="Account").click()


async def test_what_the_scopes_do_not_allow_is_not_shown(office: Office, browser: Browser) -> None:
    """R12.2."""
    async with office.visit(browser, "/customers/ada", "customers:read") as page:
        await expect(page.get_by_role("heading", name="History")).to_be_visible()
        # A website's name is asked of the programme, which this token may not read.
        await expect(page.get_by_text("Website: us")).to_be_visible()
        for name in ("Adjust points", "More"):
            await expect(page.get_by_role("button", name=name)).to_have_count(0)
        await expect(page.get_by_role("heading", name="Orders")).to_have_count(0)
    async with office.visit(browser, "/customers?search=zzz", "customers:read") as page:
        await expect(page.get_by_text("Nobody found")).to_be_visible()
    async with office.visit(browser, "/customers/zzz", "customers:read") as page:
        await expect(page.get_by_text("There is no customer zzz.")).to_be_visible()


async def test_points_of_a_deleted_website_are_moved(office: Office, browser: Browser) -> None:
    """R1.5."""
    before, orphans = balance(office, "ada"), balance(office, "ada", "eu")
    office.backend(_DELETE_WEBSITE)
    async with office.visit(browser, "/customers/ada?website=eu") as page:
        await expect(page.get_by_text("The website eu was deleted")).to_be_visible()
        await check_access(page)
        await page.get_by_role("button", name="Move points").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_role("combobox", name="Move to").click()
        await page.get_by_role("option").first.click()
        await dialog.get_by_role("button", name="Move points").click()
        await expect(page.get_by_text("Points moved")).to_be_visible()
        await settle(page)

    assert balance(office, "ada") == before + orphans
