"""A customer's points as they change, whoever changes them (R12.1)."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager

import pytest

from models.database import count_statements, execute, fetch, transaction
from services.checkout.redemption import apply_points, hold_points, remove_points
from services.command import clock
from services.command.caller import Caller, CallerKind
from services.ledger.reading.standing import AccountMark, read_marks, read_standing
from services.programme.programme import load_programme
from services.rules.basics.refusals import Disabled, NotFound, TooManySubscriptions
from services.setup.settings import update_settings
from services.setup.websites import put_website
from services.storefront.account_watch import MOST_PER_ACCOUNT
from services.storefront.live import LivePoints, follow_points
from services.storefront.visitors import Visitor
from tests.services.shop import ADA as ADA_CALLS
from tests.services.shop import (
    ADMIN,
    add_customer,
    fill_cart,
    give,
    line,
    open_shop,
    place,
)

ADA = Visitor("ada", "us")
SECONDS = 60.0  # that news may take on a busy machine
QUIET = 1.5  # seconds after which there is no news: more than a look apart


@pytest.fixture
async def shop(database: str) -> str:
    await open_shop(now=await clock.now())
    return database


pytestmark = pytest.mark.usefixtures("shop")
on_postgres = pytest.mark.skipif(
    "config.getoption('--database') != 'postgres'", reason="SQLite's readers wait for no writer"
)


@asynccontextmanager
async def following(visitor: Visitor = ADA) -> AsyncIterator[AsyncGenerator[LivePoints, None]]:
    changes = follow_points(visitor)
    try:
        yield changes
    finally:
        await changes.aclose()


async def news(changes: AsyncGenerator[LivePoints, None]) -> LivePoints:
    async with asyncio.timeout(SECONDS):
        return await anext(changes)


async def is_quiet(changes: AsyncGenerator[LivePoints, None]) -> bool:
    """Wait for news that must not come; the changes can't be followed any further then."""
    try:
        async with asyncio.timeout(QUIET):
            await anext(changes)
    except TimeoutError:
        return True
    return False


async def balance(changes: AsyncGenerator[LivePoints, None]) -> int:
    return (await news(changes)).points.standing.balance


async def test_the_first_news_is_how_the_points_stand() -> None:
    await give(100, now=await clock.now())

    async with following() as changes:
        assert await balance(changes) == 100


async def test_a_customer_never_seen_has_none_and_is_told_of_the_first() -> None:
    await add_customer("bob")

    async with following(Visitor("bob", None)) as changes:
        assert await balance(changes) == 0
        await give(5, customer_id="bob", now=await clock.now())
        assert await balance(changes) == 5


async def _entry() -> None:
    await give(7, now=await clock.now())


async def _hold() -> None:
    now = await clock.now()
    await hold_points(cart_id="c1", ttl_seconds=60, caller=ADA_CALLS, now=now)


async def _order() -> None:
    await place("o1", cart_id="c2", now=await clock.now())


async def _unseen_by_this_process() -> None:
    await execute("UPDATE point_holds SET points = points + 1 WHERE cart_id = 'held'")


@pytest.fixture
async def checkouts(shop: str) -> str:
    """Fill a cart with points applied, one to order, and one that has held points already."""
    now = await clock.now()
    await give(1_000, now=now)
    for cart_id in ("c1", "c2", "held"):
        await fill_cart(line("50.00"), cart_id=cart_id, now=now)
    for cart_id in ("c1", "held"):
        await apply_points(cart_id=cart_id, points=100, caller=ADA_CALLS, now=now)
    await hold_points(cart_id="held", ttl_seconds=600, caller=ADA_CALLS, now=now)
    return shop


@pytest.mark.usefixtures("checkouts")
@pytest.mark.parametrize(
    "change",
    [_entry, _hold, _order, _unseen_by_this_process],
    ids=["an entry", "a hold", "pending points", "another process"],
)
async def test_each_change_of_the_account_is_news(change: Callable[[], Awaitable[None]]) -> None:
    async with following() as changes:
        before = await news(changes)
        await change()

        after = await news(changes)

    assert after.points.standing.mark != before.points.standing.mark
    assert after.at > before.at


@pytest.fixture
def sandbox() -> Iterator[None]:
    clock.start_clock(sandbox=True)
    yield
    clock.start_clock(sandbox=False)


async def _advance(**by: int) -> None:
    admin = Caller(subject="test", kind=CallerKind.ADMIN)
    await clock.advance_sandbox_clock(**{"days": 0, "seconds": 0, **by}, caller=admin)


@pytest.mark.usefixtures("sandbox")
async def test_points_that_expire_are_news_without_an_entry() -> None:
    """R10.3: to the instant, whether or not the job has run."""
    now = await clock.now()
    await update_settings(website_code="us", changes={"expiry_days": 30}, caller=ADMIN, now=now)
    await give(100, now=now)

    async with following() as changes:
        assert await balance(changes) == 100
        await _advance(days=31)

        gone = await news(changes)

    assert (gone.points.standing.balance, gone.points.standing.entries) == (0, 1)


@pytest.mark.usefixtures("sandbox", "checkouts")
async def test_a_hold_whose_time_is_over_is_news() -> None:
    async with following() as changes:
        assert (await news(changes)).points.standing.held == 100
        await _advance(seconds=601)

        assert (await news(changes)).points.standing.held == 0


async def test_changes_of_others_are_no_news() -> None:
    now = await clock.now()
    await add_customer("bob")
    await put_website(code="de", base_currency="EUR", caller=ADMIN, now=now)
    await add_customer("ada", website_code="de")

    async with following() as changes:
        await news(changes)
        await give(5, customer_id="bob", now=now)
        await give(5, website_code="de", now=now)

        assert await is_quiet(changes)


async def test_changes_that_are_not_taken_are_shown_together() -> None:
    now = await clock.now()
    async with following() as changes:
        await news(changes)
        for _ in range(20):
            await give(1, now=now)
        await asyncio.sleep(QUIET)

        assert await balance(changes) == 20
        assert await is_quiet(changes)


@pytest.mark.usefixtures("checkouts")
async def test_what_is_undone_before_it_is_taken_is_no_news() -> None:
    async with following() as changes:
        await news(changes)
        await _hold()
        await asyncio.sleep(QUIET)
        await remove_points(cart_id="c1", caller=ADA_CALLS, now=await clock.now())

        assert await is_quiet(changes)


async def test_an_unknown_website_is_not_followed() -> None:
    async with following(Visitor("ada", "nowhere")) as changes:
        with pytest.raises(NotFound):
            await news(changes)


async def _hide_points() -> None:
    await update_settings(
        website_code="us", changes={"enabled": False}, caller=ADMIN, now=await clock.now()
    )


async def test_points_that_customers_cannot_see_are_not_followed() -> None:
    """R1.6."""
    await _hide_points()

    async with following() as changes:
        with pytest.raises(Disabled):
            await news(changes)


async def test_points_that_are_hidden_meanwhile_end_it_with_the_next_change() -> None:
    """R1.6."""
    async with following() as changes:
        await news(changes)
        await _hide_points()
        await give(5, now=await clock.now())

        with pytest.raises(Disabled):
            await news(changes)


async def test_one_customer_has_so_many_subscriptions_and_no_more() -> None:
    followed = [follow_points(ADA) for _ in range(MOST_PER_ACCOUNT)]
    for changes in followed:
        await news(changes)

    async with following() as one_more:
        with pytest.raises(TooManySubscriptions):
            await news(one_more)
    await followed.pop().aclose()
    async with following() as in_its_place:
        await news(in_its_place)
    for changes in followed:
        await changes.aclose()


def _watches() -> int:
    return sum(task.get_name() == "account watch" for task in asyncio.all_tasks())


async def test_nothing_is_looked_at_once_nobody_follows() -> None:
    async with following() as changes, following(Visitor("bob", "us")) as others:
        await news(changes)
        await news(others)
        while_followed = _watches()
    await asyncio.sleep(0.1)

    assert (while_followed, _watches()) == (1, 0)


async def test_a_look_that_fails_is_not_the_last() -> None:
    async with following() as changes:
        await news(changes)
        await fetch("ALTER TABLE point_holds RENAME TO mislaid")
        await asyncio.sleep(QUIET)
        await fetch("ALTER TABLE mislaid RENAME TO point_holds")

        await give(5, now=await clock.now())

        assert await balance(changes) == 5


@on_postgres
async def test_a_database_that_stalled_is_looked_at_again_soon() -> None:
    """The rest after a look does not grow with the time that the look was kept waiting."""
    async with following() as changes:
        await news(changes)
        async with transaction():
            await fetch("LOCK TABLE point_holds IN ACCESS EXCLUSIVE MODE")
            await asyncio.sleep(5)  # a look gives up after 3 s, and would have rested for 12

        await give(5, now=await clock.now())

        async with asyncio.timeout(8):
            assert (await anext(changes)).points.standing.balance == 5


async def test_a_look_is_one_statement_for_all_accounts_of_a_website() -> None:
    now = await clock.now()
    programme = await load_programme(website_code="us", customer_id=None)
    customers = [f"c{number}" for number in range(300)]
    await put_website(code="zz", base_currency="EUR", caller=ADMIN, now=now)
    for customer in customers[:3]:
        await add_customer(customer)
        await give(5, customer_id=customer, now=now)
        await give(6, customer_id=customer, website_code="zz", now=now)

    with count_statements() as count:
        marks = await read_marks(
            customer_ids=customers, website_code="us", policy=programme.expiry, now=now
        )

    assert len(count.statements) == 1
    assert marks == dict.fromkeys(customers[:3], AccountMark(entries=1, balance=5))


@pytest.mark.usefixtures("checkouts")
async def test_a_mark_is_that_of_the_standing() -> None:
    now = await clock.now()
    await place(cart_id="c2", now=now)
    programme = await load_programme(website_code="us", customer_id="ada")

    marks = await read_marks(
        customer_ids=["ada"], website_code="us", policy=programme.expiry, now=now
    )

    standing = await read_standing(customer_id="ada", programme=programme, now=now)
    assert marks == {"ada": standing.mark}
    assert (standing.mark.held, standing.mark.pending > 0) == (100, True)
