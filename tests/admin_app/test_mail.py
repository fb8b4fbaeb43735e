"""Mail in the admin app: the outbox, one mail as sent, sending again, templates (R11.2, R11.3)."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.admin_app.office import PHONE, Office, check_access, check_width, open_office
from tests.mail_server import Postman, mail_server

pytestmark = pytest.mark.asyncio(loop_scope="module")

GIVE = """mutation ($input: PointsAdjustInput!) {
  customerPut(input: {id: "mona", websiteCode: "eu", email: "mona@example.com"}) {
    userErrors { message }
  }
  subscriptionsUpdate(customerId: "mona", balanceUpdates: true) { userErrors { message } }
  pointsAdjust(input: $input) { userErrors { message } }
}"""
DELIVER = "mutation { jobRun(job: DELIVER_EMAILS) { processed } }"
TEMPLATES = "{ emailTemplates { code locale subject isOwn } }"


@pytest.fixture(scope="module")
def postman() -> Postman:
    """Return a mail server's postman, who first refuses the mail."""
    return Postman(answers_to_recipients=["550 There is no such mailbox"] * 2)


@pytest.fixture(scope="module")
def office(
    seeded: Path, tmp_path_factory: pytest.TempPathFactory, postman: Postman
) -> Iterator[Office]:
    """Yield the sample shop with a mail server."""
    database = shutil.copy(seeded, tmp_path_factory.mktemp("office") / "guerdon.db")
    with mail_server(postman) as server:
        settings = {
            "GUERDON_SMTP_URL": f"smtp://{server.host}:{server.port}?tls=off",
            "GUERDON_PUBLIC_URL": "https://points.example.com",
        }
        with open_office(f"sqlite://{database}", settings) as running:
            yield running


async def test_a_mail_that_failed_is_seen_and_sent_again(
    office: Office, browser: Browser, postman: Postman
) -> None:
    given = {"idempotencyKey": "k", "customerId": "mona", "websiteCode": "eu", "points": 30}
    office.backend(GIVE, input=given)
    office.backend(DELIVER)

    async with office.visit(browser, "/mail/outbox?customer=mona") as page:
        await expect(page.get_by_text("no such mailbox").first).to_be_visible()
        await expect(page.get_by_text("No mail server is set")).to_have_count(0)
        await check_access(page)
        await page.get_by_role("table").get_by_role("link").first.click()

        await expect(page.get_by_text("mona@example.com")).to_be_visible()
        mail = page.frame_locator("iframe")
        number = mail.get_by_text("+30", exact=True).first
        await expect(number).to_be_visible()
        assert await number.evaluate("e => parseInt(getComputedStyle(e).fontSize)") > 30
        await check_access(page)
        await page.get_by_role("button", name="Send again").click()
        await expect(page.get_by_text("Back in the queue")).to_be_visible()
        office.backend(DELIVER)
        await page.reload()
        await expect(page.get_by_text("Sent", exact=True).first).to_be_visible()
        await expect(page.get_by_role("button", name="Send again")).to_have_count(0)
    assert "mona@example.com" in str(postman.taken[-1]["To"])

    async with office.visit(
        browser, "/mail/outbox?status=FAILED&customer=nobody", "reports:read"
    ) as page:
        await expect(page.get_by_text("No mail here")).to_be_visible()


async def test_a_template_is_changed_seen_refused_at_its_place_and_taken_back(
    office: Office, browser: Browser
) -> None:
    path = "/mail/templates/balance_update/en"

    async with office.visit(browser, path) as page:
        preview = page.get_by_role("region", name="Preview")
        await expect(preview.frame_locator("iframe").get_by_text("Ada Byron")).to_be_visible()
        await check_access(page)
        await page.get_by_label("Subject").fill("{{ change_points }} for {{ customer_name }}")
        await expect(preview.get_by_text("+50 points for")).to_be_visible()

        await page.get_by_label("HTML", exact=True).first.fill("<p>\n{{ secret }}</p>")
        await expect(preview.get_by_text("Line 2: there is no variable secret")).to_be_visible()
        await page.get_by_role("button", name="Save").click()
        html = page.get_by_role("textbox", name="HTML")
        await expect(html).to_have_attribute("aria-invalid", "true")
        assert not any(each["isOwn"] for each in office.backend(TEMPLATES)["emailTemplates"])

        await html.fill("<p>{{ customer_name }}: {{ balance_points }}</p>")
        await page.get_by_role("button", name="Save").click()
        await expect(page.get_by_text("Customers get this template")).to_be_visible()
        own = [each for each in office.backend(TEMPLATES)["emailTemplates"] if each["isOwn"]]
        assert [(each["code"], each["locale"]) for each in own] == [("balance_update", "en")]

        await page.get_by_role("button", name="Delete your own").click()
        dialog = page.get_by_role("dialog")
        await expect(dialog).to_contain_text("balance_update for en is deleted")
        await dialog.get_by_role("button", name="Delete your own").click()
        await expect(page.get_by_role("table", name="Mail templates")).to_be_visible()
    assert not any(each["isOwn"] for each in office.backend(TEMPLATES)["emailTemplates"])


async def test_a_phone_in_the_dark_in_german_shows_it_to_who_may_only_read(
    office: Office, browser: Browser
) -> None:
    async with office.visit(
        browser,
        "/mail/templates/expiry_warning/de",
        "config:read",
        language="de",
        viewport=PHONE,
        color_scheme="dark",
    ) as page:
        await expect(page.frame_locator("iframe").get_by_text("101", exact=True)).to_be_visible()
        await expect(page.get_by_role("button", name="Speichern")).to_have_count(0)
        await check_width(page)
        await check_access(page)
