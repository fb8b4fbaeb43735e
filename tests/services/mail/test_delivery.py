"""Delivery of the outbox to a real mail server, whatever that does (R11.2, R11.3)."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from structlog.testing import capture_logs

from models.database import execute, fetch
from services.command import clock
from services.customers.customers import put_customer
from services.mail.delivery import (
    MAX_ATTEMPTS,
    deliver_emails,
    deliver_emails_within,
    finish_deliveries,
)
from services.mail.options import MailOptions, MailServer, Tls, mail_server_of, start_mail
from services.mail.unsubscribing import read_unsubscribe_token
from services.operation.jobs import run_job
from services.rules.basics.enums import Job
from services.setup.settings import update_settings
from tests.clock import NOW
from tests.mail_server import ACCEPTED, Postman, free_port, mail_server
from tests.services.shop import ADMIN, add_customer, give, open_shop

# A password without TLS is a danger on a network; the tests' server is on this machine.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")

SECRET = "a secret of the tests, at least 32 bytes long"


@pytest.fixture(autouse=True)
async def shop(database: str) -> AsyncIterator[None]:  # noqa: ARG001 - it has to be open
    """Open a sandbox, whose clock can be moved to the next try."""
    clock.start_clock(sandbox=True)
    await open_shop(now=await clock.now())
    yield
    await finish_deliveries()
    clock.start_clock(sandbox=False)
    start_mail(MailOptions())


@contextmanager
def posting_to(server: MailServer) -> Iterator[None]:
    start_mail(MailOptions(server, "https://points.example.com", SECRET))
    yield


@contextmanager
def mail_service(postman: Postman, **options: object) -> Iterator[None]:
    with mail_server(postman, **options) as server, posting_to(server):  # type: ignore[arg-type]
        yield


async def mail(points: int = 30, *, customer_id: str = "ada") -> None:
    """Queue a mail, by the change that it tells of."""
    await give(points, customer_id=customer_id, now=await clock.now())


async def later(**time: int) -> None:
    seconds = int(timedelta(**time).total_seconds())
    await clock.advance_sandbox_clock(days=0, seconds=seconds, caller=ADMIN)


async def until_tried(postman: Postman, *, mails: int = 1) -> None:
    """Wait until the server has so many mails in hand."""
    async with asyncio.timeout(60):
        while len(postman.tried) < mails:  # noqa: ASYNC110 - nothing tells
            await asyncio.sleep(0.01)


async def outbox() -> list[tuple[object, ...]]:
    rows = await fetch("SELECT status, attempts, last_error FROM emails ORDER BY id")
    return [tuple(row.values()) for row in rows]


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


async def test_several_workers_at_once_send_each_mail_once() -> None:
    """R11.3."""
    for number in range(30):
        await add_customer(f"c{number}")
        await mail(customer_id=f"c{number}")
    postman = Postman(slow=0.01)

    with mail_service(postman):
        counts = await asyncio.gather(*(deliver_emails() for _ in range(4)))

    assert sum(counts) == len(postman.taken) == 30
    assert len(set(postman.tried)) == 30


async def test_a_mail_in_the_hands_of_a_worker_that_died_is_sent_when_its_lease_is_over() -> None:
    """R11.3: at least once."""
    await mail()
    postman = Postman(slow=30)
    with mail_service(postman):
        worker = asyncio.create_task(deliver_emails())
        await until_tried(postman)
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)
        postman.slow = 0

        assert await deliver_emails() == 0, "nobody knows what became of it"
        await execute("UPDATE emails SET leased_until = ?", [datetime.now(UTC)])
        assert await deliver_emails() == 1

    assert await outbox() == [("SENT", 2, None)]
    assert len(set(postman.tried)) == 1


async def test_a_worker_that_is_stopped_gives_back_what_it_has_not_tried() -> None:
    """R11.3."""
    for number in range(10):
        await add_customer(f"c{number}")
        await mail(customer_id=f"c{number}")
    postman = Postman(slow=30)

    with mail_service(postman):
        worker = asyncio.create_task(deliver_emails())
        await until_tried(postman, mails=4)
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)
        postman.slow = 0
        assert await deliver_emails() == 6


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


async def test_an_admin_s_run_waits_for_what_another_worker_has_in_hand() -> None:
    """R11.3."""
    await mail()
    postman = Postman(slow=0.5)

    with mail_service(postman):
        other = asyncio.create_task(deliver_emails())
        await until_tried(postman)

        assert await run_job(job=Job.DELIVER_EMAILS, caller=ADMIN, now=await clock.now()) == 0

        assert [status for status, _, _ in await outbox()] == ["SENT"]
        await other


async def test_an_admin_s_run_does_not_wait_for_ever_and_loses_nothing() -> None:
    """R11.3: what is on its way when the time is over is still noted as sent."""
    await mail()

    with mail_service(Postman(slow=1)):
        assert await deliver_emails_within(0.2) == 0
        async with asyncio.timeout(60):
            while [status for status, _, _ in await outbox()] != ["SENT"]:  # noqa: ASYNC110
                await asyncio.sleep(0.05)


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """Make a certificate of 127.0.0.1 that this process trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    real_now = datetime.now(UTC)
    address = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(real_now - timedelta(days=1))
        .not_valid_after(real_now + timedelta(days=1))
        .add_extension(address, critical=False)
        .sign(key, hashes.SHA256())
    )
    chain, private = tmp_path / "chain.pem", tmp_path / "key.pem"
    chain.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, private)
    monkeypatch.setenv("SSL_CERT_FILE", str(chain))
    return context


@pytest.mark.parametrize("tls", [Tls.STARTTLS, Tls.IMPLICIT])
async def test_mail_goes_over_tls_to_a_server_that_wants_a_password(
    tls: Tls, certificate: ssl.SSLContext
) -> None:
    """R11.3."""
    await mail()
    postman = Postman()

    with mail_service(postman, tls=tls, certificate=certificate, user="shop", password="right"):
        await deliver_emails()

    assert len(postman.taken) == 1
    assert set(postman.users) == {"shop"}


async def test_a_wrong_password_is_said_without_saying_the_password() -> None:
    await mail()

    with mail_service(Postman(), user="shop", password="wrong-one"):
        await deliver_emails()

    ((status, _, error),) = await outbox()
    assert status == "QUEUED"
    assert "535" in str(error)
    assert "wrong-one" not in str(error)


async def test_mail_does_not_go_in_the_clear_where_tls_is_demanded() -> None:
    await mail()
    postman = Postman()

    with mail_server(postman) as server:
        demanding = MailServer(server.host, server.port, Tls.STARTTLS)
        with posting_to(demanding):
            await deliver_emails()

    assert postman.tried == []
    assert [status for status, _, _ in await outbox()] == ["QUEUED"]


async def test_a_certificate_that_nobody_vouches_for_is_refused(
    certificate: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    await mail()
    monkeypatch.delenv("SSL_CERT_FILE")
    postman = Postman()

    with mail_service(postman, tls=Tls.STARTTLS, certificate=certificate):
        await deliver_emails()

    ((status, _, error),) = await outbox()
    assert (status, postman.tried) == ("QUEUED", [])
    assert "certificate" in str(error).lower()


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example", MailServer("mail.example", 587, Tls.STARTTLS)),
        ("smtp://mail.example:2525?tls=off", MailServer("mail.example", 2525, Tls.OFF)),
        (
            "smtp://me%40shop:p%2Fw@mail.example?tls=implicit",
            MailServer("mail.example", 465, Tls.IMPLICIT, "me@shop", "p/w"),
        ),
        ("smtp://127.0.0.1:1025", MailServer("127.0.0.1", 1025, Tls.IF_OFFERED)),
    ],
)
async def test_the_mail_server_is_named_by_its_url(url: str, server: MailServer) -> None:
    assert mail_server_of(url) == server
