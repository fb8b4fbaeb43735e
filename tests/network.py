"""A network between us and a server, which can be cut and mended, or swallow what is sent."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass
class Network:
    """Passes connections from a port of its own on to a server, while it is whole."""

    host: str
    port: int
    own_port: int = 0
    _listening: asyncio.Server | None = None
    _ends: set[asyncio.StreamWriter] = field(default_factory=set)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _flowing: asyncio.Event = field(default_factory=asyncio.Event)

    def stall(self) -> None:
        """Take all that is sent, and pass none of it on until it flows again."""
        self._flowing.clear()

    def flow(self) -> None:
        self._flowing.set()

    async def mend(self) -> None:
        self.flow()
        self._listening = await asyncio.start_server(self._pass_on, "127.0.0.1", self.own_port)
        self.own_port = self._listening.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        """End all connections at once, and let none be made."""
        if self._listening is not None:
            self._listening.close()
        self.flow()
        for end in tuple(self._ends):
            end.transport.abort()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._listening = None

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection(self.host, self.port)
        for source, end in ((reader, far_writer), (far_reader, writer)):
            self._ends.add(end)
            task = asyncio.create_task(self._copy(source, end))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _copy(self, source: asyncio.StreamReader, end: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await source.read(65_536):
                await self._flowing.wait()
                end.write(data)
                await end.drain()
        self._ends.discard(end)
        end.close()


@asynccontextmanager
async def network_to(url: str) -> AsyncIterator[tuple[Network, str]]:
    """Yield a network to the server of `url`, and the URL by which it goes through it."""
    parts = urlsplit(url)
    network = Network(parts.hostname or "", parts.port or 0)
    await network.mend()
    credentials = parts.netloc.rpartition("@")[0]
    place = (
        f"{credentials}@127.0.0.1:{network.own_port}"
        if credentials
        else f"127.0.0.1:{network.own_port}"
    )
    try:
        yield network, parts._replace(netloc=place).geturl()
    finally:
        await network.cut()
