"""Reviews: each rewarded once, whoever reports it, as many as the limit says (R9.1, R9.2)."""

import asyncio

import pytest

from services.accounts.verification import check_ledger
from services.activities.activities import record_activity
from services.activities.activity_input import Activity
from services.command.caller import Caller, CallerKind
from services.rules.basics.enums import ActivityType, LedgerReason
from services.rules.basics.refusals import IdempotencyConflict, NotFound
from tests.clock import NOW
from tests.services.activities.activity_life import LIMIT, NOTHING, OFF, register, review, sign_up
from tests.services.orders.order_life import balance
from tests.services.setup.builders import put_website, set_settings
from tests.services.shop import add_customer, count_rows, give, open_shop

pytestmark = pytest.mark.usefixtures("database")

SAID = "You earned 30 reward points for your review."


@pytest.fixture(autouse=True)
async def shop(database: str) -> None:  # noqa: ARG001 - it has to be open
    await open_shop()
    await set_settings("us", review_points=30)


async def test_a_review_is_awarded_and_said() -> None:
    """R9.1, R9.4."""
    done = await review()

    assert done.entry is not None
    assert (done.entry.reason, done.entry.points) == (LedgerReason.REVIEW, 30)
    assert (done.message, done.replayed, await balance()) == (SAID, False, 30)


async def test_it_is_said_in_the_customers_language() -> None:
    """R9.4."""
    await register("greta", locale="sv-SE")

    done = await review(customer_id="greta")

    assert done.message == "Du har fått 30 bonuspoäng för din recension."


async def test_a_review_is_credited_to_its_website() -> None:
    """R9.1."""
    await put_website("uk", currency="GBP")
    await set_settings("uk", review_points=7)

    done = await review(website_code="uk")

    assert done.entry is not None
    assert (done.entry.website_code, done.entry.points) == ("uk", 7)


async def test_the_same_review_by_another_key_or_caller_is_a_replay() -> None:
    """R3.5: the review's id is what counts."""
    first = await review(key="k1")
    somebody = Caller(subject="reviews-service", kind=CallerKind.ADMIN)
    activity = Activity(ActivityType.REVIEW_APPROVED, "ada", "us", "r1")

    again = [
        await review(key="k1"),
        await review(key="k2"),
        await record_activity(activity=activity, idempotency_key="x", caller=somebody, now=NOW),
    ]

    assert [(done.entry, done.message, done.replayed) for done in again] == [
        (first.entry, SAID, True)
    ] * 3
    assert await balance() == 30


@pytest.mark.parametrize(
    ("customer_id", "website_code"), [("bob", "us"), ("ada", "uk")], ids=["customer", "website"]
)
async def test_the_same_review_of_another_customer_or_website_is_a_conflict(
    customer_id: str, website_code: str
) -> None:
    """R3.5."""
    await put_website("uk", currency="GBP")
    await add_customer("bob")
    await review()

    with pytest.raises(IdempotencyConflict) as refusal:
        await review(customer_id=customer_id, website_code=website_code)

    assert refusal.value.path == ("reference",)
    assert await count_rows("activity_awards") == 1


async def test_the_key_of_a_review_used_for_another_is_a_conflict() -> None:
    """R3.5: which leaves the other free to be reported."""
    await review("r1", key="k")

    for again in (review("r2", key="k"), sign_up(key="k")):
        with pytest.raises(IdempotencyConflict) as refusal:
            await again
        assert refusal.value.path == ("idempotency_key",)

    assert not (await review("r2")).replayed


async def test_a_review_beyond_the_limit_writes_no_entry_and_says_so() -> None:
    """R9.2: and a replay says it again, though the limit is higher by now."""
    await set_settings("us", review_limit=2)
    for number in range(2):
        await review(f"r{number}")

    beyond = await review("r9")
    await set_settings("us", review_limit=None)
    again = await review("r9")

    assert (beyond.entry, beyond.message, beyond.replayed) == (None, LIMIT, False)
    assert (again.entry, again.message, again.replayed) == (None, LIMIT, True)
    assert await balance() == 60


async def test_a_limit_of_0_awards_none_and_a_blank_one_all() -> None:
    """R9.2."""
    await set_settings("us", review_limit=0)
    none = await review("r0")
    await set_settings("us", review_limit=None)
    for number in range(1, 8):
        await review(f"r{number}")

    assert (none.entry, none.message) == (None, LIMIT)
    assert await balance() == 210


async def test_the_limit_counts_per_customer_and_website() -> None:
    """R9.2."""
    await put_website("uk", currency="GBP")
    await set_settings(None, review_limit=1)
    await set_settings("uk", review_points=30)
    await add_customer("bob")

    done = [
        await review("r1"),
        await review("r2", website_code="uk"),
        await review("r3", customer_id="bob"),
    ]

    assert all(each.entry for each in done)
    assert (await review("r4")).entry is None


async def test_what_the_cap_cuts_whole_does_not_count_against_the_limit() -> None:
    """R4.1: but the review had its chance."""
    await set_settings("us", review_limit=1, balance_cap=100)
    await give(100)
    cut = await review("r1")
    await give(-100)

    next_one = await review("r2")
    again = await review("r1")

    assert (cut.entry, cut.message) == (None, "The balance cap cut 30 points off.")
    assert next_one.entry is not None
    assert (again.entry, again.replayed) == (None, True)
    assert await count_rows("activity_awards") == 1


async def test_what_the_cap_cuts_in_part_is_said_and_counts() -> None:
    """R4.1."""
    await set_settings("us", review_limit=1, balance_cap=110)
    await give(100)

    done = await review("r1")

    assert done.entry is not None
    assert (done.entry.points, done.entry.shortfall) == (10, 20)
    assert done.message == (
        "You earned 10 reward points for your review. The balance cap cut 20 points off."
    )
    await give(-110)
    assert (await review("r2")).message == LIMIT


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        pytest.param({"review_points": None}, NOTHING, id="nothing-to-award"),
        pytest.param({"enabled": False}, OFF, id="feature-off"),
        pytest.param({"enabled_on_storefront": False}, OFF, id="storefront-off"),
    ],
)
async def test_what_is_worth_nothing_when_it_is_reported_never_is(
    settings: dict[str, object], said: str
) -> None:
    """R1.6."""
    await set_settings("us", **settings)
    first = await review()
    await set_settings("us", review_points=30, enabled=True, enabled_on_storefront=True)

    again = await review()

    assert (first.entry, first.message) == (None, said)
    assert (again.entry, again.message, again.replayed) == (None, said, True)
    assert await count_rows("reward_accounts") == 1


async def test_only_a_customer_we_know_reviews() -> None:
    """ADR 5: once they are put the review is taken."""
    with pytest.raises(NotFound) as refusal:
        await review(customer_id="bob")
    await add_customer("bob")

    assert refusal.value.path == ("customer_id",)
    assert (await review(customer_id="bob")).entry is not None


async def test_many_reviews_at_once_are_rewarded_up_to_the_limit() -> None:
    """R9.2, R3.4: on connections of their own."""
    await set_settings("us", review_limit=5)

    done = await asyncio.gather(*(review(f"r{number}") for number in range(20)))

    assert sum(each.entry is not None for each in done) == 5
    assert {each.message for each in done if each.entry is None} == {LIMIT}
    assert await balance() == 150
    assert (await check_ledger()).ok


async def test_one_review_reported_by_many_at_once_is_rewarded_once() -> None:
    """R3.5."""
    done = await asyncio.gather(*(review("r1") for _ in range(20)))

    assert sum(not each.replayed for each in done) == 1
    assert len({each.entry.id for each in done if each.entry}) == 1
    assert await balance() == 30


async def test_an_award_is_cut_where_the_account_is_full() -> None:
    """R3.7: as by a cap, with the shortfall in the entry and the message."""
    await set_settings("us", review_points=1_000_000_000)
    await give(1_000_000_000)
    await give(1_000_000_000)

    done = await review()

    assert done.entry is not None
    assert (done.entry.points, done.entry.shortfall) == (147_483_647, 852_516_353)
    assert done.message is not None
    assert done.message.endswith("852,516,353 points are lost: the account can't hold more.")
    assert await balance() == 2**31 - 1
    assert (await check_ledger()).ok


async def test_an_award_that_finds_no_room_does_not_count_against_the_limit() -> None:
    """R3.7, R4.1."""
    await set_settings("us", review_points=30, review_limit=1)
    for points in (1_000_000_000, 1_000_000_000, 147_483_647):
        await give(points)
    cut = await review("r1")
    await give(-100)

    done = await review("r2")

    assert (cut.entry, await count_rows("activity_awards")) == (None, 1)
    assert cut.message == "30 points are lost: the account can't hold more."
    assert done.entry is not None
