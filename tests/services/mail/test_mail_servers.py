"""Mail servers: TLS, certificates, passwords and URLs (R11.3)."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from services.mail.delivery import (
    deliver_emails,
)
from services.mail.options import MailServer, Tls, mail_server_of
from tests.mail_server import Postman, mail_server
from tests.services.mail.delivery_life import mail, mail_service, outbox, posting_to

# A password without TLS is a danger on a network; the tests' server is on this machine.
pytestmark = [
    pytest.mark.usefixtures("sandbox_shop"),
    pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS"),
]


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
