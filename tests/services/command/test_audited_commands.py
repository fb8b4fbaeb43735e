"""Every command of an admin is in the audit log, and no customer's own (R12.2)."""

from collections.abc import Awaitable

import pytest

from services.accounts.imports import ImportRow, import_points
from services.accounts.orphans import delete_orphan_points, move_orphan_points
from services.checkout.putting import delete_cart
from services.checkout.redemption import (
    apply_points,
    apply_product_points,
    hold_points,
    remove_points,
)
from services.command.audit import list_audit_entries
from services.command.caller import Caller
from services.command.pages.cursor_page import PageRequest
from services.operation.jobs import run_job
from services.orders.attachment import attach_customer
from services.promotions.product_points import (
    ProductPoints,
    delete_product_points,
    put_product_points,
)
from services.rules.basics.enums import Job
from services.setup.websites import delete_website
from tests.clock import NOW
from tests.services.activities.activity_life import accept, define, do, invite, register
from tests.services.orders.order_life import cancel, memo, refund, set_status
from tests.services.shop import ADA, ADMIN, fill_cart, give, invoice, line, open_shop, place

pytestmark = pytest.mark.usefixtures("database")

PRODUCT = ProductPoints("sku-l1", 1, None, ())


async def actions_of(*commands: Awaitable[object]) -> list[str]:
    """Give the commands and return what they left in the log, all by the admin."""
    before = (await list_audit_entries(PageRequest())).total_count
    for command in commands:
        await command
    log = await list_audit_entries(PageRequest(first=100))
    written = log.items[: log.total_count - before]
    assert {entry.actor for entry in written} <= {ADMIN.actor}
    return [entry.action for entry in reversed(written)]


def checkout(caller: Caller) -> list[Awaitable[object]]:
    return [
        apply_points(cart_id="c1", caller=caller, now=NOW),
        hold_points(cart_id="c1", caller=caller, now=NOW),
        remove_points(cart_id="c1", caller=caller, now=NOW),
        apply_product_points(cart_id="c1", caller=caller, now=NOW),
    ]


async def test_what_changes_points_by_hand_is_in_the_log() -> None:
    """R12.2."""
    await open_shop()
    await open_shop(website_code="uk", currency="GBP")
    row = ImportRow("ada", "us", 40)

    actions = await actions_of(
        give(10),
        import_points(idempotency_key="i", dry_run=False, rows=[row], caller=ADMIN, now=NOW),
        delete_website(code="uk", caller=ADMIN, now=NOW),
        move_orphan_points(
            customer_id="ada",
            from_website_code="uk",
            to_website_code="us",
            idempotency_key="m",
            caller=ADMIN,
            now=NOW,
        ),
        delete_orphan_points(
            customer_id="ada", from_website_code="uk", idempotency_key="d", caller=ADMIN, now=NOW
        ),
        run_job(job=Job.EXPIRE_POINTS, caller=ADMIN, now=NOW),
    )

    assert actions == [
        "pointsAdjust",
        "pointsImport",
        "websiteDelete",
        "orphanPointsMove",
        "orphanPointsDelete",
        "jobRun",
    ]


async def test_what_an_admin_does_for_a_customer_is_in_the_log() -> None:
    """R12.2."""
    await open_shop()
    await give(100)

    actions = await actions_of(
        put_product_points(product=PRODUCT, caller=ADMIN, now=NOW),
        fill_cart(line("10.00")),
        *checkout(ADMIN),
        delete_cart(cart_id="c1", caller=ADMIN, now=NOW),
        delete_product_points(sku=PRODUCT.sku, caller=ADMIN, now=NOW),
    )

    assert actions == [
        "productPointsPut",
        "cartPut",
        "cartApplyPoints",
        "cartHoldPoints",
        "cartRemovePoints",
        "cartApplyProductPoints",
        "cartDelete",
        "productPointsDelete",
    ]


async def test_what_customers_do_themselves_is_not() -> None:
    """R12.2."""
    await open_shop()
    await give(100)
    await put_product_points(product=PRODUCT, caller=ADMIN, now=NOW)
    await fill_cart(line("10.00"))

    assert await actions_of(*checkout(ADA)) == []


async def test_what_happens_to_an_order_is_in_the_log() -> None:
    """R12.2."""
    await open_shop()
    await fill_cart(line("10.00", 3), customer_id=None)

    actions = await actions_of(
        place(),
        attach_customer(order_id="o1", customer_id="ada", caller=ADMIN, now=NOW),
        cancel(("l1", 1)),
        invoice(),
        refund(memo(("l1", 1))),
        set_status("shipped"),
    )

    assert actions == [
        "orderPlace",
        "orderAttachCustomer",
        "orderCancel",
        "orderInvoice",
        "orderRefund",
        "orderSetStatus",
    ]


async def test_what_customers_do_beside_orders_is_in_the_log_once() -> None:
    """R12.2: a replay writes nothing more."""
    await open_shop()

    actions = await actions_of(
        define(), do(key="k"), do(key="k"), invite(), invite(), register(), accept(), accept()
    )

    assert actions == [
        "customActivityPut",
        "activityRecord",
        "invitationCreate",
        "customerPut",
        "invitationAccept",
    ]


async def test_a_dry_run_is_not_in_the_log() -> None:
    """R12.2: it writes nothing."""
    await open_shop()
    row = ImportRow("ada", "us", 40)

    dry = import_points(idempotency_key="i", dry_run=True, rows=[row], caller=ADMIN, now=NOW)

    assert await actions_of(dry) == []
