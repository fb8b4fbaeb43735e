"""Events are written in the transaction of what they tell of, whoever changes it (R16.1, R16.2)."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.database import count_statements, fetch, is_distributed
from services.accounts.imports import ImportRow, import_points
from services.accounts.orphans import delete_orphan_points, move_orphan_points
from services.checkout.redemption import apply_points
from services.command.transaction import rolled_back
from services.customers.merging import merge_customers
from services.events.outbox import tell_of_erased_customer
from services.operation.jobs import run_job
from services.rules.basics.enums import ExpiryCalculation, Job
from services.rules.basics.refusals import RewardsError
from services.setup.settings import update_settings
from services.setup.websites import delete_website, put_website
from tests.clock import NOW
from tests.services.activities.activity_life import accept, invite, register
from tests.services.events.event_log import queued, subscribe, types_for
from tests.services.orders.order_life import cancel, memo, refund, set_status
from tests.services.shop import ADA, ADMIN, add_customer, fill_cart, give, invoice, line, open_shop
from tests.services.shop import place as place_order

pytestmark = pytest.mark.usefixtures("database")

CHANGED = "account.changed"
LIFE = timedelta(days=30)


@pytest.fixture(autouse=True)
async def shop(database: str) -> None:  # noqa: ARG001 - it has to be open
    await open_shop()


async def import_rows(*rows: ImportRow, key: str = "import", dry_run: bool = False) -> None:
    await import_points(idempotency_key=key, dry_run=dry_run, rows=rows, caller=ADMIN, now=NOW)


async def test_without_an_endpoint_nothing_is_written_and_nothing_asked() -> None:
    with count_statements() as counted:
        await give(30)

    assert not [each for each in counted.statements if "webhook" in each]


async def test_with_endpoints_a_command_writes_events_with_all_else() -> None:
    """However many events and endpoints, it waits for the database as often."""
    with count_statements() as before:
        await give(30)
    await subscribe()
    await subscribe()
    await give(1)  # the process reads the programme anew

    with count_statements() as counted:
        await give(30)

    # On Citus what was told before is looked up first, and what waited is written then.
    more = 2 if is_distributed() else 0
    assert counted.round_trips == before.round_trips + more
    # Before COMMIT, or with it.
    assert any("INSERT INTO webhook_deliveries" in each for each in counted.statements[-2:])


async def test_an_entry_is_told_with_the_ledgers_own_names() -> None:
    """R16.2."""
    endpoint = await subscribe()

    await give(30, expires_at=NOW + LIFE)

    entry, account = await queued(endpoint)
    (row,) = await fetch("SELECT id FROM ledger_entries")
    assert (entry.type, account.type) == ("points.adjusted", CHANGED)
    assert entry.data == {
        "id": str(row["id"]),
        "customerId": "ada",
        "websiteCode": "us",
        "points": 30,
        "amount": {"amount": "6.00", "currency": "USD"},
        "balance": 30,
        "amountBalance": {"amount": "6.00", "currency": "USD"},
        "reason": "ADMIN_ADJUSTMENT",
        "reasonLabel": "Updated by admin",
        "orderId": None,
        "shortfall": 0,
        "expiresAt": (NOW + LIFE).isoformat().replace("+00:00", "Z"),
        "createdAt": NOW.isoformat().replace("+00:00", "Z"),
    }
    assert account.data == {
        "customerId": "ada",
        "websiteCode": "us",
        "balance": 30,
        "amountBalance": {"amount": "6.00", "currency": "USD"},
        "debt": 0,
        "createdAt": NOW.isoformat().replace("+00:00", "Z"),
    }


async def test_an_account_is_told_of_once_a_transaction_however_many_entries_it_gets() -> None:
    """R16.2."""
    endpoint = await subscribe()

    await import_rows(*(ImportRow("ada", "us", points) for points in (5, 6, 7)))

    assert await types_for(endpoint) == ["points.adjusted"] * 3 + [CHANGED]
    assert [event.position for event in await queued(endpoint)] == [1, 2, 3, 4]
    assert (await queued(endpoint))[-1].data["balance"] == 18


async def test_an_order_is_told_from_the_first_point_to_the_last() -> None:
    """R16.2: earned, redeemed, returned, reversed; and complete, once."""
    await update_settings(
        website_code=None,
        changes={
            "refund_points_automatically": True,
            "deduct_earned_points_on_refund": True,
        },
        caller=ADMIN,
        now=NOW,
    )
    await give(20)
    endpoint = await subscribe()
    await fill_cart(line("100.00"))
    await apply_points(cart_id="c1", caller=ADA, now=NOW)

    await place_order()
    placed = await types_for(endpoint)
    await invoice()
    invoiced = (await types_for(endpoint))[len(placed) :]
    await refund(memo(memo_id="m1"))
    refunded = (await types_for(endpoint))[len(placed) + len(invoiced) :]

    assert placed == ["points.redeemed", CHANGED]
    assert invoiced == ["order.completed", "points.earned", CHANGED]
    assert sorted(refunded) == sorted(["points.returned", "points.reversed", CHANGED])
    assert {event.data["orderId"] for event in await queued(endpoint) if event.type != CHANGED} == {
        "o1"
    }


async def test_a_completed_order_is_told_once() -> None:
    endpoint = await subscribe("order.completed")
    await fill_cart(line("100.00"))
    await place_order()
    await invoice()

    await set_status("closed")
    await set_status("complete", key="again")

    (event,) = await queued(endpoint)
    assert event.data == {
        "orderId": "o1",
        "number": event.data["number"],
        "customerId": "ada",
        "websiteCode": "us",
        "createdAt": NOW.isoformat().replace("+00:00", "Z"),
    }
    assert event.data["number"]


async def changes_counted() -> object:
    """Return how often Ada's account changed without an entry."""
    rows = await fetch("SELECT other_changes FROM reward_accounts WHERE customer_id = 'ada'")
    return rows[0]["other_changes"]


async def test_a_completed_order_changes_its_account_as_those_without_locks_see_it() -> None:
    """R16.1: or one of them would tell of something at the same position."""
    await subscribe("order.completed")
    await fill_cart(line("100.00"))
    await place_order()
    before = await changes_counted()

    await invoice()

    assert await changes_counted() != before


async def test_lots_about_to_expire_change_their_account_as_those_without_locks_see_it() -> None:
    """R16.1."""
    changes = {"expiry_days": 30, "expiry_warning_days": 7}
    await update_settings(website_code=None, changes=changes, caller=ADMIN, now=NOW)
    await give(10)
    await subscribe("points.expiring")
    before = await changes_counted()

    await run_job(job=Job.SEND_EXPIRY_WARNINGS, now=NOW + timedelta(days=25))

    assert await changes_counted() != before


async def test_awards_are_earned() -> None:
    """R16.2."""
    changes = {"registration_points": 50, "invitation_customer_points": 7}
    await update_settings(website_code=None, changes=changes, caller=ADMIN, now=NOW)
    endpoint = await subscribe("points.earned")
    await invite()

    await register("bob")
    await accept()

    assert [(event.customer_id, event.data["reason"]) for event in await queued(endpoint)] == [
        ("ada", "INVITATION_CUSTOMER"),
        ("bob", "REGISTRATION"),
    ]


async def test_orphan_moves_and_deletions_are_adjusted_at_both_ends() -> None:
    """R16.2."""
    await put_website(code="de", base_currency="EUR", caller=ADMIN, now=NOW)
    await put_website(code="old", base_currency="EUR", caller=ADMIN, now=NOW)
    for code in ("de", "old"):
        await give(10, website_code=code)
        await delete_website(code=code, caller=ADMIN, now=NOW)
    endpoint = await subscribe("points.adjusted")

    await move_orphan_points(
        customer_id="ada",
        from_website_code="de",
        to_website_code="us",
        idempotency_key="m",
        caller=ADMIN,
        now=NOW,
    )
    await delete_orphan_points(
        customer_id="ada", from_website_code="old", idempotency_key="d", caller=ADMIN, now=NOW
    )

    told = [(event.website_code, event.data["points"]) for event in await queued(endpoint)]
    assert sorted(told) == [("de", -10), ("old", -10), ("us", 10)]


async def test_a_merge_is_adjusted_at_both_ends() -> None:
    """R16.2: and each account is told of once."""
    await add_customer("bob")
    await give(10)
    await give(5, customer_id="bob")
    endpoint = await subscribe()

    await merge_customers(from_id="bob", into_id="ada", idempotency_key="m", caller=ADMIN, now=NOW)

    told = [
        (event.customer_id, event.type, event.data["balance"]) for event in await queued(endpoint)
    ]
    assert told == [
        ("ada", "points.adjusted", 15),
        ("ada", CHANGED, 15),
        ("bob", "points.adjusted", 0),
        ("bob", CHANGED, 0),
    ]


@pytest.mark.parametrize("calculation", ExpiryCalculation)
async def test_what_the_job_writes_off_is_told_like_what_a_command_writes(
    calculation: ExpiryCalculation,
) -> None:
    """R10.3: the job works on many accounts by statements of its own."""
    changes = {"expiry_days": 30, "expiry_calculation": calculation}
    await update_settings(website_code=None, changes=changes, caller=ADMIN, now=NOW)
    for customer_id in ("ada", "bob"):
        await add_customer(customer_id)
        await give(10, customer_id=customer_id)
        await give(5, customer_id=customer_id)
    endpoint = await subscribe()

    await run_job(job=Job.EXPIRE_POINTS, now=NOW + LIFE)

    told = [
        (event.customer_id, event.type, event.data["balance"]) for event in await queued(endpoint)
    ]
    expired = ["points.expired", "points.expired", CHANGED]
    assert told == [
        (customer_id, event_type, balance)
        for customer_id in ("ada", "bob")
        for event_type, balance in zip(expired, (5, 0, 0), strict=True)
    ]


@pytest.mark.parametrize("calculation", ExpiryCalculation)
async def test_points_that_expire_soon_are_told_once_whoever_gets_mail(
    calculation: ExpiryCalculation,
) -> None:
    """R16.1: one event an account, each lot in one."""
    changes = {
        "expiry_days": 30,
        "expiry_warning_days": 7,
        "expiry_calculation": calculation,
        "subscribe_by_default": False,
    }
    await update_settings(website_code=None, changes=changes, caller=ADMIN, now=NOW)
    await add_customer("bob")
    await give(10, customer_id="bob")
    await give(5, customer_id="bob", now=NOW + timedelta(hours=1))
    await give(3, customer_id="bob", now=NOW + timedelta(days=20))
    endpoint = await subscribe("points.expiring")

    for days in (1, 24, 24, 25):
        await run_job(job=Job.SEND_EXPIRY_WARNINGS, now=NOW + timedelta(days=days))

    (event,) = await queued(endpoint)
    lots = event.data["lots"]
    assert isinstance(lots, list)
    assert (event.customer_id, event.data["points"]) == ("bob", 15)
    assert [lot["points"] for lot in lots] == [10, 5]
    assert event.data["expiresAt"] == (NOW + LIFE).isoformat().replace("+00:00", "Z")


async def test_what_nobody_wants_to_know_is_told_to_whoever_asks_later() -> None:
    """Lots are marked only when they are told of."""
    changes = {"expiry_days": 30, "expiry_warning_days": 7}
    await update_settings(website_code=None, changes=changes, caller=ADMIN, now=NOW)
    await give(10)
    later = NOW + timedelta(days=25)
    await subscribe("points.earned")
    await run_job(job=Job.SEND_EXPIRY_WARNINGS, now=later)

    endpoint = await subscribe("points.expiring", websites=["us"])
    await run_job(job=Job.SEND_EXPIRY_WARNINGS, now=later)

    assert await types_for(endpoint) == ["points.expiring"]


async def test_an_endpoint_is_told_what_it_asked_for() -> None:
    """By types, by websites, and nothing while it is disabled."""
    await put_website(code="de", base_currency="EUR", caller=ADMIN, now=NOW)
    accounts = await subscribe(CHANGED)
    german = await subscribe(websites=["de"])
    both = await subscribe(CHANGED, "points.earned", websites=["de", "us"])
    disabled = await subscribe(enabled=False)

    await give(10)
    await give(10, website_code="de")

    assert [event.website_code for event in await queued(accounts)] == ["us", "de"]
    assert await types_for(german) == ["points.adjusted", CHANGED]
    assert await types_for(both) == [CHANGED, CHANGED]
    assert await queued(disabled) == []


async def test_endpoints_are_told_of_one_event_under_one_id() -> None:
    """Standard Webhooks: `webhook-id` names the message, whoever gets it."""
    first, second = await subscribe(), await subscribe()

    await give(10)

    ids = [event.message_id for event in await queued(first)]
    assert ids == [event.message_id for event in await queued(second)]
    assert len(set(ids)) == 2


async def test_an_erased_customer_is_told_of_on_all_websites() -> None:
    """R16.1: erasing has not read the programme, and yet misses no endpoint."""
    endpoint = await subscribe(websites=["us"])

    await tell_of_erased_customer(customer_id="ada", now=NOW)

    (event,) = await queued(endpoint)
    assert (event.type, event.website_code) == ("customer.erased", "")
    assert event.data == {
        "customerId": "ada",
        "createdAt": NOW.isoformat().replace("+00:00", "Z"),
    }


async def test_what_is_refused_undone_or_replayed_tells_nothing() -> None:
    endpoint = await subscribe()
    await give(10, key="k")
    told = await types_for(endpoint)

    @rolled_back
    async def undone() -> None:
        await give(5)

    await undone()
    await give(10, key="k")
    await import_rows(ImportRow("ada", "us", 5), dry_run=True)
    with pytest.raises(RewardsError):
        await give(-50)

    assert await types_for(endpoint) == told


async def test_a_cancelled_order_that_took_nothing_tells_nothing() -> None:
    endpoint = await subscribe()
    await fill_cart(line("10.00"))
    await place_order()

    await cancel()

    assert await queued(endpoint) == []


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    moves=st.lists(
        st.tuples(st.sampled_from(("ada", "bob")), st.integers(-40, 60).filter(bool)), max_size=6
    )
)
async def test_the_events_of_an_account_are_its_entries_in_their_order(
    moves: list[tuple[str, int]],
) -> None:
    """R16.1: for any history, whatever of it is refused."""
    await add_customer("bob")
    endpoint = await subscribe()
    since = {row["id"] for row in await fetch("SELECT id FROM ledger_entries")}

    for customer_id, points in moves:
        try:
            await give(points, customer_id=customer_id)
        except RewardsError:
            continue

    entries = await fetch(
        "SELECT id, customer_id FROM ledger_entries ORDER BY customer_id, sequence"
    )
    told = [event for event in await queued(endpoint) if event.type != CHANGED]
    assert [event.data["id"] for event in told] == [
        str(row["id"]) for row in entries if row["id"] not in since
    ]
