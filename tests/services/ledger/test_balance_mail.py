"""Mail is queued in the transaction of what it tells of, for those who want it (R11.1, R11.3)."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest

from models.database import execute, fetch, transaction
from services.accounts.imports import ImportRow, import_points
from services.accounts.orphans import delete_orphan_points, move_orphan_points
from services.customers.putting import put_customer
from services.customers.subscriptions import update_subscriptions
from services.operation.jobs import run_job
from services.rules.basics.enums import Job
from services.rules.basics.refusals import InsufficientPoints
from services.setup.settings import update_settings
from services.setup.websites import delete_website, put_website
from tests.clock import NOW
from tests.services.shop import (
    ADMIN,
    add_customer,
    count_rows,
    fill_cart,
    give,
    invoice,
    line,
    open_shop,
    place,
)

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
async def shop(database: str) -> None:  # noqa: ARG001 - it has to be open
    await open_shop()


async def queued() -> list[tuple[object, ...]]:
    rows = await fetch(
        "SELECT customer_id, website_code, kind, first_sequence, last_sequence, status"
        " FROM emails ORDER BY id"
    )
    return [tuple(row.values()) for row in rows]


async def subscribe(*, wanted: bool, customer_id: str = "ada") -> None:
    await update_subscriptions(
        customer_id=customer_id, balance_updates=wanted, caller=ADMIN, now=NOW
    )


async def test_each_change_of_a_balance_queues_one_mail() -> None:
    """R11.1: naming the entries that it tells of."""
    await give(30)
    await give(-10)

    assert await queued() == [
        ("ada", "us", "BALANCE_UPDATE", 1, 1, "QUEUED"),
        ("ada", "us", "BALANCE_UPDATE", 2, 2, "QUEUED"),
    ]


async def test_all_that_a_transaction_writes_is_one_mail() -> None:
    """R11.1: what has expired meanwhile is told with what was commanded."""
    await update_settings(website_code="us", changes={"expiry_days": 1}, caller=ADMIN, now=NOW)
    await give(30, now=NOW)
    await execute("DELETE FROM emails")

    await give(5, now=NOW.replace(year=NOW.year + 1))

    assert await queued() == [("ada", "us", "BALANCE_UPDATE", 2, 3, "QUEUED")]


async def test_an_order_queues_a_mail_when_it_takes_points_and_when_it_earns() -> None:
    """R11.1."""
    await fill_cart(line("10.00"))
    await place()
    assert await queued() == []

    await invoice()

    assert [mail[3:5] for mail in await queued()] == [(1, 1)]


async def test_those_who_do_not_want_mail_get_none() -> None:
    """R11.1."""
    await subscribe(wanted=False)
    await give(30)
    await subscribe(wanted=True)

    await give(5)

    assert [mail[3:5] for mail in await queued()] == [(2, 2)]


async def test_a_replay_queues_nothing() -> None:
    """R3.5, R11.1."""
    await give(30, key="k1")

    await give(30, key="k1")

    assert await count_rows("emails") == 1


async def test_what_is_refused_queues_nothing() -> None:
    """R11.3."""
    with pytest.raises(InsufficientPoints):
        await give(-1)

    assert await queued() == []


async def test_a_transaction_that_is_undone_takes_its_mail_along() -> None:
    """R11.3: queued in the same transaction as the change."""
    with suppress(RuntimeError):
        async with transaction():
            await give(30)
            raise RuntimeError

    assert await count_rows("emails") == await count_rows("ledger_entries") == 0


async def test_customers_without_an_address_get_no_mail() -> None:
    await execute("UPDATE customers SET email = NULL")

    await give(30)

    assert await queued() == []


@pytest.mark.parametrize("switch", ["enabled", "enabled_on_storefront"])
async def test_nothing_is_mailed_of_points_that_customers_may_not_see(switch: str) -> None:
    """R1.6."""
    await update_settings(website_code="us", changes={switch: False}, caller=ADMIN, now=NOW)

    await give(30)

    assert await queued() == []


async def test_a_deleted_website_mails_nothing() -> None:
    """R1.5: what becomes of orphan points is told where they go, if anywhere."""
    await put_website(code="eu", base_currency="EUR", caller=ADMIN, now=NOW)
    await give(30, website_code="eu")
    await execute("DELETE FROM emails")
    await delete_website(code="eu", caller=ADMIN, now=NOW)

    await delete_orphan_points(
        customer_id="ada", from_website_code="eu", idempotency_key="k", caller=ADMIN, now=NOW
    )

    assert await queued() == []


@pytest.mark.parametrize("by_default", [True, False])
async def test_new_customers_are_subscribed_as_the_website_says(*, by_default: bool) -> None:
    """R11.1: on every creation path."""
    changes = {"subscribe_by_default": by_default, "registration_points": 50}
    await update_settings(website_code="us", changes=changes, caller=ADMIN, now=NOW)

    made = await put_customer(
        customer_id="eve", website_code="us", email="eve@example.com", caller=ADMIN, now=NOW
    )

    wanted = (made.customer.balance_updates, made.customer.expiration_notifications)
    assert wanted == (by_default, by_default)
    assert await count_rows("emails") == int(by_default)


async def test_parallel_changes_queue_a_mail_each() -> None:
    """R11.1."""
    await add_customer("bob")

    await asyncio.gather(*(give(1, customer_id=who) for who in ["ada", "bob"] * 5))

    assert sorted(str(mail[0]) for mail in await queued()) == ["ada"] * 5 + ["bob"] * 5


async def expire() -> int:
    return await run_job(job=Job.EXPIRE_POINTS, now=NOW + timedelta(days=30))


async def test_those_who_do_not_want_mail_get_none_of_what_expires() -> None:
    """R11.1: an expiry is a change like any other."""
    await update_settings(website_code="us", changes={"expiry_days": 30}, caller=ADMIN, now=NOW)
    await subscribe(wanted=False)
    await give(30)

    expired = await expire()

    assert (expired, await queued()) == (1, [])


async def test_a_deleted_website_does_not_mail_what_expires() -> None:
    """R1.5, R11.1."""
    await open_shop(website_code="eu", currency="EUR", settings={"expiry_days": 30})
    await give(30, website_code="eu")
    await execute("DELETE FROM emails")
    await delete_website(code="eu", caller=ADMIN, now=NOW)

    expired = await expire()

    assert (expired, await queued()) == (1, [])


@pytest.mark.parametrize("notify", [False, True])
async def test_an_import_mails_nobody_unless_it_shall(*, notify: bool) -> None:
    """R11.1."""
    rows = [ImportRow("ada", "us", 5), ImportRow("ada", "us", 7)]

    await import_points(
        idempotency_key="k", dry_run=False, rows=rows, notify=notify, caller=ADMIN, now=NOW
    )

    told = [("ada", "us", "BALANCE_UPDATE", 1, 2, "QUEUED")]
    assert await queued() == (told if notify else [])


async def test_what_expires_with_a_quiet_import_is_told_alone() -> None:
    """R11.1: an expiry is a change too."""
    await give(3, expires_at=NOW + timedelta(days=1))
    await execute("DELETE FROM emails")
    later = NOW + timedelta(days=2)
    rows = [ImportRow("ada", "us", 5)]

    await import_points(idempotency_key="k", dry_run=False, rows=rows, caller=ADMIN, now=later)

    assert await queued() == [("ada", "us", "BALANCE_UPDATE", 2, 2, "QUEUED")]


@pytest.mark.parametrize("notify", [False, True])
async def test_a_move_of_orphans_mails_nobody_unless_it_shall(*, notify: bool) -> None:
    """R11.1."""
    await put_website(code="uk", base_currency="GBP", caller=ADMIN, now=NOW)
    await give(5, website_code="uk")
    await delete_website(code="uk", caller=ADMIN, now=NOW)
    await execute("DELETE FROM emails")

    await move_orphan_points(
        customer_id="ada",
        from_website_code="uk",
        to_website_code="us",
        idempotency_key="k",
        notify=notify,
        caller=ADMIN,
        now=NOW,
    )

    told = [("ada", "us", "BALANCE_UPDATE", 1, 1, "QUEUED")]
    assert await queued() == (told if notify else [])
