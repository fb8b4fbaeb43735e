"""Newsletter signups: the first ever is rewarded, also one reported before its customer (R9.1)."""

import asyncio
from collections.abc import Awaitable

import pytest

from models.database import transaction
from models.tables.activities import NewsletterSignupRow
from services.accounts.adjustments import Adjustment
from services.accounts.verification import check_ledger
from services.command.pages.cursor_page import PageRequest
from services.customers.customers import list_customers
from services.rules.basics.enums import LedgerReason
from services.rules.basics.refusals import Invalid, NotFound
from tests.services.activities.activity_life import FIRST_ONLY, NOTHING, OFF, register, sign_up
from tests.services.orders.order_life import balance
from tests.services.setup.builders import delete_website, put_website, set_settings
from tests.services.shop import count_rows, open_shop

pytestmark = pytest.mark.usefixtures("database")

SAID = "You earned 20 reward points for subscribing to the newsletter."
REGISTERED = "You earned 50 reward points for registering."
WAITS = "Your subscription counts once you have registered."
BOTH = [(LedgerReason.REGISTRATION, 50), (LedgerReason.NEWSLETTER_SIGNUP, 20)]


@pytest.fixture(autouse=True)
async def shop(database: str) -> None:  # noqa: ARG001 - it has to be open
    await open_shop()
    await set_settings("us", newsletter_signup_points=20, registration_points=50)


async def test_the_first_signup_is_awarded_and_said() -> None:
    """R9.1, R9.4."""
    done = await sign_up()

    assert done.entry is not None
    assert (done.entry.reason, done.entry.points) == (LedgerReason.NEWSLETTER_SIGNUP, 20)
    assert (done.message, done.replayed, await balance()) == (SAID, False, 20)


async def test_never_again_after_unsubscribing() -> None:
    """R9.1: whatever website it is on."""
    await put_website("uk", currency="GBP")
    await set_settings("uk", newsletter_signup_points=99)
    await sign_up()

    again = [await sign_up(), await sign_up(website_code="uk")]

    assert [(done.entry, done.message, done.replayed) for done in again] == [
        (None, FIRST_ONLY, False)
    ] * 2
    assert await count_rows("ledger_entries") == 1


async def test_the_same_key_answers_the_first_result() -> None:
    """R3.5."""
    first = await sign_up(key="k")

    again = await sign_up(key="k")

    assert (again.entry, again.message, again.replayed) == (first.entry, SAID, True)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        pytest.param({"newsletter_signup_points": None}, NOTHING, id="nothing-to-award"),
        pytest.param({"newsletter_signup_points": 0}, NOTHING, id="no-points"),
        pytest.param({"enabled": False}, OFF, id="feature-off"),
        pytest.param({"enabled_on_storefront": False}, OFF, id="storefront-off"),
    ],
)
async def test_a_first_signup_worth_nothing_is_the_first_all_the_same(
    settings: dict[str, object], said: str
) -> None:
    """R1.6, R9.1: off at the moment of earning is never earned."""
    await set_settings("us", **settings)
    first = await sign_up()
    await set_settings("us", newsletter_signup_points=20, enabled=True, enabled_on_storefront=True)

    later = await sign_up()

    assert (first.entry, first.message) == (None, said)
    assert (later.entry, later.message) == (None, FIRST_ONLY)


async def test_a_signup_reported_before_the_customer_waits_for_them() -> None:
    """R9.1: awarded with the registration, both in one answer."""
    waiting = await sign_up("bob")
    put = await register()

    assert (waiting.entry, waiting.message) == (None, WAITS)
    assert [(entry.reason, entry.points) for entry in put.awards] == BOTH
    assert put.message == f"{REGISTERED} {SAID}"
    assert await balance("bob") == 70
    assert not (await NewsletterSignupRow.get(customer_id="bob")).awaits_registration
    assert (await check_ledger()).ok


async def test_nobody_sees_a_customer_who_was_not_put() -> None:
    """R9.1: neither then nor later."""
    await sign_up("bob")

    found = await list_customers(page=PageRequest())

    assert [customer.id for customer in found.items] == ["ada"]


async def test_a_replay_of_the_registration_answers_both_awards() -> None:
    """R3.5."""
    await sign_up("bob")
    first = await register()

    again = await register()

    assert (again.awards, again.message, again.replayed) == (first.awards, first.message, True)


async def test_it_is_awarded_where_registering_is_not() -> None:
    """R9.1."""
    await sign_up("bob")

    put = await register(award_registration=False)

    assert [(entry.reason, entry.points) for entry in put.awards] == BOTH[1:]
    assert put.message == SAID


async def test_it_is_awarded_on_its_own_website_with_the_settings_of_then() -> None:
    """R9.1."""
    await put_website("uk", currency="GBP")
    await set_settings("uk", newsletter_signup_points=5)
    await sign_up("bob", website_code="uk")
    await set_settings("uk", newsletter_signup_points=7)

    put = await register()

    assert [(entry.website_code, entry.points) for entry in put.awards] == [("us", 50), ("uk", 7)]


async def test_a_website_deleted_meanwhile_awards_nothing() -> None:
    """R1.5."""
    await put_website("uk", currency="GBP")
    await set_settings(None, newsletter_signup_points=5)
    await sign_up("bob", website_code="uk")
    await delete_website("uk")

    put = await register()

    assert [entry.reason for entry in put.awards] == [LedgerReason.REGISTRATION]
    assert put.message == REGISTERED


async def test_only_the_first_of_several_signups_waits() -> None:
    """R9.1."""
    await sign_up("bob")

    second = await sign_up("bob")
    put = await register()

    assert (second.entry, second.message) == (None, FIRST_ONLY)
    assert [(entry.reason, entry.points) for entry in put.awards] == BOTH


async def test_an_unknown_website_is_not_found_and_the_signup_still_to_come() -> None:
    with pytest.raises(NotFound) as refusal:
        await sign_up("bob", website_code="nowhere")
    await sign_up("bob")

    assert refusal.value.path == ("website_code",)
    assert len((await register()).awards) == 2


@pytest.mark.parametrize("customer_id", ["", "x" * 129, "a\x00b"], ids=["empty", "long", "control"])
async def test_an_id_that_nobody_can_have_is_refused(customer_id: str) -> None:
    """R14.3."""
    with pytest.raises(Invalid) as refusal:
        await sign_up(customer_id)

    assert refusal.value.path == ("customer_id",)
    assert await count_rows("newsletter_signups") == 0


async def run_while_another_is_open(first: Awaitable[object], second: Awaitable[object]) -> object:
    """Do `first` and keep its transaction open until `second` had time to run into it.

    Returns what `second` answers, which must have waited.
    """
    is_done, may_end = asyncio.Event(), asyncio.Event()

    async def keep_open() -> None:
        async with transaction():
            await first
            is_done.set()
            await may_end.wait()

    holding = asyncio.create_task(keep_open())
    await is_done.wait()
    waiting = asyncio.create_task(_result_of(second))
    done, _ = await asyncio.wait([waiting], timeout=0.4)
    may_end.set()
    await holding
    assert not done, "the second did not wait for the first"
    return await waiting


async def _result_of(work: Awaitable[object]) -> object:
    return await work


async def test_a_customer_put_while_the_signup_is_written_finds_it() -> None:
    """R9.1: the two take turns, on connections of their own."""
    await run_while_another_is_open(sign_up("bob"), register())

    assert await balance("bob") == 70


async def test_a_signup_written_while_the_customer_is_put_finds_them() -> None:
    """R9.1, R9.4: with the language they read."""
    done = await run_while_another_is_open(register(locale="de"), sign_up("bob"))

    assert await balance("bob") == 70
    assert isinstance(done, Adjustment)
    assert done.message == "Sie haben 20 Bonuspunkte für Ihre Newsletter-Anmeldung erhalten."


@pytest.mark.parametrize("number", range(8))
async def test_registering_and_signing_up_at_once_award_each_once(number: int) -> None:
    """R9.1, R3.4: in whatever order they come."""
    commands: list[Awaitable[object]] = [
        register("bob") if (turn + number) % 3 else sign_up("bob") for turn in range(9)
    ]

    await asyncio.gather(*commands)

    assert await balance("bob") == 70
    assert await count_rows("activity_awards") == 2
    assert (await check_ledger()).ok
