"""Webhooks in the admin app: endpoints, their secret, the log, replay, disabled ones (R16.1)."""

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.admin_app.office import PHONE, Office, check_access, check_width, open_office
from tests.receiver import Delivery, Receiver, Writer, receiving, status

pytestmark = pytest.mark.asyncio(loop_scope="module")

GIVE = """mutation ($input: PointsAdjustInput!) {
  customerPut(input: {id: "wim", websiteCode: "eu", email: "wim@example.com"}) {
    userErrors { message }
  }
  pointsAdjust(input: $input) { userErrors { message } }
}"""
DELIVER = "mutation { jobRun(job: DELIVER_WEBHOOKS) { processed } }"
ENDPOINTS = "{ webhookEndpoints { id url events enabled disabledReason } }"


@pytest.fixture(scope="module")
def office(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Yield the sample shop as a sandbox, whose endpoints may be on this machine."""
    database = shutil.copy(seeded, tmp_path_factory.mktemp("office") / "guerdon.db")
    with open_office(f"sqlite://{database}", {"GUERDON_SANDBOX": "1"}) as running:
        yield running


async def gone(_: Delivery, writer: Writer) -> None:
    writer.write(status(410))


async def test_an_endpoint_is_put_told_replayed_disabled_and_deleted(
    office: Office, browser: Browser
) -> None:
    async with (
        receiving(Receiver()) as receiver,
        office.visit(browser, "/webhooks/endpoints") as page,
    ):
        await expect(page.get_by_text("No endpoints yet")).to_be_visible()
        await page.get_by_role("button", name="Add an endpoint").click()
        form = page.get_by_role("dialog")
        await form.get_by_label("Address").fill("ftp://nowhere")
        await form.get_by_role("button", name="Save").click()
        await expect(form.get_by_label("Address")).to_have_attribute("aria-invalid", "true")
        await form.get_by_label("Address").fill(receiver.url)
        await form.get_by_label("points.adjusted").check()
        await check_access(page)
        await form.get_by_role("button", name="Save").click()
        secret = page.get_by_role("dialog", name="Signing secret")
        await expect(secret.get_by_text("whsec_")).to_be_visible()
        await secret.get_by_role("button", name="I have kept it").click()
        await expect(page.get_by_text("whsec_")).to_have_count(0)
        await check_access(page)

        given = {"idempotencyKey": "k", "customerId": "wim", "websiteCode": "eu", "points": 30}
        office.backend(GIVE, input=given)
        office.backend(DELIVER)
        await page.get_by_role("link", name="Its deliveries").click()
        await page.get_by_role("button", name="points.adjusted").click()
        shown = page.get_by_role("dialog")
        await expect(shown).to_contain_text("HTTP 200")
        await expect(shown.get_by_label("What was sent")).to_contain_text('"wim"')
        await check_access(page)
        receiver.answer = gone
        await shown.get_by_role("button", name="Send once more").click()
        await expect(page.get_by_text("It is on its way again.")).to_be_visible()
        async with asyncio.timeout(20):
            while not office.backend(ENDPOINTS)["webhookEndpoints"][0]["disabledReason"]:  # noqa: ASYNC110
                await asyncio.sleep(0.2)  # in which the receiver answers
        assert len({delivery.message_id for delivery in receiver.came}) == 1
        assert len(receiver.came) == 2

        await page.goto(f"{office.url}/admin/webhooks/endpoints")
        await expect(page.get_by_text("has switched this endpoint off")).to_be_visible()
        (endpoint,) = office.backend(ENDPOINTS)["webhookEndpoints"]
        await expect(page.get_by_text(endpoint["disabledReason"])).to_be_visible()
        await check_access(page)
        await page.get_by_role("button", name="New secret").click()
        dialog = page.get_by_role("dialog", name="New secret")
        await dialog.get_by_role("button", name="New secret").click()
        await expect(secret.get_by_text("whsec_")).to_be_visible()
        await secret.get_by_role("button", name="I have kept it").click()

        await page.get_by_role("button", name="Remove").click()
        dialog = page.get_by_role("dialog", name="Delete the endpoint")
        await expect(dialog).to_contain_text(receiver.url)
        await dialog.get_by_role("button", name="Remove").click()
        await expect(page.get_by_text("No endpoints yet")).to_be_visible()
    assert office.backend(ENDPOINTS)["webhookEndpoints"] == []


async def test_a_phone_in_the_dark_in_spanish_shows_the_log_to_who_may_only_read(
    office: Office, browser: Browser
) -> None:
    async with office.visit(
        browser,
        "/webhooks/deliveries",
        "reports:read",
        language="es",
        viewport=PHONE,
        color_scheme="dark",
    ) as page:
        await page.get_by_role("button", name="points.adjusted").first.click()
        await expect(page.get_by_role("button", name="Enviar una vez más")).to_have_count(0)
        await check_width(page)
        await check_access(page)
