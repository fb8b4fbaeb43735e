"""Merging: the accounts of two customers add up, lot by lot, and move no point twice (R12.5)."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from models.database import fetch, identifier
from services.accounts.accounts import read_accounts
from services.accounts.verification import check_ledger
from services.checkout.redemption import apply_points, hold_points
from services.command.pages.cursor_page import PageRequest
from services.customers.customers import find_customer, list_customers
from services.customers.putting import put_customer
from services.customers.subscriptions import update_subscriptions
from services.operation.jobs import run_job
from services.orders.status_rules import put_order_status_rule
from services.rules.basics.enums import Job, LedgerReason, PointsChange
from services.rules.basics.refusals import (
    IdempotencyConflict,
    Invalid,
    NotFound,
    OutOfRange,
)
from services.setup.websites import delete_website, put_website
from tests.clock import NOW
from tests.services.customers.merging_life import entries_of, lots_of, merge
from tests.services.orders.order_life import balance, memo, refund, set_status, standing
from tests.services.setup.builders import set_settings
from tests.services.shop import (
    ADMIN,
    BOB,
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

DAY = timedelta(days=1)
INT32_MAX = 2**31 - 1


@pytest.fixture(autouse=True)
async def shop(database: str) -> AsyncIterator[None]:  # noqa: ARG001 - it has to be open
    await open_shop()
    await add_customer("bob")
    yield
    assert (await check_ledger()).violations == []


async def owe(points: int, customer_id: str) -> None:
    """Put a customer into debt: an order earned, its points were spent, it is cancelled."""
    await set_settings("us", clawback="DEBT", deduct_earned_points_on_refund=True)
    order_id = f"debt of {customer_id}"
    await fill_cart(line(f"{points * 2 // 10}.00"), cart_id=order_id, customer_id=customer_id)
    await place(order_id, cart_id=order_id)
    await invoice(order_id)
    await give(-points, customer_id=customer_id)
    await refund_all(order_id)


async def refund_all(order_id: str) -> None:
    await refund(memo(order_id=order_id))


async def test_the_accounts_add_up_by_a_debit_and_a_credit() -> None:
    await give(30)
    await give(50, customer_id="bob")

    merged = await merge()

    assert merged.customer.id == "ada"
    assert (await balance("ada"), await balance("bob")) == (80, 80)
    moved = [each for each in await entries_of() if each.reason is LedgerReason.MERGE]
    assert [(each.customer_id, each.points, each.balance) for each in moved] == [
        ("bob", -50, 0),
        ("ada", 50, 80),
    ]


async def test_entries_stay_where_they_were_written_and_either_id_lists_both() -> None:
    await give(30)
    await give(50, customer_id="bob")

    await merge()

    of_ada, of_bob = await entries_of("ada"), await entries_of("bob")
    assert of_ada == of_bob
    assert [(each.customer_id, each.points) for each in of_ada] == [
        ("ada", 30),
        ("bob", 50),
        ("bob", -50),
        ("ada", 50),
    ]


async def test_each_lot_goes_on_with_its_dates_and_knows_where_it_came_from() -> None:
    """R10.2: a date given holds under both calculations, one worked out does not."""
    await set_settings("us", expiry_days=100)
    await give(20, customer_id="bob", expires_at=NOW + 5 * DAY)
    await give(30, customer_id="bob", now=NOW + DAY)
    await give(-10, customer_id="bob", now=NOW + DAY)
    before = await fetch(
        "SELECT id, remaining, created_at, static_expires_at, has_explicit_expiry"
        " FROM points_lots WHERE customer_id = 'bob' ORDER BY created_at"
    )

    await merge(now=NOW + 2 * DAY)

    after = await lots_of()
    dates = ("remaining", "created_at", "static_expires_at", "has_explicit_expiry")
    assert [[lot[name] for name in dates] for lot in after] == [
        [lot[name] for name in dates] for lot in before
    ]
    assert [identifier(lot["origin_lot_id"]) for lot in after] == [
        identifier(lot["id"]) for lot in before
    ]
    assert await balance(now=NOW + 5 * DAY) == 30


async def test_a_lot_that_was_merged_twice_names_the_first_of_all() -> None:
    await add_customer("eve")
    await give(20, customer_id="eve")
    (first,) = await fetch("SELECT id FROM points_lots")

    await merge("eve", "bob")
    await merge("bob", "ada")

    (lot,) = await lots_of()
    assert identifier(lot["origin_lot_id"]) == identifier(first["id"])
    assert [await balance(whose) for whose in ("ada", "bob", "eve")] == [20, 20, 20]


async def test_what_is_due_is_written_first() -> None:
    """R3.3: what has expired goes nowhere."""
    await give(20, customer_id="bob", expires_at=NOW + DAY)
    await give(5, expires_at=NOW + DAY)
    await give(30, customer_id="bob")

    await merge(now=NOW + 2 * DAY)

    assert [(each.reason.value, each.points) for each in await entries_of()][3:] == [
        ("EXPIRED", -5),
        ("EXPIRED", -20),
        ("MERGE", -30),
        ("MERGE", 30),
    ]


async def test_merged_points_are_not_cut_by_the_cap() -> None:
    """R4.1."""
    await give(30)
    await give(50, customer_id="bob")
    await set_settings("us", balance_cap=60)

    await merge()

    assert await balance() == 80


async def test_an_empty_account_moves_nothing() -> None:
    await give(30)

    await merge()

    assert [each.reason for each in await entries_of()] == [LedgerReason.ADMIN_ADJUSTMENT]


@pytest.mark.parametrize(("owed", "had", "left"), [(30, 100, 70), (30, 10, -20), (30, 0, -30)])
async def test_a_debt_goes_with_the_account(owed: int, had: int, left: int) -> None:
    """R4.4: it is paid by what the other has, and the rest is owed."""
    await owe(owed, "bob")
    if had:
        await give(had)

    await merge()

    stands = await standing()
    assert (stands.balance, stands.debt) == (left, max(-left, 0))
    moved = [each.points for each in await entries_of() if each.reason is LedgerReason.MERGE]
    assert moved == [owed, -owed]


@pytest.mark.parametrize(("had", "left"), [(100, 70), (10, -20)])
async def test_points_repay_the_debt_of_the_other(had: int, left: int) -> None:
    """R4.4."""
    await owe(30, "ada")
    await give(had, customer_id="bob")

    await merge()

    assert await balance() == left


async def test_two_debts_are_one() -> None:
    await owe(30, "ada")
    await owe(20, "bob")

    await merge()

    assert (await standing()).debt == 50


async def test_a_balance_that_no_account_can_hold_is_refused_and_nothing_moves() -> None:
    """R3.7."""
    for customer_id in ("ada", "bob"):
        await give(1_000_000_000, customer_id=customer_id)
        await give(73_741_824, customer_id=customer_id)

    with pytest.raises(OutOfRange) as refused:
        await merge()

    assert refused.value.path == ("into_id",)
    assert await balance("bob") == await balance("ada") == 2**30
    assert (await find_customer("bob")).id == "bob"


async def test_accounts_add_up_per_website_deleted_ones_too() -> None:
    """R1.5."""
    await put_website(code="eu", base_currency="EUR", caller=ADMIN, now=NOW)
    await put_website(code="uk", base_currency="GBP", caller=ADMIN, now=NOW)
    await give(10, customer_id="bob", website_code="eu")
    await give(20, customer_id="bob", website_code="uk")
    await give(3, website_code="uk")
    await delete_website(code="uk", caller=ADMIN, now=NOW)

    await merge()

    found = await read_accounts(customer_id="bob", now=NOW)
    assert sorted((each.website_code, each.balance, each.orphan) for each in found) == [
        ("eu", 10, False),
        ("uk", 23, True),
        ("us", 0, False),
    ]


async def test_holds_and_pending_points_follow() -> None:
    """R5.7, R6.7."""
    await give(30)
    await give(50, customer_id="bob")
    await fill_cart(line("4.00"), cart_id="c2", customer_id="bob")
    await apply_points(cart_id="c2", points=20, caller=BOB, now=NOW)
    await hold_points(cart_id="c2", caller=BOB, now=NOW)
    await fill_cart(line("10.00"), cart_id="c3", customer_id="bob")
    await place("o3", cart_id="c3")

    await merge()

    stands = await standing()
    assert (stands.balance, stands.held, stands.available, stands.pending) == (80, 20, 60, 50)
    placed = await place("o2", cart_id="c2")
    assert placed.orders[0].customer_id == "ada"
    assert await balance() == 60


async def test_points_held_for_an_order_follow() -> None:
    """R6.2."""
    await put_order_status_rule(
        status="pending",
        website_code="us",
        needed=PointsChange.UNCHANGED,
        received=PointsChange.UNCHANGED,
        caller=ADMIN,
        now=NOW,
    )
    await give(50, customer_id="bob")
    await fill_cart(line("4.00"), cart_id="c2", customer_id="bob")
    await apply_points(cart_id="c2", points=20, caller=BOB, now=NOW)
    await place("o2", cart_id="c2")

    await merge()
    held = (await standing()).held
    await set_status("processing", order_id="o2")

    assert (held, await balance()) == (20, 30)


async def test_maturing_points_follow_and_are_credited_when_they_are_due() -> None:
    """R6.13."""
    await set_settings("us", maturity_days=10)
    await fill_cart(line("10.00"), cart_id="c2", customer_id="bob")
    await place("o2", cart_id="c2")
    await invoice("o2")

    await merge()

    assert (await standing()).pending == 50
    await run_job(job=Job.CREDIT_MATURED_POINTS, caller=ADMIN, now=NOW + 10 * DAY)
    assert await balance(now=NOW + 10 * DAY) == 50


async def test_a_lot_that_was_warned_of_is_not_warned_of_again() -> None:
    """R10.4."""
    await set_settings("us", expiry_warning_days=5)
    await give(20, customer_id="bob", expires_at=NOW + 10 * DAY)
    await run_job(job=Job.SEND_EXPIRY_WARNINGS, caller=ADMIN, now=NOW + 6 * DAY)
    assert await count_rows("emails WHERE kind = 'EXPIRY_WARNING'") == 1

    await merge(now=NOW + 6 * DAY)
    await run_job(job=Job.SEND_EXPIRY_WARNINGS, caller=ADMIN, now=NOW + 7 * DAY)

    assert await count_rows("emails WHERE kind = 'EXPIRY_WARNING'") == 1


@pytest.mark.parametrize(("notify", "mails"), [(False, 0), (True, 1)])
async def test_nobody_is_told_but_with_notify(notify: bool, mails: int) -> None:  # noqa: FBT001
    """R11.1: and then who stays, once."""
    await give(50, customer_id="bob")
    before = await count_rows("emails")

    await merge(notify=notify)

    assert await count_rows("emails") - before == mails
    assert await count_rows("emails WHERE customer_id = 'ada'") == mails


async def test_the_same_key_again_merges_once() -> None:
    """R3.5."""
    await give(50, customer_id="bob")
    first = await merge(key="k")

    again = await merge(key="k")

    assert (first.replayed, again.replayed) == (False, True)
    assert again.customer == first.customer
    assert await balance() == 50
    with pytest.raises(IdempotencyConflict):
        await merge("bob", "eve", key="k")


async def test_who_is_one_already_cannot_be_merged() -> None:
    """Two merges against each other: the first has it."""
    with pytest.raises(Invalid) as itself:
        await merge("ada", "ada")
    await merge("bob", "ada")
    with pytest.raises(Invalid):
        await merge("ada", "bob")
    with pytest.raises(Invalid):
        await merge("bob", "ada")

    assert itself.value.path == ("into_id",)


async def test_an_old_id_is_merged_as_the_customer_it_became() -> None:
    await add_customer("eve")
    await give(1)
    await give(20, customer_id="bob")
    await give(300, customer_id="eve")
    await merge("bob", "ada")

    merged = await merge("bob", "eve")

    assert merged.customer.id == "eve"
    assert [await balance(whose) for whose in ("ada", "bob", "eve")] == [321] * 3


@pytest.mark.parametrize(
    ("from_id", "into_id", "path"), [("nobody", "ada", "from_id"), ("ada", "nobody", "into_id")]
)
async def test_unknown_customers_are_refused(from_id: str, into_id: str, path: str) -> None:
    with pytest.raises(NotFound) as refused:
        await merge(from_id, into_id)

    assert refused.value.path == (path,)


@pytest.mark.parametrize("excluded", ["ada", "bob"])
async def test_they_are_excluded_if_either_was(excluded: str) -> None:
    """R12.6."""
    await put_customer(
        customer_id=excluded,
        website_code="us",
        email="e@example.com",
        excluded_from_rewards=True,
        caller=ADMIN,
        now=NOW,
    )

    merged = await merge()

    assert merged.customer.excluded_from_rewards


async def test_name_address_and_subscriptions_are_those_of_who_stays() -> None:
    await update_subscriptions(customer_id="ada", balance_updates=False, caller=ADMIN, now=NOW)
    before = await find_customer("ada")

    merged = await merge()

    assert merged.customer == before
    assert await count_rows("customers WHERE id = 'bob' AND email IS NOT NULL") == 0


async def test_the_list_has_the_customer_once() -> None:
    await merge()

    page = await list_customers(page=PageRequest())

    assert ([each.id for each in page.items], page.total_count) == (["ada"], 1)
