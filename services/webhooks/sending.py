"""Sending one webhook: the name is resolved once, checked, and connected to as checked (R16.1).

Redirects are not followed and no proxy is asked. An answer is waited for 15 s in all, and 64 kB of
it are read, so that neither a slow receiver nor a long answer holds anything up.
"""

import asyncio
import socket
import ssl
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from functools import cache
from ipaddress import ip_address

import httpcore

from services.rules.events.addresses import why_refused
from services.rules.events.endpoint_url import Target
from services.webhooks.answer import Answer, NotSent
from services.webhooks.options import webhook_options

ANSWER_SECONDS = 15.0
_ANSWER_BYTES = 64 * 1024
_CONNECT_SECONDS = 5.0  # to each of a name's addresses
_MOST_ADDRESSES = 4
_REASON_LENGTH = 200


async def post(
    target: Target, headers: Mapping[str, str], body: bytes, *, resolver: Executor
) -> Answer:
    """Send a webhook and return what was answered; its name is looked up by `resolver`.

    Raises NotSent.
    """
    answers: list[Answer] = []
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            addresses = await _checked_addresses(target, resolver)
            await _exchange(target, addresses, headers, body, answers)
    except TimeoutError as error:
        if not answers:
            raise NotSent(f"No answer within {ANSWER_SECONDS:.0f} s.") from error
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException) as error:
        if not answers:
            raise NotSent(_said(error)) from error
    return answers[0]


async def _exchange(
    target: Target,
    addresses: Sequence[str],
    headers: Mapping[str, str],
    body: bytes,
    answers: list[Answer],
) -> None:
    """Send the request; what has been answered stands even if the rest of it never comes."""
    url = httpcore.URL(
        scheme=target.scheme.encode(),
        host=target.host.encode(),
        port=target.port,
        target=target.path.encode(),
    )
    pool = httpcore.AsyncConnectionPool(
        ssl_context=webhook_options().tls or _system_tls(),
        max_connections=1,
        network_backend=_Pinned(addresses),
    )
    async with pool, pool.stream("POST", url, headers=[*headers.items()], content=body) as response:
        said = {name.lower(): value for name, value in response.headers}
        retry_after = said.get(b"retry-after")
        text = None if retry_after is None else retry_after.decode("latin-1")
        answers.append(Answer(response.status, text))
        read = 0
        async for part in response.aiter_stream():
            read += len(part)
            if read > _ANSWER_BYTES:
                return


async def _checked_addresses(target: Target, resolver: Executor) -> list[str]:
    """Return the addresses of the target that may be sent to. Raises NotSent if there is none."""
    try:
        found = await asyncio.get_running_loop().run_in_executor(
            resolver, _look_up, target.host, target.port
        )
    except (OSError, UnicodeError) as error:
        raise NotSent("The host's name can't be resolved.") from error
    is_sandbox = webhook_options().is_sandbox
    refused = {
        address: why_refused(ip_address(address), is_sandbox=is_sandbox) for address in found
    }
    allowed = [address for address, reason in refused.items() if reason is None]
    if not allowed:
        reasons = sorted({reason for reason in refused.values() if reason})
        raise NotSent(f"The host's address is not public: {', '.join(reasons)}.")
    return allowed[:_MOST_ADDRESSES]


def _look_up(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


class _Pinned(httpcore.AsyncNetworkBackend):
    """Connects to addresses that were checked, whatever name the request has.

    TLS still asks for the name, and so does the Host header.
    """

    def __init__(self, addresses: Sequence[str]) -> None:
        self._addresses = addresses
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,  # noqa: ARG002 - resolved already
        port: int,
        timeout: float | None = None,  # noqa: ARG002, ASYNC109 - httpcore's signature
        local_address: str | None = None,  # noqa: ARG002
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address that answers. Raises httpcore.ConnectError."""
        failure: Exception = httpcore.ConnectError("no address")
        for address in self._addresses:
            try:
                return await self._network.connect_tcp(
                    address, port, timeout=_CONNECT_SECONDS, socket_options=socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    async def sleep(self, seconds: float) -> None:
        """Wait between two tries of a request."""
        await asyncio.sleep(seconds)


@cache
def _system_tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _said(error: Exception) -> str:
    """Return what went wrong, in short: a driver's words, without what was sent."""
    text = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return text[:_REASON_LENGTH]
