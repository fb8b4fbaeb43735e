"""Activities of the shop's own: defined, rewarded, limited, deleted (R9.1, R9.2)."""

import asyncio
from dataclasses import asdict
from datetime import timedelta

import pytest

from services.awards.custom_activities import (
    CustomActivity,
    delete_custom_activity,
    list_custom_activities,
    put_custom_activity,
)
from services.command.audit import list_audit_entries
from services.command.pages.cursor_page import PageRequest
from services.rules.basics.enums import LedgerReason
from services.rules.basics.refusals import (
    IdempotencyConflict,
    Invalid,
    NotFound,
    OutOfRange,
    RewardsError,
)
from services.rules.words.labels import reason_label
from tests.clock import NOW
from tests.services.activities.activity_life import LIMIT, OFF, define, do, register
from tests.services.orders.order_life import balance
from tests.services.setup.builders import delete_website, put_website, set_settings
from tests.services.shop import ADMIN, add_customer, count_rows, open_shop

pytestmark = pytest.mark.usefixtures("database")

GOOD = CustomActivity("like", "Liked us", 5, 1, 1, "us")


@pytest.fixture(autouse=True)
async def shop(database: str) -> None:  # noqa: ARG001 - it has to be open
    await open_shop()
    await put_website("uk", currency="GBP")


async def remove(code: str = "like") -> str:
    return await delete_custom_activity(code=code, caller=ADMIN, now=NOW)


async def test_an_activity_is_what_it_was_last_defined_as() -> None:
    """R9.1."""
    await define("tour", limit=3, period_days=30, website_code="us")
    await define("like")

    again = await define("tour", name="Took the tour", points=9)

    assert again == CustomActivity("tour", "Took the tour", 9)
    assert [each.code for each in await list_custom_activities()] == ["like", "tour"]
    assert (await list_custom_activities())[1] == again


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        pytest.param("code", "", Invalid, id="no-code"),
        pytest.param("code", "x" * 129, Invalid, id="long-code"),
        pytest.param("name", " ", Invalid, id="no-name"),
        pytest.param("name", "x" * 256, Invalid, id="long-name"),
        pytest.param("points", 0, OutOfRange, id="no-points"),
        pytest.param("points", -5, OutOfRange, id="negative-points"),
        pytest.param("points", 1_000_000_001, OutOfRange, id="points-beyond"),
        pytest.param("limit_per_customer", -1, OutOfRange, id="negative-limit"),
        pytest.param("limit_per_customer", 1_000_000_001, OutOfRange, id="limit-beyond"),
        pytest.param("period_days", 0, OutOfRange, id="no-days"),
        pytest.param("period_days", 36_501, OutOfRange, id="days-beyond"),
        pytest.param("website_code", "nowhere", NotFound, id="unknown-website"),
    ],
)
async def test_a_value_that_cannot_be_is_refused_with_the_field_named(
    field: str, value: str | int, error: type[RewardsError]
) -> None:
    """R9.1, R14.3."""
    wrong: dict[str, object] = {field: value}
    activity = CustomActivity(**{**asdict(GOOD), **wrong})

    with pytest.raises(error) as refusal:
        await put_custom_activity(activity=activity, caller=ADMIN, now=NOW)

    assert refusal.value.path == (field,)
    assert await list_custom_activities() == []


async def test_an_activity_done_is_awarded_and_named() -> None:
    """R3.6, R9.4: the reason is the activity's name of that day."""
    await define(name="Liked us")
    done = await do()
    await define(name="Loved us")

    assert done.entry is not None
    assert (done.entry.reason, done.entry.points) == (LedgerReason.CUSTOM, 5)
    assert reason_label(done.entry.reason, done.entry.label, "de") == "Liked us"
    assert done.message == "You earned 5 reward points: Liked us."


async def test_without_a_reference_each_key_is_another_time() -> None:
    """R3.5, R9.1."""
    await define()
    first = await do(key="k")

    again, other = await do(key="k"), await do(key="l")

    assert (again.entry, again.message, again.replayed) == (first.entry, first.message, True)
    assert other.entry is not None
    assert await balance() == 10


async def test_the_reference_is_what_counts_per_customer_and_activity() -> None:
    """R9.1: whatever the key."""
    await define("like")
    await define("tour")
    await add_customer("bob")
    first = await do("like", reference="x")

    again = await do("like", reference="x")
    others = [await do("tour", reference="x"), await do("like", customer_id="bob", reference="x")]

    assert (again.entry, again.replayed) == (first.entry, True)
    assert all(each.entry and not each.replayed for each in others)


async def test_a_reference_used_on_another_website_is_a_conflict() -> None:
    """R3.5."""
    await define()
    await do(reference="x")

    with pytest.raises(IdempotencyConflict) as refusal:
        await do(reference="x", website_code="uk")

    assert refusal.value.path == ("reference",)


@pytest.mark.parametrize("reference", ["x" * 128, '","', "ünï"], ids=["long", "quotes", "letters"])
async def test_any_reference_tells_activities_apart(reference: str) -> None:
    """R1.3: the longest of ids, codes and references together too."""
    code, customer_id = "c" * 128, "i" * 128
    await define(code)
    await register(customer_id, email="i@example.com")

    done = [await do(code, customer_id=customer_id, reference=reference) for _ in range(2)]

    assert [each.replayed for each in done] == [False, True]


@pytest.mark.parametrize(
    ("code", "website_code"), [("nothing", "us"), ("like", "uk")], ids=["unknown", "of-another"]
)
async def test_an_activity_that_the_website_does_not_have_is_not_found(
    code: str, website_code: str
) -> None:
    """R9.1."""
    await define("like", website_code="us")

    with pytest.raises(NotFound) as refusal:
        await do(code, website_code=website_code)

    assert refusal.value.path == ("custom_code",)
    assert await count_rows("idempotency_keys") == 0


async def test_an_activity_of_all_websites_is_credited_where_it_was_done() -> None:
    """R9.1."""
    await define()

    done = await do(website_code="uk")

    assert done.entry is not None
    assert done.entry.website_code == "uk"


async def test_the_limit_counts_per_customer_website_and_activity() -> None:
    """R9.2."""
    await define("like", limit=1)
    await define("tour", limit=1)
    await add_customer("bob")

    done = [
        await do("like"),
        await do("tour"),
        await do("like", website_code="uk"),
        await do("like", customer_id="bob"),
    ]
    beyond = await do("like")

    assert all(each.entry for each in done)
    assert (beyond.entry, beyond.message) == (None, LIMIT)


async def test_with_a_period_only_younger_awards_count() -> None:
    """R9.1: an award of exactly that age no more."""
    await define(limit=2, period_days=7)
    week = timedelta(days=7)
    for days in (0, 3):
        await do(now=NOW + timedelta(days=days))

    just_before = await do(now=NOW + week - timedelta(seconds=1))
    then = await do(now=NOW + week)
    at_once = await do(now=NOW + week)

    assert (just_before.entry, just_before.message) == (None, LIMIT)
    assert then.entry is not None
    assert at_once.entry is None


async def test_many_at_once_are_rewarded_up_to_the_limit() -> None:
    """R9.2, R3.4."""
    await define(limit=3, period_days=1)

    done = await asyncio.gather(*(do() for _ in range(12)))

    assert sum(each.entry is not None for each in done) == 3
    assert await balance() == 15


async def test_with_earning_off_it_is_worth_nothing() -> None:
    """R1.6."""
    await define()
    await set_settings("us", enabled=False)

    assert (await do()).message == OFF


async def test_what_is_deleted_can_be_done_no_more_and_counts_if_it_comes_back() -> None:
    """R9.1."""
    await define(limit=1)
    await do()

    assert await remove() == "like"
    with pytest.raises(NotFound):
        await do()
    await define(limit=1)

    assert (await do()).message == LIMIT


@pytest.mark.parametrize("code", ["nothing", "", "x" * 129])
async def test_what_is_not_there_cannot_be_deleted(code: str) -> None:
    with pytest.raises(NotFound) as refusal:
        await remove(code)

    assert refusal.value.path == ("code",)


async def test_a_deleted_website_takes_its_own_activities_along() -> None:
    """R1.5: those of all websites stay."""
    await define("all")
    await define("uk-only", website_code="uk")

    await delete_website("uk")

    assert [each.code for each in await list_custom_activities()] == ["all"]


async def test_the_set_up_is_in_the_audit_log() -> None:
    """R12.2."""
    await define(limit=1)
    await remove()

    deleted, put, *_ = (await list_audit_entries(PageRequest())).items

    assert (put.action, put.target) == ("customActivityPut", "like")
    assert put.details == {
        "code": "like",
        "name": "Liked us",
        "points": 5,
        "limitPerCustomer": 1,
        "periodDays": None,
        "websiteCode": None,
        "pointsFrom": None,
        "pointsTo": None,
    }
    assert (deleted.action, deleted.target) == ("customActivityDelete", "like")
