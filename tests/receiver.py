"""A real receiver of webhooks for tests: it answers, stalls, drips or hangs up, as it is told."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import cast

import orjson
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

OK = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
Writer = asyncio.StreamWriter


@dataclass(frozen=True)
class Delivery:
    """A request as it came."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def event(self) -> dict[str, object]:
        return cast("dict[str, object]", orjson.loads(self.body))

    @property
    def data(self) -> dict[str, object]:
        return cast("dict[str, object]", self.event["data"])

    @property
    def message_id(self) -> str:
        return self.headers["webhook-id"]


def status(code: int, **headers: str) -> bytes:
    """Return an answer without a body."""
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {code} Said\r\ncontent-length: 0\r\n{lines}\r\n".encode()


async def answer_ok(_: Delivery, writer: Writer) -> None:
    writer.write(OK)


@dataclass
class Receiver:
    """What has come, and how it is answered: by `answer`, given the request and the connection."""

    answer: Callable[[Delivery, Writer], Awaitable[None]] = answer_ok
    came: list[Delivery] = field(default_factory=list)
    connections: int = 0
    at_once: int = 0
    most_at_once: int = 0
    url: str = ""
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def types(self) -> list[object]:
        return [delivery.event["type"] for delivery in self.came]

    async def serve(self, reader: asyncio.StreamReader, writer: Writer) -> None:
        task: asyncio.Task[None] | None = asyncio.current_task()
        assert task is not None
        self.tasks.add(task)
        self.connections += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            delivery = await _read(reader)
            self.came.append(delivery)
            await self.answer(delivery, writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self.at_once -= 1
            self.tasks.discard(task)
            writer.close()


async def _read(reader: asyncio.StreamReader) -> Delivery:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    exact = dict(line.split(": ", 1) for line in head[1:] if line)
    headers = {name.lower(): value for name, value in exact.items()}
    body = await reader.readexactly(int(headers["content-length"]))
    return Delivery(head[0].split(" ")[1], headers, body)


@asynccontextmanager
async def receiving(
    receiver: Receiver, *, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1"
) -> AsyncIterator[Receiver]:
    """Serve a receiver on a free port; at the end its connections are dropped."""
    server = await asyncio.start_server(receiver.serve, host, 0, ssl=tls)
    port = server.sockets[0].getsockname()[1]
    shown = f"[{host}]" if ":" in host else host
    receiver.url = f"{'https' if tls else 'http'}://{shown}:{port}/hooks"
    try:
        yield receiver
    finally:
        server.close()
        for task in receiver.tasks:
            task.cancel()
        await asyncio.gather(*receiver.tasks, return_exceptions=True)


def certificate(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return what serves as `name` or address, and what trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "tests")])
    now = datetime.now(UTC)
    try:
        general_name: x509.GeneralName = x509.IPAddress(ip_address(name))
    except ValueError:
        general_name = x509.DNSName(name)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([general_name]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    file.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    return server, ssl.create_default_context(cafile=str(file))
