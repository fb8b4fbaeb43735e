"""Erasing: what names a person is gone, the ledger adds up, points of orders still move (R12.5)."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from models.database import dialect, fetch
from services.accounts.adjustments import adjust_points
from services.accounts.verification import check_ledger
from services.checkout.cart_input import CartInput
from services.checkout.putting import put_cart
from services.checkout.redemption import apply_points
from services.command.pages.cursor_page import PageRequest
from services.customers.customers import find_customer, list_customers
from services.customers.erasing import erase_customer
from services.customers.putting import put_customer
from services.customers.subscriptions import update_subscriptions
from services.operation.jobs import run_job
from services.orders.status import StatusChange, set_order_status
from services.rules.basics.enums import Job
from services.rules.basics.refusals import Disabled, Invalid, NotFound
from services.rules.checkout.cart import CartContent
from tests.clock import NOW
from tests.services.activities.activity_life import OFF, accept, invite, register, review
from tests.services.customers.merging_life import entries_of, merge
from tests.services.orders.order_life import balance, cancel, place_with_points
from tests.services.setup.builders import set_settings
from tests.services.shop import (
    ADA,
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

_keys = iter(range(1_000_000))
SECRETS = ("lovelace", "ada@example.com", "old-ada@example.com", "call her mother")


@pytest.fixture(autouse=True)
async def shop(database: str) -> AsyncIterator[None]:  # noqa: ARG001 - it has to be open
    await open_shop()
    yield
    assert (await check_ledger()).violations == []


async def erase(customer_id: str = "ada") -> str:
    return await erase_customer(customer_id=customer_id, caller=ADMIN, now=NOW)


async def whole_database() -> str:
    """Return all that is kept, in small letters."""
    names = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table'",
        "postgres": "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
    }
    found = []
    for table in await fetch(names[dialect()]):
        rows = await fetch(f'SELECT * FROM "{table["name"]}"')  # noqa: S608 - our own names
        found += [str(row) for row in rows]
    return "\n".join(found).lower()


async def put(email: str, customer_id: str = "ada") -> None:
    await put_customer(
        customer_id=customer_id,
        website_code="us",
        email=email,
        first_name="Ada",
        last_name="Lovelace",
        caller=ADMIN,
        now=NOW,
    )


async def adjust(points: int = 30, comment: str = "call her mother") -> None:
    await adjust_points(
        idempotency_key=f"k{next(_keys)}",
        customer_id="ada",
        website_code="us",
        points=points,
        comment=comment,
        caller=ADMIN,
        now=NOW,
    )


async def cart_with_address(cart_id: str, customer_id: str | None, email: str) -> None:
    content = CartContent(currency="", lines=(line("10.00"),))
    cart = CartInput(cart_id, "us", customer_id, email, content)
    await put_cart(cart=cart, caller=ADMIN, now=NOW)


async def test_nothing_that_names_the_person_is_left_anywhere() -> None:
    await put("Old-Ada@example.com")
    await put("Ada@example.com")
    await adjust()
    await cart_with_address("c1", "ada", "ada@example.com")
    await cart_with_address("c2", None, "ADA@example.com")
    await place("o1")
    await set_order_status(
        change=StatusChange("o1", "processing", "s", comment="Call her mother!"),
        caller=ADMIN,
        now=NOW,
    )
    await run_job(job=Job.DELIVER_EMAILS, caller=ADMIN, now=NOW)
    await add_customer("bob")
    await invite("v1", inviter_id="bob", email="ada@example.com")
    before = await whole_database()
    assert all(secret in before for secret in SECRETS)

    assert await erase() == "ada"

    after = await whole_database()
    assert [secret for secret in SECRETS if secret in after] == []
    assert await count_rows("emails WHERE customer_id = 'ada'") == 0


async def test_the_addresses_that_they_gave_us_go_too() -> None:
    await invite("v1", email="friend@example.com")

    await erase()

    assert "friend" not in await whole_database()


async def test_of_a_merged_customer_what_is_under_the_old_ids_goes_too() -> None:
    await put("bobby@example.com", "bob")
    await adjust_points(
        idempotency_key="k",
        customer_id="bob",
        website_code="us",
        points=5,
        comment="call her mother",
        caller=ADMIN,
        now=NOW,
    )
    await merge()

    assert await erase("bob") == "ada"

    after = await whole_database()
    assert [each for each in (*SECRETS, "bobby") if each in after] == []


async def test_the_ledger_stays_without_its_comments() -> None:
    """R17.1: verify proves it as before."""
    await adjust()

    await erase()

    (entry,) = await entries_of()
    assert (entry.points, entry.comment, await balance()) == (30, None, 30)


async def test_points_of_open_orders_still_move() -> None:
    await give(100)
    await place_with_points(50)
    await erase()

    await cancel()

    assert await balance() == 100


async def test_they_earn_nothing_any_more() -> None:
    await set_settings("us", review_points=10)
    await fill_cart(line("10.00"))
    await place()
    await erase()

    await invoice()
    reviewed = await review("r1")

    assert (reviewed.entry, reviewed.message) == (None, OFF)
    assert await balance() == 0


async def test_they_redeem_nothing_any_more() -> None:
    await give(100)
    await fill_cart(line("10.00"))
    await erase()

    with pytest.raises(Disabled):
        await apply_points(cart_id="c1", caller=ADA, now=NOW)


async def test_admins_still_adjust() -> None:
    await give(100)
    await erase()

    await give(-100)

    assert await balance() == 0


async def test_nobody_can_be_put_under_the_id_again() -> None:
    await erase()

    with pytest.raises(Invalid) as refused:
        await put("ada@example.com")

    assert refused.value.path == ("id",)
    assert (await find_customer("ada")).email is None


async def test_registering_again_with_the_address_is_not_awarded() -> None:
    """R9.1: a keyed hash of it stays."""
    await set_settings("us", registration_points=10)
    await register("bob", email="bob@example.com")
    await erase("bob")

    again = await register("bob2", email="Bob+new@example.com")

    assert again.awards == []


async def test_erased_customers_are_nobody_to_commands_about_people() -> None:
    await add_customer("bob")
    await invite("v1", inviter_id="bob", email="ada@example.com")
    await erase()

    with pytest.raises(NotFound):
        await merge("ada", "bob")
    with pytest.raises(NotFound):
        await merge("bob", "ada")
    with pytest.raises(NotFound):
        await update_subscriptions(customer_id="ada", balance_updates=True, caller=ADMIN, now=NOW)
    with pytest.raises(NotFound):
        await invite("v2", inviter_id="ada")
    with pytest.raises(NotFound):
        await accept("v1", customer_id="ada", now=NOW + timedelta(days=1))


async def test_an_invitation_of_before_is_answered_without_its_address() -> None:
    """R3.5."""
    await invite("v1", email="friend@example.com")
    await erase()

    again = await invite("v1", email="friend@example.com")

    assert (again.replayed, again.invitation.email) == (True, None)


async def test_erasing_again_erases_what_has_come_since() -> None:
    await erase()
    await adjust()

    await erase()

    assert "mother" not in await whole_database()


async def test_an_unknown_customer_is_refused() -> None:
    with pytest.raises(NotFound) as refused:
        await erase("nobody")

    assert refused.value.path == ("id",)


async def test_they_are_found_by_their_id_alone() -> None:
    await put("ada@example.com")
    await erase()

    async def found(search: str) -> list[str]:
        page = await list_customers(search=search, page=PageRequest())
        return [each.id for each in page.items]

    assert (await found("lovelace"), await found("ada")) == ([], ["ada"])
