"""What a webhook is connected to: the address that was checked, by its name (R16.1)."""

import asyncio
import socket
import ssl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address
from pathlib import Path

import httpcore
import pytest

from services.rules.events.endpoint_url import Target
from services.webhooks import sending
from services.webhooks.answer import NotSent
from services.webhooks.options import WebhookOptions, start_webhooks
from services.webhooks.sending import post
from tests.receiver import Receiver, certificate, receiving

Resolve = Callable[..., list[tuple[object, ...]]]


def resolving(*answers: str) -> tuple[Resolve, list[str]]:
    """Return a resolver that gives one of these addresses at a time, and the names it was asked."""
    asked: list[str] = []
    waiting = list(answers)

    def getaddrinfo(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        asked.append(host)
        address = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in address.split()
        ]

    return getaddrinfo, asked


async def sent(host: str, port: int, *, scheme: str = "https") -> int:
    with ThreadPoolExecutor(1) as resolver:
        target = Target(scheme, host, port, "/hooks")
        return (await post(target, {"webhook-id": "m"}, b"{}", resolver=resolver)).status


@pytest.fixture(autouse=True)
def options() -> object:
    start_webhooks(WebhookOptions("x" * 32))
    yield None
    start_webhooks(WebhookOptions())


async def test_a_name_of_a_private_address_is_not_connected_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """R16.1: whatever the name is, checked when it is sent to."""
    async with receiving(Receiver()) as receiver:
        port = int(receiver.url.rsplit(":", 1)[1].split("/")[0])
        for address in ("127.0.0.1", "10.0.0.1", "169.254.169.254", "::ffff:127.0.0.1"):
            monkeypatch.setattr(socket, "getaddrinfo", resolving(address)[0])

            with pytest.raises(NotSent, match="not public"):
                await sent("shop.example", port)

    assert receiver.connections == 0


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "0177.0.0.1", "localhost"])
async def test_another_spelling_of_this_machine_is_not_connected_to(host: str) -> None:
    async with receiving(Receiver()) as receiver:
        port = int(receiver.url.rsplit(":", 1)[1].split("/")[0])

        with pytest.raises(NotSent):
            await sent(host, port)

    assert receiver.connections == 0


async def test_the_name_is_resolved_once_and_the_checked_address_connected_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R16.1: a second look would be answered with another address (DNS rebinding).

    TLS and the Host header have the name.
    """
    serving, trusting = certificate(tmp_path, "shop.example")
    start_webhooks(WebhookOptions("x" * 32, is_sandbox=True, tls=trusting))
    getaddrinfo, asked = resolving("127.0.0.1", "10.0.0.1")
    connected: list[str] = []
    connect = httpcore.AnyIOBackend.connect_tcp

    async def noted(
        self: httpcore.AnyIOBackend, host: str, port: int, **_: object
    ) -> httpcore.AsyncNetworkStream:
        connected.append(host)
        return await connect(self, host, port)

    async with receiving(Receiver(), tls=serving) as receiver:
        port = int(receiver.url.rsplit(":", 1)[1].split("/")[0])
        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
        monkeypatch.setattr(httpcore.AnyIOBackend, "connect_tcp", noted)
        status = await sent("shop.example", port)

    (came,) = receiver.came
    assert (status, connected, asked[:1]) == (200, ["127.0.0.1"], ["shop.example"])
    assert "shop.example" not in asked[1:]
    assert came.headers["host"] == f"shop.example:{port}"


async def test_a_certificate_of_another_name_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though the address is the right one."""
    serving, trusting = certificate(tmp_path, "127.0.0.1")
    start_webhooks(WebhookOptions("x" * 32, is_sandbox=True, tls=trusting))
    async with receiving(Receiver(), tls=serving) as receiver:
        port = int(receiver.url.rsplit(":", 1)[1].split("/")[0])
        monkeypatch.setattr(socket, "getaddrinfo", resolving("127.0.0.1")[0])
        with pytest.raises(NotSent, match=r"(?i)certificate|hostname"):
            await sent("shop.example", port)

    assert receiver.came == []


async def test_an_untrusted_certificate_is_not_taken(tmp_path: Path) -> None:
    serving, _ = certificate(tmp_path, "127.0.0.1")
    start_webhooks(WebhookOptions("x" * 32, is_sandbox=True))
    async with receiving(Receiver(), tls=serving) as receiver:
        port = int(receiver.url.rsplit(":", 1)[1].split("/")[0])
        with pytest.raises(NotSent):
            await sent("127.0.0.1", port)

    assert receiver.came == []


async def test_of_several_addresses_only_public_ones_are_tried(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And the next one where the first does not answer."""
    tried: list[str] = []

    async def refuse(_: object, host: str, *__: object, **___: object) -> None:
        tried.append(host)
        await asyncio.sleep(0)
        raise httpcore.ConnectError("refused")

    monkeypatch.setattr(socket, "getaddrinfo", resolving("10.0.0.1 8.8.8.8 9.9.9.9 fe80::1")[0])
    monkeypatch.setattr(httpcore.AnyIOBackend, "connect_tcp", refuse)
    with pytest.raises(NotSent, match="refused"):
        await sent("shop.example", 443)

    assert tried == ["8.8.8.8", "9.9.9.9"]
    assert all(ip_address(each).is_global for each in tried)


async def test_no_proxy_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy would resolve the name anew, and connect to whatever it finds."""
    start_webhooks(WebhookOptions("x" * 32, is_sandbox=True))
    async with receiving(Receiver()) as proxy, receiving(Receiver()) as receiver:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        port = int(receiver.url.rsplit(":", 1)[1].split("/")[0])
        assert await sent("127.0.0.1", port, scheme="http") == 200

    assert proxy.connections == 0


async def test_what_is_no_http_at_all_is_said(tmp_path: Path) -> None:
    """R16.1: a receiver that hangs up, or speaks something else."""
    del tmp_path
    start_webhooks(WebhookOptions("x" * 32, is_sandbox=True))
    for said in (b"", b"SSH-2.0-OpenSSH_9\r\n", b"HTTP/1.1 abc\r\n\r\n"):

        async def answer(_: object, writer: asyncio.StreamWriter, said: bytes = said) -> None:
            writer.write(said)

        async with receiving(Receiver(answer)) as receiver:
            port = int(receiver.url.rsplit(":", 1)[1].split("/")[0])
            with pytest.raises(NotSent):
                await sent("127.0.0.1", port, scheme="http")


def test_what_we_trust_is_what_the_system_trusts() -> None:
    assert sending._system_tls().verify_mode is ssl.CERT_REQUIRED  # noqa: SLF001
