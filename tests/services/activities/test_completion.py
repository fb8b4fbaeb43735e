"""Orders of invitees: the inviter is rewarded when they become complete (R9.3)."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from models.tables.checkout import OrderEvent, OrderRow
from services.accounts.verification import check_ledger
from services.ledger.entries import LedgerEntry
from services.orders.attachment import attach_customer
from services.orders.change import OrderCommand
from services.rules.basics.enums import LedgerReason
from tests.clock import NOW
from tests.services.activities.activity_life import accept, invite, register
from tests.services.orders.order_life import balance, cancel, memo, refund, set_status
from tests.services.setup.builders import delete_website, put_website, set_settings
from tests.services.shop import ADMIN, count_rows, fill_cart, give, invoice, line, open_shop, place

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
async def shop(database: str) -> None:  # noqa: ARG001 - it has to be open
    """Let Bob be a customer whom Ada invited: his orders earn her 100 points each."""
    await open_shop()
    await set_settings("us", invitation_order_points=100)
    await invite()
    await register()
    await accept()


async def order(
    order_id: str = "o1", *, customer_id: str | None = "bob", website_code: str = "us"
) -> None:
    """Place an order of two units of 10.00."""
    cart_id = f"c-{order_id}"
    await fill_cart(
        line("10.00", 2), cart_id=cart_id, customer_id=customer_id, website_code=website_code
    )
    await place(order_id, cart_id=cart_id)


async def sell(order_id: str = "o1", **whose: str) -> OrderCommand:
    await order(order_id, **whose)
    return await invoice(order_id)


def of_inviter(entries: list[LedgerEntry]) -> list[int]:
    return [entry.points for entry in entries if entry.customer_id == "ada"]


async def test_an_invitees_order_that_becomes_complete_earns_the_inviter_points() -> None:
    """R9.3, R9.4: in the entries, after the buyer's; the message is the buyer's."""
    done = await sell()

    assert [(entry.customer_id, entry.reason, entry.points) for entry in done.entries] == [
        ("bob", LedgerReason.PURCHASE, 100),
        ("ada", LedgerReason.INVITATION_ORDER, 100),
    ]
    assert done.entries[1].order_id == "o1"
    assert done.message == "You earned 100 reward points for order o1."
    assert (await balance(), await balance("bob")) == (100, 100)
    assert (await check_ledger()).ok


async def test_a_replay_answers_the_inviters_entry_too() -> None:
    """R3.5: of an invoice, a cancellation and a status."""
    await order("o1")
    await order("o2")
    await order("o3")
    await invoice("o2", ("l1", 1))
    firsts = [
        await invoice("o1"),
        await cancel(("l1", 1), order_id="o2", cancellation_id="x"),
        await set_status("complete", order_id="o3", key="s"),
    ]

    again = [
        await invoice("o1"),
        await cancel(("l1", 1), order_id="o2", cancellation_id="x"),
        await set_status("complete", order_id="o3", key="s"),
    ]

    assert [of_inviter(done.entries) for done in firsts] == [[100]] * 3
    assert [done.entries for done in again] == [done.entries for done in firsts]
    assert [done.replayed for done in again] == [True] * 3
    assert await balance() == 300


async def test_what_was_kept_before_inviters_were_rewarded_is_still_replayed() -> None:
    """R3.5: ids alone, all of the buyer's."""
    await set_settings("us", invitation_order_points=None)
    first = await sell()
    event = await OrderEvent.get(order_id="o1", kind="INVOICE")
    event.result = {**event.result, "entries": [str(entry.id) for entry in first.entries]}
    await event.save(update_fields=["result"])

    assert (await invoice("o1")).entries == first.entries


async def test_an_order_is_rewarded_once_however_its_status_flips() -> None:
    """R9.3."""
    await sell()

    for status in ("shipped", "complete", "failed", "complete"):
        await set_status(status)

    assert await balance() == 100
    assert await count_rows("activity_awards") == 1


async def test_the_inviter_keeps_the_points_when_the_order_is_refunded() -> None:
    """R9.3."""
    await sell()

    await refund(memo())

    assert await balance() == 100


async def test_every_order_is_rewarded_or_only_the_first() -> None:
    """R9.3."""
    await sell("o1")
    await sell("o2")
    await set_settings("us", invitation_order_frequency="FIRST")

    third = await sell("o3")

    assert of_inviter(third.entries) == []
    assert await balance() == 200


async def test_the_first_order_counts_though_it_was_not_rewarded() -> None:
    """R9.3: for the limit, for want of points, or as it was before the acceptance."""
    await set_settings("us", invitation_order_frequency="FIRST", invitation_order_limit=0)
    await sell("o1")
    await set_settings("us", invitation_order_limit=None)

    await sell("o2")

    assert await balance() == 0


async def test_an_order_complete_before_the_acceptance_was_the_first() -> None:
    """R9.3."""
    await set_settings("us", invitation_order_frequency="FIRST")
    await invite("v2")
    await register("carl")
    await sell("o1", customer_id="carl")
    await accept("v2", customer_id="carl")

    await sell("o2", customer_id="carl")

    assert await balance() == 0


async def test_the_first_to_complete_counts_not_the_first_placed() -> None:
    """R9.3."""
    await set_settings("us", invitation_order_frequency="FIRST")
    await order("o1")
    await order("o2")

    done = [await invoice("o2"), await invoice("o1")]

    assert [of_inviter(each.entries) for each in done] == [[100], []]


async def cancel_all() -> None:
    await cancel()


async def refund_one_and_cancel_the_other() -> None:
    await invoice("o1", ("l1", 1))
    await refund(memo(("l1", 1)))
    await cancel()


@pytest.mark.parametrize("undo", [cancel_all, refund_one_and_cancel_the_other])
async def test_an_order_of_which_nothing_is_left_rewards_nobody_whatever_its_status(
    undo: Callable[[], Awaitable[None]],
) -> None:
    """R6.5: nothing was bought, so that the next order is the first to complete."""
    await set_settings("us", invitation_order_frequency="FIRST")
    await order("o1")
    await undo()

    done = await set_status("complete")
    bought = await sell("o2")

    assert of_inviter(done.entries) == []
    assert of_inviter(bought.entries) == [100]
    assert (await OrderRow.get(id="o1")).completed_at is None


async def test_an_order_of_which_a_unit_is_left_rewards_the_inviter() -> None:
    """R6.5: neither cancelled nor refunded, though nothing is invoiced."""
    await order("o1")
    await cancel(("l1", 1))

    done = await set_status("complete")

    assert of_inviter(done.entries) == [100]


async def test_an_inviter_keeps_the_points_when_all_is_refunded_later() -> None:
    """R9.3: and the order is not rewarded again."""
    await sell("o1")
    await refund(memo())

    again = await set_status("complete")

    assert of_inviter(again.entries) == []
    assert await balance() == 100


async def test_the_limit_counts_rewarded_orders_of_all_invitees() -> None:
    """R9.2, R9.3: not points."""
    await set_settings("us", invitation_order_limit=2)
    await invite("v2")
    await register("carl")
    await accept("v2", customer_id="carl")

    done = [
        await sell("o1"),
        await sell("o2", customer_id="carl"),
        await sell("o3"),
        await sell("o4", customer_id="carl"),
    ]

    assert [of_inviter(each.entries) for each in done] == [[100], [100], [], []]


async def test_it_is_credited_to_the_invitations_website() -> None:
    """R9.3: wherever the order was placed, by the invitation's settings."""
    await put_website("uk", currency="GBP")
    await set_settings("uk", invitation_order_points=7)

    done = await sell(website_code="uk")

    (entry,) = [entry for entry in done.entries if entry.customer_id == "ada"]
    assert (entry.website_code, entry.points) == ("us", 100)


async def test_an_order_in_part_invoiced_earns_nothing_until_it_is_complete() -> None:
    """R9.3."""
    await order()

    part = await invoice("o1", ("l1", 1))
    rest = await cancel(("l1", 1))

    assert [of_inviter(done.entries) for done in (part, rest)] == [[], [100]]


@pytest.mark.parametrize("status", ["shipped", "processing", "canceled", "closed"])
async def test_another_status_earns_nothing(status: str) -> None:
    """R9.3."""
    await order()

    await set_status(status)

    assert await balance() == 0


async def test_a_guests_order_that_is_complete_earns_nothing_when_it_finds_its_customer() -> None:
    """R6.7, R9.3: nor by what leaves it complete."""
    await order(customer_id=None)
    await invoice()

    attached = await attach_customer(order_id="o1", customer_id="bob", caller=ADMIN, now=NOW)

    refunded = await refund(memo(("l1", 1)))

    assert (attached.entries, of_inviter(refunded.command.entries)) == ([], [])
    assert await balance() == 0


async def test_a_guests_order_that_finds_its_customer_in_time_earns() -> None:
    """R6.7, R9.3."""
    await order(customer_id=None)
    await attach_customer(order_id="o1", customer_id="bob", caller=ADMIN, now=NOW)

    await invoice()

    assert await balance() == 100


@pytest.mark.parametrize(
    "settings",
    [
        pytest.param({"invitation_order_points": None}, id="nothing-to-award"),
        pytest.param({"invitation_order_limit": 0}, id="none-awarded"),
        pytest.param({"enabled": False}, id="feature-off"),
        pytest.param({"enabled_on_storefront": False}, id="storefront-off"),
    ],
)
async def test_what_earns_nothing_then_never_does(settings: dict[str, object]) -> None:
    """R1.6: neither by a later status, when it is worth something."""
    await set_settings("us", **settings)
    await sell()
    await set_settings(
        "us",
        invitation_order_points=100,
        invitation_order_limit=None,
        enabled=True,
        enabled_on_storefront=True,
    )

    for status in ("shipped", "complete"):
        await set_status(status)

    assert await balance() == 0


async def test_a_deleted_website_awards_nothing() -> None:
    """R1.5."""
    await set_settings(None, invitation_order_points=100)
    await put_website("uk", currency="GBP", is_default=True)
    await order(website_code="uk")
    await delete_website("us")

    assert of_inviter((await invoice()).entries) == []


async def test_an_inviter_who_can_hold_no_more_does_not_stop_the_order() -> None:
    """R3.7, R6.5: an invoice is never refused for points."""
    await give(1_000_000_000)
    await give(1_000_000_000)
    await give(147_483_600)

    done = await sell()

    assert done.order.status == "complete"
    assert of_inviter(done.entries) == [47]


async def test_what_the_inviter_had_expires_before_they_are_rewarded() -> None:
    """R3.3: any command first writes what is due, on the inviter's account too."""
    await set_settings("us", expiry_days=10)
    await give(30)
    await order()

    await invoice("o1", now=NOW + timedelta(days=10))

    assert await balance() == 100
    assert await count_rows("ledger_entries") == 4
    assert (await check_ledger()).ok


async def test_many_orders_at_once_are_rewarded_once_each_within_the_limit() -> None:
    """R9.2, R3.4: on connections of their own."""
    await set_settings("us", invitation_order_limit=5)
    for number in range(12):
        await order(f"o{number}")

    await asyncio.gather(*(invoice(f"o{number}") for number in range(12)))

    assert await balance() == 500
    assert (await check_ledger()).ok


async def test_of_many_first_orders_at_once_one_is_the_first() -> None:
    """R9.3: on websites of their own, so that they share no account but the inviter's."""
    await set_settings("us", invitation_order_frequency="FIRST")
    for number in range(8):
        await put_website(f"w{number}")
        await order(f"o{number}", website_code=f"w{number}")

    done = await asyncio.gather(*(invoice(f"o{number}") for number in range(8)))

    assert sum(len(of_inviter(each.entries)) for each in done) == 1
    assert await balance() == 100


async def test_an_inviter_who_buys_while_invitees_do_loses_nothing() -> None:
    """R3.4: two accounts are locked, in whichever order they come."""
    await invite("v2", inviter_id="bob", email="carl@example.com")
    await register("carl")
    await accept("v2", customer_id="carl")
    for number in range(4):
        for customer_id in ("ada", "bob", "carl"):
            await order(f"{customer_id}{number}", customer_id=customer_id)

    await asyncio.gather(
        *(invoice(f"{each}{number}") for number in range(4) for each in ("ada", "bob", "carl"))
    )

    assert [await balance(each) for each in ("ada", "bob", "carl")] == [800, 800, 400]
    assert (await check_ledger()).ok


async def test_when_an_order_was_first_complete_is_remembered() -> None:
    """R9.3: of everybody's, but no guest's."""
    await order("o1")
    await order("o2", customer_id=None)
    later = NOW + timedelta(hours=1)

    await invoice("o1", now=later)
    await invoice("o2", now=later)

    assert (await OrderRow.get(id="o1")).completed_at == later
    assert (await OrderRow.get(id="o2")).completed_at is None
