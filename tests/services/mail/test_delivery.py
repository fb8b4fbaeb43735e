"""Delivery of the outbox to a real mail server, whatever that does (R11.2, R11.3)."""

import asyncio

import pytest
from structlog.testing import capture_logs

from models.database import execute, fetch
from services.customers.putting import put_customer
from services.mail.delivery import (
    MAX_ATTEMPTS,
    deliver_emails,
)
from services.mail.options import MailOptions, MailServer, Tls, start_mail
from services.mail.unsubscribing import read_unsubscribe_token
from services.setup.settings import update_settings
from tests.clock import NOW
from tests.mail_server import ACCEPTED, Postman
from tests.ports import free_port
from tests.services.mail.delivery_life import (
    later,
    mail,
    mail_service,
    outbox,
    posting_to,
    until_tried,
)
from tests.services.shop import ADMIN, add_customer

# A password without TLS is a danger on a network; the tests' server is on this machine.
pytestmark = [
    pytest.mark.usefixtures("sandbox_shop"),
    pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS"),
]


async def test_a_mail_says_from_whom_to_whom_and_how_to_unsubscribe() -> None:
    """R11.2: plain text and HTML, a one-click link."""
    changes = {"email_sender_name": "Tea, & more", "email_sender_address": "tea@example.com"}
    await update_settings(website_code="us", changes=changes, caller=ADMIN, now=NOW)
    await put_customer(
        customer_id="ada",
        website_code="us",
        email="ada@example.com",
        first_name='Zoë, "the" Ada <x@example.com>',
        caller=ADMIN,
        now=NOW,
    )
    await mail()
    postman = Postman()

    with mail_service(postman):
        assert await deliver_emails() == 1

    (message,) = postman.taken
    assert postman.recipients == [["ada@example.com"]]
    (sender,) = message["From"].addresses
    (recipient,) = message["To"].addresses
    assert (sender.display_name, sender.addr_spec) == ("Tea, & more", "tea@example.com")
    assert recipient.display_name == 'Zoë, "the" Ada <x@example.com>'
    assert recipient.addr_spec == "ada@example.com"
    assert message["List-Unsubscribe"].startswith("<https://points.example.com/unsubscribe/")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Auto-Submitted"] == "auto-generated"
    parts = [part.get_content_type() for part in message.iter_parts()]
    assert parts == ["text/plain", "text/html"]


@pytest.mark.parametrize("customer_id", ["ada", "x" * 128, "\N{GRINNING FACE}" * 128])
async def test_the_link_to_unsubscribe_is_one_line_that_every_program_reads(
    customer_id: str,
) -> None:
    """R11.2, RFC 8058: not folded, not encoded, and no longer than a line may be."""
    await put_customer(
        customer_id=customer_id, website_code="us", email="x@example.com", caller=ADMIN, now=NOW
    )
    await mail(customer_id=customer_id)
    postman = Postman()

    with mail_service(postman):
        await deliver_emails()

    head = postman.raw[0].partition(b"\r\n\r\n")[0].split(b"\r\n")
    (line,) = (line for line in head if line.startswith(b"List-Unsubscribe:"))
    link = line.removeprefix(b"List-Unsubscribe: <").removesuffix(b">").decode()
    assert len(line) <= 998
    assert read_unsubscribe_token(link.rpartition("/")[2]).customer_id == customer_id
    assert all(len(line) <= 998 for line in postman.raw[0].split(b"\r\n"))


async def test_without_a_sender_of_its_own_a_website_mails_from_the_service() -> None:
    """R11.2."""
    await mail()
    postman = Postman()

    with mail_service(postman):
        await deliver_emails()

    (sender,) = postman.taken[0]["From"].addresses
    assert (sender.display_name, sender.addr_spec) == ("us", "no-reply@points.example.com")


async def test_what_was_sent_is_kept_as_sent() -> None:
    """R11.3."""
    await mail()

    with mail_service(Postman()):
        await deliver_emails()

    assert await outbox() == [("SENT", 1, None)]
    (kept,) = await fetch("SELECT recipient, subject, sent_at, leased_until FROM emails")
    assert kept["recipient"] == "ada@example.com"
    assert kept["subject"]
    assert kept["sent_at"] is not None
    assert kept["leased_until"] is None


async def test_a_sent_mail_is_not_sent_again() -> None:
    """R11.3."""
    await mail()
    postman = Postman()

    with mail_service(postman):
        await deliver_emails()
        await later(days=30)
        assert await deliver_emails() == 0

    assert len(postman.taken) == 1


async def test_a_mail_refused_for_now_is_tried_again_later_as_the_same_mail() -> None:
    """R11.3: one Message-ID over all tries, waiting longer each time."""
    await mail()
    postman = Postman(answers_to_content=["451 busy"] * 2)

    with mail_service(postman):
        assert await deliver_emails() == 1
        assert await outbox() == [("QUEUED", 1, "451 busy")]
        assert await deliver_emails() == 0, "it waits first"
        await later(seconds=25)
        assert await deliver_emails() == 1
        await later(seconds=25)
        assert await deliver_emails() == 0, "it waits longer"
        await later(seconds=60)
        assert await deliver_emails() == 1

    assert await outbox() == [("SENT", 3, None)]
    assert len(postman.tried) == 3
    assert len(set(postman.tried)) == 1


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param({"answers_to_recipients": ["550 no such user"]}, id="recipient"),
        pytest.param({"answers_to_content": ["550 no such user"]}, id="content"),
    ],
)
async def test_a_mail_refused_for_good_is_given_up_with_the_reason(
    answers: dict[str, list[str]],
) -> None:
    """R11.3."""
    await mail()

    with mail_service(Postman(**answers)):  # type: ignore[arg-type]
        await deliver_emails()
        await later(days=30)
        assert await deliver_emails() == 0

    assert await outbox() == [("FAILED", 1, "550 no such user")]


async def test_one_mail_refused_does_not_keep_the_others() -> None:
    await add_customer("bob")
    await mail()
    await mail(customer_id="bob")
    postman = Postman(answers_to_recipients=["550 no such user", ACCEPTED])

    with mail_service(postman):
        assert await deliver_emails() == 2

    assert sorted(status for status, _, _ in await outbox()) == ["FAILED", "SENT"]  # type: ignore[type-var]


async def test_a_server_that_is_down_is_tried_for_a_day_and_then_given_up() -> None:
    """R11.3."""
    await mail()

    with posting_to(MailServer("127.0.0.1", free_port(), Tls.OFF)):
        for _ in range(MAX_ATTEMPTS):
            assert await deliver_emails() == 1
            await later(hours=8)
        assert await deliver_emails() == 0

    ((status, attempts, error),) = await outbox()
    assert (status, attempts) == ("FAILED", MAX_ATTEMPTS)
    assert "connect" in str(error).lower()


async def test_a_server_that_comes_back_gets_what_has_waited() -> None:
    """R11.3."""
    await mail()
    await mail()
    with posting_to(MailServer("127.0.0.1", free_port(), Tls.OFF)):
        await deliver_emails()
    await later(minutes=2)
    postman = Postman()

    with mail_service(postman):
        assert await deliver_emails() == 2

    assert len(postman.taken) == 2


async def test_a_connection_that_breaks_off_loses_nothing() -> None:
    """R11.3."""
    await mail()
    postman = Postman(drops=1)

    with mail_service(postman):
        await deliver_emails()
        assert [status for status, _, _ in await outbox()] == ["QUEUED"]
        await later(minutes=1)
        await deliver_emails()

    assert await outbox() == [("SENT", 2, None)]


async def test_a_server_too_slow_is_given_up_for_now() -> None:
    """R11.3."""
    await mail()

    with mail_service(Postman(slow=5), send_seconds=0.3):
        assert await deliver_emails() == 1

    ((status, attempts, error),) = await outbox()
    assert (status, attempts) == ("QUEUED", 1)
    assert error == "The mail server did not answer in time."


async def test_a_slow_server_holds_up_no_command() -> None:
    """R11.3: points move while a mail is on its way."""
    await mail()
    postman = Postman(slow=1)

    with mail_service(postman):
        delivering = asyncio.create_task(deliver_emails())
        await until_tried(postman)
        await mail(5)
        assert not delivering.done()
        await delivering

    assert len(postman.taken) >= 1


async def test_a_mail_to_somebody_who_is_gone_is_given_up() -> None:
    await mail()
    await execute("UPDATE customers SET email = NULL")

    with mail_service(Postman()):
        assert await deliver_emails() == 1

    assert await outbox() == [("FAILED", 1, "The customer no longer has an e-mail address.")]


async def test_without_a_mail_server_mail_waits_and_is_logged_once() -> None:
    """R11.3."""
    start_mail(MailOptions())
    await mail()

    with capture_logs() as lines:
        assert await deliver_emails() == 0
        assert await deliver_emails() == 0

    assert await outbox() == [("QUEUED", 0, None)]
    assert [line["event"] for line in lines] == ["mail waits: no GUERDON_SMTP_URL"]
    assert "ada" not in str(lines)
