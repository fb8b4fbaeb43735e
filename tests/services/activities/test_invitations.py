"""Invitations: sent once, accepted once, never by oneself (R9.3)."""

import asyncio
from datetime import timedelta

import pytest

from services.accounts.verification import check_ledger
from services.activities.invitations import Invitation, list_invitations
from services.command.audit import list_audit_entries
from services.command.pages.cursor_page import PageRequest
from services.rules.basics.enums import LedgerReason
from services.rules.basics.refusals import IdempotencyConflict, Invalid, NotFound, RewardsError
from tests.clock import NOW
from tests.services.activities.activity_life import LIMIT, accept, invite, register
from tests.services.orders.order_life import balance
from tests.services.setup.builders import delete_website, put_website, set_settings
from tests.services.shop import count_rows, open_shop

pytestmark = pytest.mark.usefixtures("database")

SENT = "You earned 5 reward points for your invitation."


@pytest.fixture(autouse=True)
async def shop(database: str) -> None:  # noqa: ARG001 - it has to be open
    """Open a shop in which Ada can invite: 5 points for sending, 40 when somebody registers."""
    await open_shop()
    await set_settings("us", invitation_sent_points=5, invitation_customer_points=40)


async def test_sending_an_invitation_is_awarded_and_said_to_the_inviter() -> None:
    """R9.1, R9.4."""
    done = await invite()

    assert done.invitation == Invitation("v1", "ada", "us", "bob@example.com", None, NOW)
    assert [(entry.customer_id, entry.reason, entry.points) for entry in done.awards] == [
        ("ada", LedgerReason.INVITATION_SENT, 5)
    ]
    assert (done.message, done.replayed, await balance()) == (SENT, False, 5)


async def test_it_is_said_in_the_inviters_language() -> None:
    """R9.4."""
    await register("ines", locale="es")

    assert (await invite(inviter_id="ines")).message == "Ha ganado 5 puntos por su invitación."


async def test_the_same_invitation_again_answers_the_first_awards_and_message() -> None:
    """R3.5: whatever sending is worth by now, and though the website is gone."""
    await put_website("uk", currency="GBP", is_default=True)
    first = await invite()
    await set_settings("us", invitation_sent_points=9)
    await delete_website("us")

    again = await invite()

    assert (again.awards, again.message, again.replayed) == (first.awards, SENT, True)


@pytest.mark.parametrize(
    "other",
    [{"inviter_id": "eve"}, {"website_code": "uk"}, {"email": "carl@example.com"}],
    ids=["inviter", "website", "address"],
)
async def test_the_same_id_with_another_input_is_a_conflict(other: dict[str, str]) -> None:
    """R3.5."""
    await put_website("uk", currency="GBP")
    await register("eve")
    await invite()

    with pytest.raises(IdempotencyConflict) as refusal:
        await invite(**other)  # type: ignore[arg-type]  # names of arguments

    assert refusal.value.path == ("id",)


async def test_only_a_customer_we_know_invites() -> None:
    with pytest.raises(NotFound) as refusal:
        await invite(inviter_id="nobody")

    assert refusal.value.path == ("inviter_id",)
    assert await count_rows("invitations") == 0


async def test_an_unknown_website_is_not_found() -> None:
    with pytest.raises(NotFound) as refusal:
        await invite(website_code="nowhere")

    assert refusal.value.path == ("website_code",)


@pytest.mark.parametrize("email", ["ada@example.com", "ADA@example.COM", "Ada+friend@example.com"])
async def test_nobody_invites_themselves_by_address(email: str) -> None:
    """R9.3: whatever the case, whatever the tag."""
    with pytest.raises(Invalid) as refusal:
        await invite(email=email)

    assert refusal.value.path == ("email",)
    assert await count_rows("invitations") == 0


@pytest.mark.parametrize(
    "email",
    ["bob", "bob@example.com\r\nBcc: eve@example.com", "bob@example.com,eve@example.com", ""],
    ids=["no-address", "header-injection", "two-addresses", "empty"],
)
async def test_what_is_not_one_address_is_refused(email: str) -> None:
    """R11.2."""
    with pytest.raises(Invalid) as refusal:
        await invite(email=email)

    assert refusal.value.path == ("email",)


async def test_an_invitation_beyond_the_limit_is_sent_and_says_so() -> None:
    """R9.2: and a replay says it again."""
    await set_settings("us", invitation_sent_limit=1)
    await invite("v1")

    beyond = await invite("v2", email="carl@example.com")
    again = await invite("v2", email="carl@example.com")

    assert (beyond.awards, beyond.message) == ([], LIMIT)
    assert (again.awards, again.message, again.replayed) == ([], LIMIT, True)
    assert await count_rows("invitations") == 2


@pytest.mark.parametrize("settings", [{"invitation_sent_points": None}, {"enabled": False}])
async def test_where_inviting_is_worth_nothing_nothing_is_said(settings: dict[str, object]) -> None:
    """R1.6."""
    await set_settings("us", **settings)

    done = await invite()

    assert (done.awards, done.message) == ([], None)


async def test_an_invitee_who_registers_earns_the_inviter_points() -> None:
    """R9.3, R9.4: the message would speak to the invitee, who earned nothing."""
    await invite()
    await register()

    done = await accept()

    assert done.invitation.accepted_by == "bob"
    assert [(entry.customer_id, entry.reason, entry.points) for entry in done.awards] == [
        ("ada", LedgerReason.INVITATION_CUSTOMER, 40)
    ]
    assert (done.message, done.replayed) == (None, False)
    assert (await balance(), await balance("bob")) == (45, 0)
    assert (await check_ledger()).ok


async def test_it_is_credited_to_the_invitations_website() -> None:
    """R9.3: wherever the invitee registers."""
    await put_website("uk", currency="GBP")
    await set_settings("uk", invitation_customer_points=3)
    await invite(website_code="uk")
    await register()

    (entry,) = (await accept()).awards

    assert (entry.website_code, entry.points) == ("uk", 3)


async def test_accepting_again_answers_the_first_awards() -> None:
    """R3.5: though the invitee has taken the inviter's address meanwhile."""
    await invite()
    await register()
    first = await accept()
    await register(email="ada@example.com")

    again = await accept()

    assert (again.awards, again.replayed, again.invitation) == (
        first.awards,
        True,
        first.invitation,
    )
    assert await balance() == 45


async def test_an_invitation_accepted_by_one_cannot_be_by_another() -> None:
    """R9.3."""
    await invite()
    await register()
    await register("carl")
    await accept()

    with pytest.raises(IdempotencyConflict) as refusal:
        await accept(customer_id="carl")

    assert refusal.value.path == ("id",)


@pytest.mark.parametrize("invitation_id", ["v9", "", "x" * 129])
async def test_an_unknown_invitation_is_not_found(invitation_id: str) -> None:
    await register()

    with pytest.raises(NotFound) as refusal:
        await accept(invitation_id)

    assert refusal.value.path == ("id",)


@pytest.mark.parametrize("customer_id", ["nobody", "", "x" * 129])
async def test_an_invitee_must_have_been_put(customer_id: str) -> None:
    await invite()

    with pytest.raises(NotFound) as refusal:
        await accept(customer_id=customer_id)

    assert refusal.value.path == ("customer_id",)


@pytest.mark.parametrize(
    ("customer_id", "email"),
    [("ada", None), ("ada2", "ADA@example.com"), ("ada2", "ada+2@Example.com")],
    ids=["same-customer", "same-address", "tag"],
)
async def test_nobody_accepts_their_own_invitation(customer_id: str, email: str | None) -> None:
    """R9.3."""
    await invite()
    await register(customer_id, email=email)

    with pytest.raises(Invalid) as refusal:
        await accept(customer_id=customer_id)

    assert refusal.value.path == ("customer_id",)
    assert await balance() == 5


async def test_a_customer_registered_before_the_invitation_converts_none() -> None:
    """R9.3: the invitation stays open."""
    await register(now=NOW - timedelta(seconds=1))
    await invite()

    done = await accept()
    again = await accept()

    said = "You had registered before the invitation: it earns no reward points."
    assert (done.awards, done.message, done.replayed) == ([], said, False)
    assert (again.message, again.invitation.accepted_by) == (said, None)
    await register("carl")
    assert (await accept(customer_id="carl")).awards


async def test_a_customer_converts_one_invitation() -> None:
    """R9.3."""
    await register("eve")
    await invite("v1")
    await invite("v2", inviter_id="eve")
    await register(locale="de")
    await accept("v1")

    done = await accept("v2")

    assert (done.awards, done.invitation.accepted_by) == ([], None)
    assert done.message == (
        "Sie haben eine andere Einladung angenommen: Diese bringt keine Bonuspunkte."
    )


async def test_beyond_the_limit_an_invitee_is_accepted_and_earns_nothing() -> None:
    """R9.2."""
    await set_settings("us", invitation_customer_limit=1)
    for number in (1, 2):
        await invite(f"v{number}")
        await register(f"c{number}")

    done = [await accept(f"v{number}", customer_id=f"c{number}") for number in (1, 2)]

    assert [len(each.awards) for each in done] == [1, 0]
    assert [each.invitation.accepted_by for each in done] == ["c1", "c2"]
    assert (await accept("v2", customer_id="c2")).replayed


async def test_a_website_deleted_meanwhile_awards_nothing() -> None:
    """R1.5."""
    await put_website("uk", currency="GBP", is_default=True)
    await set_settings(None, invitation_customer_points=40)
    await invite()
    await register(website_code="uk")
    await delete_website("us")

    done = await accept()

    assert (done.awards, done.invitation.accepted_by) == ([], "bob")


async def test_many_who_accept_one_invitation_earn_one_award() -> None:
    """R9.3, R3.4: on connections of their own."""
    await invite()
    for number in range(20):
        await register(f"c{number}")

    async def try_to(number: int) -> str:
        try:
            done = await accept(customer_id=f"c{number}")
        except RewardsError as error:
            return error.code
        return "replayed" if done.replayed else "accepted"

    outcomes = await asyncio.gather(*(try_to(number) for number in range(20)))

    assert sorted(outcomes) == ["IDEMPOTENCY_CONFLICT"] * 19 + ["accepted"]
    assert await balance() == 45


async def test_one_who_accepts_twenty_times_at_once_earns_one_award() -> None:
    """R3.5."""
    await invite()
    await register()

    done = await asyncio.gather(*(accept() for _ in range(20)))

    assert sum(not each.replayed for each in done) == 1
    assert len({each.awards[0].id for each in done}) == 1
    assert await balance() == 45


async def test_one_who_accepts_many_invitations_at_once_converts_one() -> None:
    """R9.3."""
    for number in range(12):
        await invite(f"v{number}")
    await register()

    done = await asyncio.gather(*(accept(f"v{number}") for number in range(12)))

    assert sum(each.invitation.accepted_by == "bob" for each in done) == 1
    assert await balance() == 12 * 5 + 40


async def test_one_invitation_sent_many_times_at_once_is_one() -> None:
    """R3.5."""
    done = await asyncio.gather(*(invite() for _ in range(12)))

    assert sum(not each.replayed for each in done) == 1
    assert {each.message for each in done} == {SENT}
    assert await balance() == 5


async def test_invitations_are_listed_newest_first_in_pages() -> None:
    """R14.1."""
    await put_website("uk", currency="GBP")
    await register("eve")
    for number in range(4):
        at = NOW + timedelta(minutes=number // 2)
        await invite(f"v{number}", now=at)
    await invite("w1", inviter_id="eve")
    await invite("w2", website_code="uk")

    first = await list_invitations(inviter_id="ada", website_code="us", page=PageRequest(first=3))
    rest = await list_invitations(
        inviter_id="ada", website_code="us", page=PageRequest(3, first.cursors[-1])
    )

    assert [each.id for each in first.items + rest.items] == ["v3", "v2", "v1", "v0"]
    assert (first.total_count, first.has_next, rest.has_next) == (4, True, False)
    assert (await list_invitations(page=PageRequest())).total_count == 6


@pytest.mark.parametrize("cursor", ["x", "WyJhIl0=", "WyJ4IiwgInYxIl0="])
async def test_a_cursor_that_is_none_is_refused(cursor: str) -> None:
    """R14.1."""
    with pytest.raises(Invalid) as refusal:
        await list_invitations(page=PageRequest(after=cursor))

    assert refusal.value.path == ("after",)


async def test_what_is_done_with_invitations_is_in_the_audit_log() -> None:
    """R12.2."""
    await invite()
    await register()
    await accept()

    accepted, _, created, *_ = (await list_audit_entries(PageRequest())).items

    assert (created.action, created.target) == ("invitationCreate", "v1")
    assert created.details == {
        "inviterId": "ada",
        "websiteCode": "us",
        "email": "bob@example.com",
    }
    assert (accepted.action, accepted.details) == ("invitationAccept", {"customerId": "bob"})
