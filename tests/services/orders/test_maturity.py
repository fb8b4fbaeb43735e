"""Maturity: the points of an order are credited days after they were first approved (R6.13)."""

import asyncio
from datetime import datetime, timedelta

import pytest

from models.database import execute, fetch, instant
from services.accounts import maturity
from services.accounts.imports import ImportRow, import_points
from services.accounts.verification import check_ledger
from services.customers.putting import put_customer
from services.operation.jobs import run_job
from services.orders.attachment import attach_customer
from services.orders.orders import find_order
from services.rules.basics.enums import ExpiryCalculation, Job, PointsChange, PointsState
from services.rules.basics.refusals import InsufficientPoints, OutOfRange
from services.setup.settings import update_settings
from tests.clock import NOW
from tests.services.orders.order_life import balance, cancel, memo, refund, set_status, standing
from tests.services.shop import (
    ADMIN,
    add_customer,
    fill_cart,
    give,
    invoice,
    line,
    open_shop,
    place,
)

pytestmark = pytest.mark.usefixtures("database")

DAY = timedelta(days=1)
AN_INSTANT = timedelta(microseconds=1)
MATURITY = NOW + 10 * DAY


@pytest.fixture(autouse=True)
async def shop(database: str) -> None:  # noqa: ARG001 - it has to be open
    await open_shop(settings={"maturity_days": 10})


async def settings(**changes: object) -> None:
    await update_settings(website_code="us", changes=changes, caller=ADMIN, now=NOW)


async def buy(*, price: str = "10.00", order_id: str = "o1", quantity: int = 4) -> None:
    """Place and invoice an order, of 4 times 10.00, which will earn 200 points."""
    cart_id = f"c-{order_id}"
    await fill_cart(line(price, quantity), cart_id=cart_id)
    await place(order_id, cart_id=cart_id)
    await invoice(order_id)


async def buy_for(customer_id: str) -> None:
    """Place and invoice an order of another customer's, which will earn 200 points."""
    await fill_cart(line("10.00", 4), cart_id=customer_id, customer_id=customer_id)
    await place(customer_id, cart_id=customer_id)
    await invoice(customer_id)


async def exclude(*, excluded: bool = True, days: int = 0) -> None:
    await put_customer(
        customer_id="ada",
        website_code="us",
        email="ada@example.com",
        excluded_from_rewards=excluded,
        caller=ADMIN,
        now=NOW + days * DAY,
    )


async def mature(*, days: int = 10) -> int:
    return await run_job(job=Job.CREDIT_MATURED_POINTS, now=NOW + days * DAY)


async def history() -> list[tuple[object, ...]]:
    rows = await fetch("SELECT reason, points, shortfall FROM ledger_entries ORDER BY sequence")
    return [(row["reason"], row["points"], row["shortfall"]) for row in rows]


async def test_until_then_the_points_are_pending() -> None:
    """R6.13: `maturesAt` says until when, and so does the account."""
    await buy()

    order = await find_order(order_id="o1")
    account = await standing()
    assert (order.points_pending, order.points_earned, order.matures_at) == (200, 0, MATURITY)
    assert order.received_state is PointsState.APPROVED
    assert (account.balance, account.pending, account.pending_until) == (0, 200, MATURITY)
    assert (await check_ledger()).ok


async def test_an_order_that_is_not_approved_does_not_say_when_its_points_mature() -> None:
    await fill_cart(line("10.00"))
    await place()

    order = await find_order(order_id="o1")
    account = await standing()
    assert (order.points_pending, order.matures_at) == (50, None)
    assert (account.pending, account.pending_until) == (50, None)


async def test_the_account_waits_for_the_next_order_once_the_first_earns_nothing() -> None:
    """R6.13, R18.1: it stands on the account, with nothing read of the orders."""
    await buy(order_id="o1")
    await settings(maturity_days=20)
    await buy(order_id="o2", quantity=1)
    before = await standing()

    await refund(memo(order_id="o1"))

    after = await standing()
    assert (before.pending, before.pending_until) == (250, MATURITY)
    assert (after.pending, after.pending_until) == (50, NOW + 20 * DAY)
    assert (await check_ledger()).ok


@pytest.mark.parametrize("days", [None, 0])
async def test_without_days_they_are_credited_at_once(days: int | None) -> None:
    await settings(maturity_days=days)

    await buy()

    order = await find_order(order_id="o1")
    assert (order.points_earned, order.matures_at) == (200, None)


async def test_they_are_credited_to_the_instant() -> None:
    await buy()

    early = await run_job(job=Job.CREDIT_MATURED_POINTS, now=MATURITY - AN_INSTANT)
    at_the_instant = await run_job(job=Job.CREDIT_MATURED_POINTS, now=MATURITY)
    again = await run_job(job=Job.CREDIT_MATURED_POINTS, now=MATURITY + DAY)

    order = await find_order(order_id="o1")
    account = await standing()
    assert (early, at_the_instant, again) == (0, 1, 0)
    assert (order.points_pending, order.points_earned, order.matures_at) == (0, 200, MATURITY)
    assert (account.balance, account.pending, account.pending_until) == (200, 0, None)
    assert (await check_ledger()).ok


async def test_the_first_of_several_orders_says_until_when() -> None:
    await buy()
    await settings(maturity_days=3)
    await buy(order_id="o2", price="5.00")

    before = await standing()
    await mature(days=3)
    after = await standing()

    assert (before.pending, before.pending_until) == (300, NOW + 3 * DAY)
    assert (after.balance, after.pending, after.pending_until) == (100, 200, MATURITY)


async def test_a_later_change_of_the_setting_moves_nothing() -> None:
    await buy()
    await settings(maturity_days=1)

    assert await mature(days=9) == 0
    assert await mature(days=10) == 1


async def test_the_first_approval_counts_though_the_setting_was_off_then() -> None:
    """R6.13: the N of that moment was 0."""
    await settings(maturity_days=None)
    await buy()
    await set_status("failed")
    await settings(maturity_days=10)

    await set_status("complete")

    assert await balance() == 200


async def test_flips_move_nothing_either() -> None:
    await buy()

    await set_status("failed", now=NOW + DAY)
    failed = await standing()
    await set_status("complete", now=NOW + 2 * DAY)

    order = await find_order(order_id="o1")
    assert (failed.pending, failed.pending_until) == (0, None)
    assert (order.points_pending, order.matures_at) == (200, MATURITY)
    assert await mature() == 1


async def test_points_that_are_not_approved_then_are_not_credited() -> None:
    await buy()
    await set_status("failed", now=NOW + DAY)

    assert await mature() == 0
    assert await balance() == 0


async def test_approved_again_afterwards_they_are_credited_at_once() -> None:
    await buy()
    await set_status("failed", now=NOW + DAY)
    await mature()

    await set_status("complete", now=MATURITY)

    assert await balance() == 200
    assert (await check_ledger()).ok


async def test_points_taken_back_after_they_matured_come_back_at_once() -> None:
    """R6.3: once they were credited, flips go on as ever."""
    await buy()
    await mature()
    await set_status("failed", now=MATURITY + DAY)
    taken_back = await balance()

    await set_status("complete", now=MATURITY + DAY)

    assert (taken_back, await balance()) == (0, 200)


@pytest.mark.parametrize("deducts", [False, True], ids=["setting-off", "setting-on"])
async def test_a_memo_lowers_pending_points_whatever_the_setting_says(*, deducts: bool) -> None:
    """R6.10, R6.13."""
    await settings(deduct_earned_points_on_refund=deducts)
    await buy()

    await refund(memo(("l1", 1)))

    assert (await standing()).pending == 150
    await mature()
    assert await balance() == 150


async def test_a_memo_before_the_approval_lowers_them_too() -> None:
    await fill_cart(line("10.00", 4))
    await place()
    await invoice("o1", ("l1", 3))

    await refund(memo(("l1", 1)))

    assert (await standing()).pending == 150


@pytest.mark.parametrize(("deducts", "kept"), [(False, 200), (True, 150)], ids=["off", "on"])
async def test_the_setting_is_about_points_already_credited(*, deducts: bool, kept: int) -> None:
    await settings(deduct_earned_points_on_refund=deducts)
    await buy()
    await mature()

    await refund(memo(("l1", 1)), now=MATURITY)

    assert await balance() == kept


async def test_a_memo_at_the_instant_comes_after_the_credit() -> None:
    """R3.3, R6.13: what is due is written before the command's own work."""
    await buy()

    await refund(memo(("l1", 1)), now=MATURITY)

    order = await find_order(order_id="o1")
    assert (await balance(), order.points_earned, order.points_pending) == (200, 200, 0)
    assert (await check_ledger()).ok


async def test_an_order_refunded_whole_meanwhile_earns_nothing() -> None:
    await buy()

    await refund(memo(), now=NOW + DAY)

    assert (await standing()).pending_until is None
    assert (await mature(), await balance()) == (0, 0)


async def test_what_is_cancelled_meanwhile_is_not_credited() -> None:
    await fill_cart(line("10.00", 4))
    await place()
    await set_status("shipped")

    await cancel(("l1", 3), now=NOW + DAY)

    assert (await standing()).pending == 50
    await mature()
    assert await balance() == 50


async def test_nothing_matures_where_nothing_was_bought() -> None:
    """R6.5: a status alone completes no order with nothing left."""
    await fill_cart(line("10.00", 4))
    await place()
    await cancel()

    await set_status("complete")

    assert (await find_order(order_id="o1")).matures_at is None


@pytest.mark.parametrize("switch", ["enabled", "enabled_on_storefront", "earn_on_purchase"])
async def test_a_switch_that_is_off_at_the_approval_counts(switch: str) -> None:
    """R1.6, R6.7: never earned, though it is on again when they would mature."""
    await settings(**{switch: False})
    await buy()
    await settings(**{switch: True})

    await mature()

    assert await balance() == 0
    assert (await find_order(order_id="o1")).points_pending == 0


@pytest.mark.parametrize("switch", ["enabled", "enabled_on_storefront", "earn_on_purchase"])
async def test_a_switch_that_is_off_at_the_credit_does_not(switch: str) -> None:
    await buy()
    await settings(**{switch: False})

    await mature()

    assert await balance() == 200


async def test_the_cap_counts_at_the_credit() -> None:
    """R4.1: what it cuts stays lost for the order."""
    await buy()
    await settings(balance_cap=120)

    await mature()
    await settings(balance_cap=None)
    await set_status("shipped", now=MATURITY)

    order = await find_order(order_id="o1")
    assert await history() == [("PURCHASE", 120, 80)]
    assert (order.points_earned, order.points_pending) == (120, 0)
    assert (await check_ledger()).ok


async def test_who_is_excluded_at_the_credit_loses_them() -> None:
    """R12.6: nothing is made up for later."""
    await buy()
    await exclude()

    await mature()
    await exclude(excluded=False, days=10)
    await set_status("shipped", now=MATURITY)

    assert (await balance(), (await standing()).pending) == (0, 0)


async def test_who_is_excluded_loses_them_at_an_import_too() -> None:
    """R3.3, R12.6: a command about many customers credits what is due by each one's own terms."""
    await buy()
    await exclude()

    row = ImportRow("ada", "us", 40)
    await import_points(
        idempotency_key="k", dry_run=False, rows=[row], caller=ADMIN, now=MATURITY + DAY
    )

    assert await balance(now=MATURITY + DAY) == 40
    assert (await check_ledger()).ok


@pytest.mark.parametrize("job", [Job.CREDIT_MATURED_POINTS, Job.EXPIRE_POINTS])
async def test_an_account_that_somebody_has_in_hand_keeps_no_other_waiting(
    monkeypatch: pytest.MonkeyPatch, job: Job
) -> None:
    """R6.13, R10.3: the job does all others, and says then that one is left."""
    await add_customer("bob")
    await buy()
    await buy_for("bob")
    write_due = maturity._write_due  # noqa: SLF001 - what somebody else keeps it from

    async def unless_adas(*, customer_id: str, website_code: str, now: datetime) -> object:
        if customer_id == "ada":
            raise TimeoutError
        return await write_due(customer_id=customer_id, website_code=website_code, now=now)

    monkeypatch.setattr(maturity, "_write_due", unless_adas)
    with pytest.raises(TimeoutError):
        await run_job(job=job, now=MATURITY)

    assert (await balance(), await balance("bob")) == (0, 200)


async def test_who_is_excluded_only_at_the_approval_gets_them() -> None:
    await exclude()
    await buy()
    await exclude(excluded=False)

    await mature()

    assert await balance() == 200


async def test_who_is_excluded_after_the_instant_got_them_before() -> None:
    """R3.3: though no job has run meanwhile."""
    await buy()

    await exclude(days=11)

    assert await balance() == 200


async def test_any_command_on_the_account_credits_what_is_due_first() -> None:
    """R3.3: so that it can be spent, from that instant on."""
    await buy()
    with pytest.raises(InsufficientPoints):
        await give(-150, now=MATURITY - AN_INSTANT)

    await give(-150, now=MATURITY)

    assert await history() == [("PURCHASE", 200, 0), ("ADMIN_ADJUSTMENT", -150, 0)]
    assert (await find_order(order_id="o1")).points_earned == 200
    assert (await check_ledger()).ok


async def test_a_command_that_is_refused_leaves_it_due() -> None:
    await buy()

    with pytest.raises(InsufficientPoints):
        await give(-201, now=MATURITY)

    assert await history() == []
    assert await mature() == 1


async def test_what_is_due_is_written_in_the_order_of_its_instants() -> None:
    """R6.13: what expires at the same instant goes first and leaves room below the cap."""
    await settings(balance_cap=200)
    await give(100, expires_at=NOW + 9 * DAY)
    await give(90, expires_at=MATURITY)
    await give(10, expires_at=NOW + 11 * DAY)
    await buy()

    await mature(days=12)

    assert (await history())[3:] == [
        ("EXPIRED", -100, 0),
        ("EXPIRED", -90, 0),
        ("PURCHASE", 190, 10),
        ("EXPIRED", -10, 0),
    ]
    assert (await check_ledger()).ok


async def test_the_job_of_expiry_keeps_to_that_order() -> None:
    await settings(balance_cap=100)
    await give(100, expires_at=NOW + 11 * DAY)
    await buy()

    expired = await run_job(job=Job.EXPIRE_POINTS, now=NOW + 12 * DAY)

    assert expired == 1
    assert (await history())[1:] == [("EXPIRED", -100, 0)]
    assert (await find_order(order_id="o1")).points_earned == 0
    assert (await check_ledger()).ok


@pytest.mark.parametrize("calculation", ExpiryCalculation)
async def test_the_lots_life_begins_when_the_points_mature(calculation: ExpiryCalculation) -> None:
    """R10.1, R10.2: however late the job was."""
    await settings(expiry_days=5, expiry_calculation=calculation)
    await buy()
    await mature(days=12)

    live = await balance(now=MATURITY + 5 * DAY - AN_INSTANT)
    over = await balance(now=MATURITY + 5 * DAY)

    assert (live, over) == (200, 0)
    (entry,) = await fetch("SELECT created_at, recorded_at FROM ledger_entries")
    assert instant(entry["created_at"]) == MATURITY
    assert instant(entry["recorded_at"]) == NOW + 12 * DAY


async def test_what_matured_and_expired_meanwhile_is_written_whole() -> None:
    await settings(expiry_days=5)
    await buy()

    await mature(days=30)

    assert await history() == [("PURCHASE", 200, 0), ("EXPIRED", -200, 0)]
    assert (await check_ledger()).ok


async def test_an_edited_order_takes_its_maturity_with_it() -> None:
    """R6.14: the new order's points mature when they are approved themselves."""
    await fill_cart(line("10.00", 4))
    await place()
    await set_status("shipped")
    await fill_cart(line("10.00", 2), cart_id="c2", replaces="o1")

    await place("o2", cart_id="c2")

    account = await standing()
    assert (account.pending, account.pending_until) == (100, None)
    assert await mature() == 0


async def test_replacing_an_order_at_the_instant_takes_back_what_was_credited() -> None:
    await fill_cart(line("10.00", 4))
    await place()
    await set_status("shipped")
    await fill_cart(line("10.00", 2), cart_id="c2", replaces="o1")

    await place("o2", cart_id="c2", now=MATURITY)

    assert await history() == [("PURCHASE", 200, 0), ("EARNING_REVERSED", -200, 0)]
    assert (await check_ledger()).ok


async def test_a_guests_order_matures_from_its_approval_on() -> None:
    """R6.7, R6.13: whoever is attached meanwhile waits for the rest of the days."""
    await fill_cart(line("10.00", 4), customer_id=None)
    await place()
    await set_status("shipped")
    await attach_customer(order_id="o1", customer_id="ada", caller=ADMIN, now=NOW + 4 * DAY)

    account = await standing()
    assert (account.pending, account.pending_until) == (200, MATURITY)
    assert await mature() == 1


@pytest.mark.parametrize("received", [PointsChange.APPROVE, PointsChange.UNCHANGED])
async def test_a_status_set_at_the_instant_credits_once(received: PointsChange) -> None:
    await buy()

    await set_status("shipped", received=received, now=MATURITY)

    assert await history() == [("PURCHASE", 200, 0)]
    assert (await find_order(order_id="o1")).points_earned == 200
    assert (await check_ledger()).ok


async def test_one_transaction_is_one_mail() -> None:
    """R11.1: of the points that matured and of the command's own."""
    await buy()

    await give(5, now=MATURITY)

    mails = await fetch("SELECT first_sequence, last_sequence FROM emails")
    assert [(mail["first_sequence"], mail["last_sequence"]) for mail in mails] == [(1, 2)]


async def test_several_workers_and_commands_at_once_credit_once() -> None:
    """R3.4, R6.13."""
    customers = [f"c{number}" for number in range(8)]
    for customer_id in customers:
        await add_customer(customer_id)
        for number in range(2):
            cart_id = f"{customer_id}-{number}"
            await fill_cart(line("10.00"), cart_id=cart_id, customer_id=customer_id)
            await place(cart_id, cart_id=cart_id)
            await invoice(cart_id)

    await asyncio.gather(
        *(mature() for _ in range(3)),
        *(give(1, customer_id=customer_id, now=MATURITY) for customer_id in customers),
        *(set_status("shipped", order_id=f"{each}-1", now=MATURITY) for each in customers),
    )

    assert [await balance(customer_id) for customer_id in customers] == [101] * 8
    assert len(await history()) == 8 * 3
    assert (await check_ledger()).ok


@pytest.mark.parametrize("days", [-1, 3_651])
async def test_more_than_ten_years_are_refused(days: int) -> None:
    with pytest.raises(OutOfRange) as refused:
        await settings(maturity_days=days)

    assert refused.value.path == ("maturity_days",)


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE reward_accounts SET matures_at = NULL", "before its account knows of any"),
        ("UPDATE orders SET matures_at = ? WHERE id = 'o0'", "before its points have matured"),
        ("UPDATE reward_accounts SET pending_points = 1", "promises other points than its orders"),
    ],
    ids=["account", "entry", "promised"],
)
async def test_verify_finds_what_does_not_fit(statement: str, found: str) -> None:
    """R17.1."""
    await buy(order_id="o0")
    await mature()
    await buy(order_id="o1")

    await execute(statement, [NOW + 11 * DAY] if "?" in statement else [])

    violations = (await check_ledger()).violations

    assert any(found in each for each in violations), violations
