"""Checkouts a second, and what SQLite answers: one process of Guerdon, asked over HTTP.

    python -m bench.checkout 10

lets eight connections read a balance with its history, add points, and put, apply and place carts
of ten lines, each for so many seconds: on SQLite, and on a PostgreSQL of its own. Besides the clock
it shows what a request takes of the processor, which other programs on the machine change least;
of a checkout's three requests together.
"""

import asyncio
import http.client
import json
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import asyncpg

from bench.arguments import whole_numbers
from bench.beside import ADJUST, ADMIN_READ, RULES, seed
from bench.processes import processor_seconds, running
from services.access.tokens import issue_admin_token
from tests.ports import free_port
from tests.postgres_server import postgres_server

CUSTOMERS = 500
CONNECTIONS = 8
LINES = 10
_SECONDS_TO_WARM = 3
_PUT = """mutation($i: CartInput!) { cartPut(input: $i) {
  cart { id quote { amountDue { amount } } } userErrors { message } } }"""
_APPLY = """mutation($c: ID!) { cartApplyPoints(cartId: $c, points: 50) {
  cart { id quote { amountDue { amount } } } userErrors { message } } }"""
_PLACE = """mutation($i: OrderPlaceInput!) { orderPlace(input: $i) {
  orders { id } userErrors { message } } }"""
Ask = Callable[[str, dict[str, object]], None]
Deed = Callable[[Ask, str, str], None]


def _read(ask: Ask, customer: str, _: str) -> None:
    ask(ADMIN_READ, {"c": customer})


def _add(ask: Ask, customer: str, turn: str) -> None:
    ask(ADJUST, {"c": customer, "k": turn})


def _check_out(ask: Ask, customer: str, turn: str) -> None:
    lines = [
        {"id": str(n), "sku": f"sku-{n}", "quantity": "1", "unitPrice": "9.99"}
        for n in range(LINES)
    ]
    ask(_PUT, {"i": {"id": turn, "websiteCode": "us", "customerId": customer, "lines": lines}})
    ask(_APPLY, {"c": turn})
    ask(_PLACE, {"i": {"cartId": turn, "orders": [{"id": turn}]}})


DEEDS: dict[str, Deed] = {
    "read: balance, worth, 20 entries": _read,
    "add points": _add,
    f"checkout: {LINES} lines, 3 requests": _check_out,
}


@dataclass(slots=True)
class Load:
    """What eight connections have done so far, and how long each time took, in milliseconds."""

    deed: Deed
    port: int
    until: float
    name: str
    turns: Iterator[int] = field(default_factory=count)
    milliseconds: list[float] = field(default_factory=list)

    def run(self) -> None:
        """Do it until the time is over, on all connections."""
        threads = [threading.Thread(target=self._run_one) for _ in range(CONNECTIONS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _run_one(self) -> None:
        token = issue_admin_token(rules=RULES, subject="shop", scopes=["admin"], ttl_seconds=7_200)
        headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

        def ask(query: str, variables: dict[str, object]) -> None:
            body = json.dumps({"query": query, "variables": variables})
            connection.request("POST", "/graphql/admin", body, headers)
            said = connection.getresponse().read().decode()
            if '"errors"' in said or '"userErrors":[{' in said:
                raise SystemExit(said)

        while time.monotonic() < self.until:
            turn = next(self.turns)
            began = time.monotonic()
            self.deed(ask, f"c{turn * 7919 % CUSTOMERS}", f"{self.name}-{turn}")
            self.milliseconds.append((time.monotonic() - began) * 1_000)
        connection.close()


@contextmanager
def _served(url: str) -> Iterator[tuple[int, int]]:
    """Serve the database by one process; yield its id and its port."""
    env = {
        "GUERDON_DATABASE_URL": url,
        "GUERDON_JWT_SECRET": RULES.secret,
        "GUERDON_RATE_LIMIT": "100000000",
        "GUERDON_LOG_FORMAT": "json",
    }
    port = free_port()
    guerdon = Path(sys.executable).with_name("guerdon")
    with running([guerdon, "serve", "--port", str(port)], port, env) as process:
        yield process, port


def _measure(url: str, seconds: int, database: int | None) -> None:
    print(f"\n{url.partition(':')[0]}")
    print(f"{'':34}{'a second':>9}{'p50 ms':>8}{'p99 ms':>8}{'CPU ms':>8}{'PG ms':>7}")
    with _served(url) as (process, port):
        for name, deed in DEEDS.items():
            warm = time.monotonic() + _SECONDS_TO_WARM
            Load(deed, port, warm, f"warm-{time.time_ns()}").run()
            before = processor_seconds(process), processor_seconds(database) if database else 0.0
            load = Load(deed, port, time.monotonic() + seconds, f"{time.time_ns()}")
            load.run()
            done = len(load.milliseconds)
            own = (processor_seconds(process) - before[0]) / done * 1_000
            its = (processor_seconds(database) - before[1]) / done * 1_000 if database else 0.0
            places = statistics.quantiles(load.milliseconds, n=100)
            print(f"{name:34}{done / seconds:9.0f}", end="")
            print(f"{places[49]:8.1f}{places[98]:8.1f}{own:8.2f}{its:7.2f}")


async def _postmaster(url: str) -> int:
    connection = await asyncpg.connect(url)
    pid = await connection.fetchval("SELECT split_part(pg_read_file('postmaster.pid'), E'\n', 1)")
    await connection.close()
    return int(pid)


def main() -> None:
    """Measure on both databases, and print."""
    (seconds,) = whole_numbers("SECONDS", 10)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite://{folder}/guerdon.db"
        asyncio.run(seed(url, CUSTOMERS))
        _measure(url, seconds, None)
    with postgres_server() as server:
        url = f"{server}/postgres"
        asyncio.run(seed(url, CUSTOMERS))
        _measure(url, seconds, asyncio.run(_postmaster(url)))


if __name__ == "__main__":
    main()
