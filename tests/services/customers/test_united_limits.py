"""Once-only awards, limits and invitations of a customer who was merged unite (R12.5, R9)."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from models.tables.activities import InvitationRow
from services.accounts.verification import check_ledger
from services.activities.invitations import list_invitations
from services.command.pages.cursor_page import PageRequest
from services.customers.customers import find_customer
from services.customers.putting import put_customer
from services.rules.basics.refusals import IdempotencyConflict, Invalid
from tests.clock import NOW
from tests.services.activities.activity_life import (
    FIRST_ONLY,
    LIMIT,
    accept,
    define,
    do,
    invite,
    register,
    review,
    sign_up,
)
from tests.services.customers.merging_life import merge
from tests.services.orders.order_life import balance
from tests.services.setup.builders import set_settings
from tests.services.shop import ADMIN, add_customer, fill_cart, invoice, line, open_shop, place

pytestmark = pytest.mark.usefixtures("database")

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
async def shop(database: str) -> AsyncIterator[None]:  # noqa: ARG001 - it has to be open
    await open_shop(earning=None)
    await add_customer("bob")
    yield
    assert (await check_ledger()).violations == []


async def buy(order_id: str, customer_id: str) -> None:
    cart_id = f"cart of {order_id}"
    await fill_cart(line("10.00"), cart_id=cart_id, customer_id=customer_id)
    await place(order_id, cart_id=cart_id)
    await invoice(order_id)


async def test_a_limit_counts_the_rewards_of_both() -> None:
    """R9.2."""
    await set_settings("us", review_points=10, review_limit=3)
    await review("r1")
    await review("r2", customer_id="bob")
    await merge()

    third = await review("r3", customer_id="bob")
    fourth = await review("r4")

    assert third.entry is not None
    assert third.entry.customer_id == "ada"
    assert (fourth.entry, fourth.message) == (None, LIMIT)


async def test_a_limit_of_a_period_counts_the_rewards_of_both() -> None:
    await define(limit=1, period_days=10)
    await do(customer_id="bob")
    await merge()

    within = await do(now=NOW + 9 * DAY)
    after = await do(now=NOW + 11 * DAY)

    assert (within.message, after.entry is not None) == (LIMIT, True)


@pytest.mark.parametrize("reporter", ["ada", "bob"])
async def test_a_review_of_before_is_the_same_by_either_id(reporter: str) -> None:
    """R3.5."""
    await set_settings("us", review_points=10)
    first = await review("r1", customer_id="bob")
    await merge()

    again = await review("r1", customer_id=reporter)

    assert again.replayed
    assert again.entry == first.entry


async def test_a_review_of_somebody_else_stays_a_conflict() -> None:
    """R3.5."""
    await set_settings("us", review_points=10)
    await add_customer("eve")
    await review("r1", customer_id="bob")
    await merge()

    with pytest.raises(IdempotencyConflict):
        await review("r1", customer_id="eve")


@pytest.mark.parametrize(("first", "again"), [("bob", "ada"), ("ada", "bob"), ("bob", "bob")])
async def test_a_reference_of_a_custom_activity_is_rewarded_once(first: str, again: str) -> None:
    """R9.1: its natural key per customer."""
    await define()
    done = await do(customer_id=first, reference="x")
    await merge()

    replay = await do(customer_id=again, reference="x")

    assert replay.replayed
    assert (replay.entry, await balance()) == (done.entry, 5)


async def test_what_a_reference_was_refused_stays_refused() -> None:
    """R3.5: the first answer is kept, also where it was that there is nothing."""
    await define(limit=0)
    done = await do(customer_id="bob", reference="x")
    await define(limit=None)
    await merge()

    replay = await do(reference="x")

    assert (done.message, replay.message, replay.replayed) == (LIMIT, LIMIT, True)


@pytest.mark.parametrize("subscriber", ["ada", "bob"])
async def test_the_first_newsletter_signup_of_either_is_the_only_first(subscriber: str) -> None:
    """R9.1."""
    await set_settings("us", newsletter_signup_points=10)
    await sign_up(subscriber)
    await merge()

    again = [await sign_up("ada"), await sign_up("bob")]

    assert [each.message for each in again] == [FIRST_ONLY] * 2
    assert await balance() == 10


async def test_nobody_registers_by_an_old_id() -> None:
    """R9.1: once per customer; the put is the other customer's."""
    await set_settings("us", registration_points=10)
    await merge()

    put = await register("bob", email="new@example.com")

    assert (put.customer.id, put.awards, await balance()) == ("ada", [], 0)
    assert (await find_customer("ada")).email == "new@example.com"


async def test_invitations_sent_follow() -> None:
    """R9.3: who was invited by the old id rewards the customer it became."""
    await set_settings("us", invitation_customer_points=10, invitation_order_points=7)
    await invite("v1", inviter_id="bob", email="eve@example.com")
    await merge()
    await register("eve", now=NOW + DAY)

    accepted = await accept("v1", customer_id="eve")
    await buy("o1", "eve")

    assert (accepted.invitation.inviter_id, await balance()) == ("ada", 17)
    for inviter_id in ("ada", "bob"):
        page = await list_invitations(inviter_id=inviter_id, page=PageRequest())
        assert [each.id for each in page.items] == ["v1"]
    again = await invite("v1", inviter_id="bob", email="eve@example.com")
    assert again.replayed


async def test_the_invitation_accepted_follows() -> None:
    await set_settings("us", invitation_order_points=7)
    await add_customer("eve")
    await invite("v1", inviter_id="eve", email="carl@example.com")
    await register("carl", now=NOW + DAY)
    await accept("v1", customer_id="carl")

    await merge("carl", "ada", now=NOW + DAY)
    await buy("o1", "ada")

    assert await balance("eve") == 7
    assert (await accept("v1", customer_id="carl")).replayed
    assert (await accept("v1", customer_id="ada")).replayed


async def test_who_invited_their_own_second_address_is_merged_too() -> None:
    """R9.3: what the old id had accepted counts, and nobody has invited themselves."""
    await set_settings("us", invitation_order_points=7)
    await add_customer("zoe")
    await invite("v1", inviter_id="zoe", email="carl@example.com")
    await register("carl", now=NOW + DAY)
    await accept("v1", customer_id="carl", now=NOW + DAY)
    await invite("v2", inviter_id="carl", email="dora@example.com")
    await register("dora", now=NOW + 2 * DAY)
    await accept("v2", customer_id="dora", now=NOW + 2 * DAY)

    await merge("carl", "dora", now=NOW + 3 * DAY)
    await buy("o1", "dora")

    assert (await balance("zoe"), await balance("dora")) == (7, await balance("carl"))
    assert (await accept("v1", customer_id="dora")).replayed


@pytest.mark.parametrize("stays", ["carl", "dora"])
async def test_who_had_only_accepted_their_own_invitation_may_accept_another(stays: str) -> None:
    """R9.3: one invitee converts one invitation; that of oneself was none."""
    await set_settings("us", invitation_customer_points=10)
    await invite("v1", inviter_id="ada", email="carl@example.com")
    await register("carl", now=NOW + DAY)
    await invite("v2", inviter_id="carl", email="dora@example.com", now=NOW + DAY)
    await register("dora", now=NOW + 2 * DAY)
    await accept("v2", customer_id="dora", now=NOW + 2 * DAY)
    await merge("dora" if stays == "carl" else "carl", stays, now=NOW + 3 * DAY)

    accepted = await accept("v1", customer_id="dora", now=NOW + 3 * DAY)

    assert (accepted.message, accepted.invitation.accepted_by) == (None, stays)
    assert await balance("ada") == 10
    assert (await accept("v2", customer_id="dora")).replayed


@pytest.mark.parametrize(
    "merges",
    [
        [("zoe", "carl"), ("dora", "carl")],
        [("dora", "carl"), ("zoe", "carl")],
        [("carl", "dora"), ("dora", "zoe")],
        [("dora", "zoe"), ("carl", "dora")],
    ],
    ids=["inviter-first", "inviter-last", "into-the-inviter", "by-an-old-id"],
)
async def test_the_first_invitation_of_somebody_else_counts_in_whatever_order_ids_were_merged(
    merges: list[tuple[str, str]],
) -> None:
    """R9.3: Zoe invited Carl, who is Dora, who was invited by Bob, and all are Zoe."""
    await set_settings("us", invitation_order_points=7)
    await add_customer("zoe")
    for number, (inviter, invitee) in enumerate([("zoe", "carl"), ("bob", "dora")], start=1):
        await invite(f"v{number}", inviter_id=inviter, email=f"{invitee}@example.com")
        await register(invitee, now=NOW + number * DAY)
        await accept(f"v{number}", customer_id=invitee, now=NOW + number * DAY)

    for from_id, into_id in merges:
        await merge(from_id, into_id, now=NOW + 3 * DAY)
    await buy("o1", "dora")

    assert (await balance("bob"), await balance("zoe")) == (7, 0)
    for invitation_id, invitee in (("v1", "carl"), ("v2", "dora")):
        assert (await accept(invitation_id, customer_id=invitee)).replayed


@pytest.mark.parametrize("stays", ["ada", "bob"])
async def test_customers_who_invited_each_other_are_merged(stays: str) -> None:
    """R9.3: at one instant, as where the sandbox's clock stands still."""
    await set_settings("us", invitation_order_points=7)
    await invite("v1", inviter_id="ada", email="bob@example.com")
    await invite("v2", inviter_id="bob", email="ada@example.com")
    await accept("v1", customer_id="bob")
    await accept("v2", customer_id="ada")

    await merge("ada" if stays == "bob" else "bob", stays)
    await buy("o1", stays)

    assert await balance(stays) == 0


@pytest.mark.parametrize("stays", ["carl", "dora"])
async def test_of_two_accepted_invitations_the_first_counts_from_then_on(stays: str) -> None:
    """R9.3: one invitee converts one invitation."""
    await set_settings("us", invitation_order_points=7)
    await invite("v1", inviter_id="ada", email="carl@example.com")
    await invite("v2", inviter_id="bob", email="dora@example.com")
    for invitee, invitation_id in (("carl", "v1"), ("dora", "v2")):
        await register(invitee, now=NOW + DAY)
        await accept(
            invitation_id, customer_id=invitee, now=NOW + (DAY if invitee == "carl" else 2 * DAY)
        )

    await merge("dora" if stays == "carl" else "carl", stays, now=NOW + 3 * DAY)
    await buy("o1", stays)

    assert (await balance("ada"), await balance("bob")) == (7, 0)
    for invitation_id in ("v1", "v2"):
        assert (await accept(invitation_id, customer_id=stays)).replayed


@pytest.mark.parametrize("stays", ["bob", "carl"])
async def test_nobody_is_rewarded_for_having_invited_themselves(stays: str) -> None:
    """R9.3: same customer."""
    await set_settings("us", invitation_order_points=7)
    await invite("v1", inviter_id="bob", email="carl@example.com")
    await register("carl", now=NOW + DAY)
    await accept("v1", customer_id="carl")

    await merge("carl" if stays == "bob" else "bob", stays, now=NOW + DAY)
    await buy("o1", stays)

    assert await balance(stays) == 0
    row = await InvitationRow.get(id="v1")
    assert row.inviter_id == stays


async def test_who_was_here_before_the_invitation_by_either_id_converts_none() -> None:
    """R9.3: a customer registered before the invitation converts none."""
    await set_settings("us", invitation_customer_points=10)
    await add_customer("eve")
    await invite("v1", inviter_id="eve", email="carl@example.com", now=NOW + DAY / 2)
    await register("carl", now=NOW + DAY)
    await merge("ada", "carl", now=NOW + DAY)  # Ada has been here since before

    accepted = await accept("v1", customer_id="carl")

    assert (accepted.awards, await balance("eve")) == ([], 0)


async def test_only_the_first_order_of_both_rewards_with_first() -> None:
    """R9.3."""
    await set_settings("us", invitation_order_points=7, invitation_order_frequency="FIRST")
    await add_customer("eve")
    await invite("v1", inviter_id="eve", email="carl@example.com")
    await register("carl", now=NOW + DAY)
    await accept("v1", customer_id="carl")
    await buy("o1", "bob")

    await merge("bob", "carl", now=NOW + DAY)
    await buy("o2", "carl")

    assert await balance("eve") == 0


async def test_the_inviter_cannot_accept_by_an_old_id() -> None:
    await invite("v1", inviter_id="ada", email="x@example.com")
    await merge()

    with pytest.raises(Invalid):
        await accept("v1", customer_id="bob")


async def test_a_customer_put_by_an_old_id_is_excluded_as_the_customer_it_became() -> None:
    await merge()

    put = await put_customer(
        customer_id="bob",
        website_code="us",
        email="ada@example.com",
        excluded_from_rewards=True,
        caller=ADMIN,
        now=NOW,
    )

    assert (put.customer.id, put.customer.excluded_from_rewards) == ("ada", True)
