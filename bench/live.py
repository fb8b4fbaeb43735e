"""Cost of live subscriptions: `.venv/bin/python -m bench.live --help`.

A server of one process, with the given number of idle sockets, each the subscription of another
customer: resident memory before and after, the processor time that looking at the accounts takes,
and how long a change takes to reach its customer. A minute or two, at most.
"""

import argparse
import asyncio
import base64
import json
import os
import resource
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.shop import SHOP, add_customers, give_each, open_shop
from models.database import close_database, open_database
from models.schema_history import migrate
from services.access.tokens import TokenRules, issue_customer_token
from services.accounts.adjustments import adjust_points
from services.command.clock import now, start_clock
from tests.ports import free_port

RULES = TokenRules("a secret of the benchmark, 32 bytes or more")
DOCUMENT = """subscription {
  reward_points_changed {
    balance { points money { value currency } } available { points } pending { points }
  }
}"""
CHANGES = 50
AT_ONCE = 100  # sockets that open side by side
IDLE_SECONDS = 10
SPARE_FILES = 200

Socket = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def _make_shop(customers: int) -> None:
    at = await now()
    await open_shop(now=at)
    names = [f"c{number}" for number in range(customers)]
    await add_customers(names[:CHANGES], now=at)
    await give_each(names, 10, key="start", now=at)


def _start_server(url: str, port: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [Path(sys.executable).with_name("guerdon"), "serve", "--port", str(port)],
        env={
            **os.environ,
            "GUERDON_DATABASE_URL": url,
            "GUERDON_JWT_SECRET": RULES.secret,
            "GUERDON_LOG_LEVEL": "warning",
        },
    )


async def _until_up(port: int) -> None:
    for _ in range(300):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.1)
        else:
            writer.close()
            return
    raise SystemExit("The server did not start.")


async def _subscribe(port: int, customer: str) -> Socket:
    """Open a socket as sparing as a socket can be, and wait for the first event."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=4_096)
    key = base64.b64encode(os.urandom(16)).decode()
    writer.write(
        (
            f"GET /graphql HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: Upgrade\r\n"
            f"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n"
            "Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n"
        ).encode()
    )
    await reader.readuntil(b"\r\n\r\n")
    token = issue_customer_token(
        rules=RULES, customer_id=customer, website_code="us", ttl_seconds=3_600
    )
    _send(writer, {"type": "connection_init", "payload": {"authorization": f"Bearer {token}"}})
    await _receive(reader, writer)
    _send(writer, {"id": "1", "type": "subscribe", "payload": {"query": DOCUMENT}})
    await _receive(reader, writer)
    return reader, writer


def _send(writer: asyncio.StreamWriter, message: object) -> None:
    _frame(writer, 0x81, json.dumps(message).encode())


def _frame(writer: asyncio.StreamWriter, opcode: int, payload: bytes) -> None:
    """Write a frame whose mask is all zero."""
    length = len(payload)
    size = bytes([0x80 | length]) if length < 126 else struct.pack("!BH", 0x80 | 126, length)
    writer.write(bytes([opcode]) + size + b"\0\0\0\0" + payload)


async def _receive(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> str:
    """Return the next text, answering pings."""
    while True:
        opcode, size = await reader.readexactly(2)
        length = size
        if size == 126:
            (length,) = struct.unpack("!H", await reader.readexactly(2))
        payload = await reader.readexactly(length)
        if opcode == 0x81:
            return payload.decode()
        if opcode == 0x89:
            _frame(writer, 0x8A, payload)


async def _answer_pings(opened: Socket, told: Callable[[], None]) -> None:
    while True:
        await _receive(*opened)
        told()


def _resident_bytes(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize()


def _processor_seconds(pid: int) -> float:
    words = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


async def _measure(port: int, pid: int, subscriptions: int) -> None:
    warm = [await _subscribe(port, f"c{number}") for number in range(AT_ONCE)]
    for _, writer in warm:
        writer.close()
    await asyncio.sleep(2)
    before, began_at = _resident_bytes(pid), time.perf_counter()
    news = asyncio.Event()
    tasks: list[asyncio.Task[None]] = []
    for first in range(0, subscriptions, AT_ONCE):
        last = min(first + AT_ONCE, subscriptions)
        sockets = await asyncio.gather(
            *(_subscribe(port, f"c{number}") for number in range(first, last))
        )
        # At once, for the server lets go of whoever answers no ping.
        tasks += [asyncio.create_task(_answer_pings(opened, news.set)) for opened in sockets]
    opening = time.perf_counter() - began_at
    used = _processor_seconds(pid)
    await asyncio.sleep(IDLE_SECONDS)
    idle = (_processor_seconds(pid) - used) / IDLE_SECONDS
    growth = _resident_bytes(pid) - before
    print(f"subscriptions             {subscriptions:>9,}")
    print(f"opened in                 {opening:>9.1f} s")
    print(f"resident memory before    {before / 1e6:>9.1f} MB")
    print(f"resident memory after     {(before + growth) / 1e6:>9.1f} MB")
    print(f"memory a subscription     {growth / subscriptions:>9,.0f} bytes")
    print(f"processor while idle      {idle:>9.1%}")
    milliseconds = [await _change(news, number) for number in range(CHANGES)]
    print(f"from commit to customer   {statistics.median(milliseconds):>9.0f} ms, middle")
    print(f"                          {max(milliseconds):>9.0f} ms, longest")
    for task in tasks:
        task.cancel()


async def _change(news: asyncio.Event, number: int) -> float:
    """Change an account from this process; return milliseconds until its customer knows."""
    await asyncio.sleep(number / CHANGES)  # so that some come just after a look, some just before
    news.clear()
    await adjust_points(
        idempotency_key=f"change-{number}",
        customer_id=f"c{number}",
        website_code="us",
        points=5,
        caller=SHOP,
        now=await now(),
    )
    committed_at = time.perf_counter()
    async with asyncio.timeout(30):
        await news.wait()
    return (time.perf_counter() - committed_at) * 1_000


async def _run(subscriptions: int, url: str) -> None:
    start_clock(sandbox=False)
    await open_database(url)
    await migrate()
    await _make_shop(subscriptions)
    port = free_port()
    server = _start_server(url, port)
    try:
        await _until_up(port)
        await _measure(port, server.pid, subscriptions)
        stopped_at = time.perf_counter()
        server.send_signal(signal.SIGTERM)
        code = await asyncio.to_thread(server.wait, 60)
        print(f"stopped, all open, in     {time.perf_counter() - stopped_at:>9.1f} s, exit {code}")
    finally:
        server.kill()
        await close_database()


def main() -> None:
    """Read the options and print the table."""
    parser = argparse.ArgumentParser(prog="bench.live", description=__doc__)
    parser.add_argument("--subscriptions", type=int, default=10_000)
    parser.add_argument("--database", default=None, help="an empty database; SQLite without it")
    options = parser.parse_args()
    files = options.subscriptions + SPARE_FILES
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most != resource.RLIM_INFINITY and most < files:
        raise SystemExit(f"Needs {files:,} open files: ulimit -n {files}.")
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, most))
    with tempfile.TemporaryDirectory() as directory:
        url = options.database or f"sqlite://{directory}/bench.db"
        asyncio.run(_run(options.subscriptions, url))


if __name__ == "__main__":
    main()
