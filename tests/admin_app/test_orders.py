"""Orders explained, refunded, cancelled, attached and edited, in a browser (R6.8, R6.9, R6.14)."""

import re

import pytest
from playwright.async_api import Browser, expect

from tests.admin_app.office import PHONE, Office, check_access, check_width

pytestmark = pytest.mark.asyncio(loop_scope="module")

_ORDER = """query ($id: ID!) { order(id: $id) {
  status customerId pointsReturned amountRefunded { amount } creditMemos { id }
} }"""
_PLACE = """mutation ($cart: CartInput!, $order: OrderPlaceInput!) {
  cartPut(input: $cart) { userErrors { message } }
  orderPlace(input: $order) { userErrors { message } }
}"""


def order(office: Office, order_id: str) -> dict[str, object]:
    found: dict[str, object] = office.backend(_ORDER, id=order_id)["order"]
    return found


async def test_an_order_tells_what_moved_its_points_and_why(
    office: Office, browser: Browser
) -> None:
    async with office.visit(browser, "/orders?search=1002") as page:
        await check_access(page)
        await page.get_by_role("link", name="000001002").press("Enter")

        await expect(page.get_by_role("heading", name="Order 000001002")).to_be_focused()
        story = page.get_by_role("region", name="What happened")
        await expect(story.get_by_text("100 points are worth $1.00")).to_be_visible()
        await expect(story.get_by_text("450 of what was credited on")).to_be_visible()
        await expect(story.get_by_text("$1.00 earns 8 points")).to_be_visible()
        shares = page.get_by_role("table", name="Who pays what")
        await expect(shares.get_by_role("row", name=re.compile("^Shipping"))).to_contain_text(
            "$0.42"
        )
        await check_access(page)


async def test_a_refund_is_previewed_and_booked_once(office: Office, browser: Browser) -> None:
    """R6.9: a cup of two lines, and only 100 of the 700 points."""
    async with office.visit(browser, "/orders/1004") as page:
        await page.get_by_role("button", name="Refund").press("Enter")
        dialog = page.get_by_role("dialog")
        await expect(dialog.get_by_text("+700")).to_be_visible()  # all of it, as proposed first
        await dialog.get_by_label("Some lines or an amount").click()
        await dialog.get_by_label("Units of CUP").fill("1")
        await dialog.get_by_label("This many").click()
        await dialog.get_by_role("textbox", name="Points given back").fill("70000")
        await expect(dialog.get_by_text(re.compile("700 points"))).to_be_visible()
        await dialog.get_by_role("button", name="Refund").click()
        await expect(dialog.get_by_role("textbox", name="Points given back")).to_have_attribute(
            "aria-invalid", "true"
        )
        await dialog.get_by_role("textbox", name="Points given back").fill("100")
        await expect(dialog.get_by_text("instead of $1.00")).to_be_visible()
        await check_access(page)
        assert order(office, "1004")["creditMemos"] == []

        await dialog.get_by_label("Number of the credit memo").fill("memo-7")
        await dialog.get_by_role("button", name="Refund").dblclick()

        await expect(page.get_by_text("Refund booked")).to_be_visible()
        await expect(page.get_by_text("Credit memo memo-7")).to_be_visible()
    after = order(office, "1004")
    assert after["creditMemos"] == [{"id": "memo-7"}]
    assert after["pointsReturned"] == 100


async def test_a_status_is_changed_against_its_rule(office: Office, browser: Browser) -> None:
    """R6.2, R6.16."""
    async with office.visit(browser, "/orders/1012") as page:
        await page.get_by_role("button", name="Change status").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_role("combobox", name="New status").fill("nonsense")
        await dialog.get_by_role("button", name="Change status").click()
        await expect(dialog.get_by_role("combobox", name="New status")).to_have_attribute(
            "aria-invalid", "true"
        )
        await dialog.get_by_role("combobox", name="New status").fill("canceled")
        await dialog.get_by_role("combobox", name="The points to earn").click()
        await page.get_by_role("option", name="Leave as they are", exact=True).click()
        await dialog.get_by_label("Comment").fill("By mistake")
        await check_access(page)
        await dialog.get_by_role("button", name="Change status").click()

        await expect(dialog).to_have_count(0)
        await expect(page.get_by_text("Status changed: Canceled", exact=True)).to_be_visible()
        await expect(page.get_by_text("Canceled", exact=True)).to_be_visible()
        # Nothing was taken back, against the rule.
        await expect(page.get_by_role("region", name="What happened")).not_to_contain_text(
            "Taken back"
        )
    assert order(office, "1012")["status"] == "canceled"


async def test_what_is_left_of_an_order_is_cancelled(office: Office, browser: Browser) -> None:
    """R6.8."""
    async with office.visit(browser, "/orders/1010") as page:
        await page.get_by_role("button", name="Cancel order").click()
        dialog = page.get_by_role("dialog")
        await expect(dialog.get_by_text("It can't be undone.")).to_be_visible()
        await check_access(page)
        await dialog.get_by_role("button", name="Keep it").click()
        await page.get_by_role("button", name="Cancel order").click()
        await dialog.get_by_role("button", name="Cancel order").click()

        await expect(dialog).to_have_count(0)
        await expect(page.get_by_text("Order cancelled")).to_be_visible()
        await expect(page.get_by_text("Canceled", exact=True)).to_be_visible()
        await expect(page.get_by_role("button", name="Cancel order")).to_have_count(0)
    assert order(office, "1010")["status"] == "canceled"


async def test_a_guests_order_is_attached_to_a_customer(office: Office, browser: Browser) -> None:
    """R6.7."""
    line = {"id": "1", "sku": "CUP", "quantity": 1, "unitPrice": "12.00"}
    cart = {"id": "guest", "websiteCode": "us", "lines": [line]}
    placing = {"cartId": "guest", "expectedAmountDue": "12.00", "orders": [{"id": "guest"}]}
    office.backend(_PLACE, cart=cart, order=placing)
    async with office.visit(browser, "/orders/guest") as page:
        await page.get_by_role("button", name="Attach a customer").click()
        field = page.get_by_label("Customer id")
        await field.fill("nobody")
        await page.get_by_role("dialog").get_by_role("button", name="Attach").click()
        await expect(field).to_have_attribute("aria-invalid", "true")
        await field.fill("elif")
        await page.get_by_role("dialog").get_by_role("button", name="Attach").click()

        await expect(page.get_by_role("link", name="elif")).to_be_visible()
    assert order(office, "guest")["customerId"] == "elif"


async def test_edited_orders_lead_to_each_other(office: Office, browser: Browser) -> None:
    """R6.14."""
    async with office.visit(browser, "/orders/2008") as page:
        await page.get_by_role("link", name=re.compile("order 2009 replaced it")).click()
        await expect(page.get_by_role("heading", name="Order 000002009")).to_be_visible()
        await expect(page.get_by_text("never left the account")).to_be_visible()

        await page.get_by_role("link", name=re.compile("replaces order 2008")).click()

        await expect(page.get_by_role("heading", name="Order 000002008")).to_be_visible()


async def test_orders_fit_a_dark_phone_in_spanish_and_offer_what_is_allowed(
    office: Office, browser: Browser
) -> None:
    async with office.visit(
        browser, "/orders/1011", "orders:read", language="es", viewport=PHONE, color_scheme="dark"
    ) as page:
        await expect(page.get_by_text("Qué ocurrió")).to_be_visible()
        await expect(page.get_by_role("button", name="Reembolsar")).to_have_count(0)
        await check_width(page)
        await check_access(page)
    async with office.visit(
        browser,
        "/orders?status=failed",
        "orders:read",
        "config:read",
        language="es",
        viewport=PHONE,
    ) as page:
        await expect(page.get_by_role("row")).to_have_count(2)
        # What a phone has room for: which order, whose, and how it stands.
        failed = page.get_by_role("row").last
        await expect(failed.get_by_text("farid")).to_be_visible()
        await expect(failed.get_by_text("Fallido")).to_be_visible()
        await check_width(page)
