"""A real server, of as many processes as wanted, and a client that speaks to it as a shop does."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import httpx

from services.access.tokens import TokenRules, issue_admin_token
from tests.ports import free_port

SECRET = "a secret of the tests, at least 32 bytes long"
_GUERDON = Path(sys.executable).with_name("guerdon")
_PATIENCE = 180  # seconds that a busy machine may take for anything


@dataclass(frozen=True, slots=True)
class RunningShop:
    """A server at `url`, and the environment its commands run in."""

    url: str
    environment: dict[str, str]
    processes: list[subprocess.Popen[bytes]]

    def kill(self) -> None:
        """Kill all of it at once, as a power cut would."""
        for process in self.processes:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        for process in self.processes:
            process.wait()

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [_GUERDON, *words],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=_PATIENCE,
        )

    def admin(self) -> httpx.AsyncClient:
        token = issue_admin_token(
            rules=TokenRules(SECRET), subject="backend", scopes=["admin"], ttl_seconds=3_600
        )
        return httpx.AsyncClient(
            base_url=self.url,
            headers={"Authorization": f"Bearer {token}"},
            timeout=60,
            limits=httpx.Limits(max_connections=60),
        )


@contextmanager
def running_shop(
    database_url: str,
    settings: Mapping[str, str] | None = None,
    /,
    *,
    servers: int = 1,
    workers: int = 1,
) -> Iterator[list[RunningShop]]:
    """Start `servers` servers of `workers` processes each on one database; yield each of them.

    `settings` are variables of the environment beside those that every shop has.
    """
    environment = {**environment_of(database_url), **(settings or {})}
    shops = [_start(environment, workers) for _ in range(servers)]
    try:
        for shop in shops:
            _wait_until_ready(shop)
        yield shops
    finally:
        for shop in shops:
            shop.kill()


@asynccontextmanager
async def shops_under_fire(
    database_url: str, processes: Mapping[str, int]
) -> AsyncIterator[tuple[list[RunningShop], list[httpx.AsyncClient]]]:
    """Start a shop as `running_shop` does, and a client of each server, closed with the block.

    A server that is killed leaves half its connections open in the clients.
    """
    with running_shop(database_url, **processes) as shops:
        async with AsyncExitStack() as stack:
            yield shops, [await stack.enter_async_context(shop.admin()) for shop in shops]


def environment_of(database_url: str) -> dict[str, str]:
    """Return the environment that every process of a shop runs in."""
    return {
        **os.environ,
        "GUERDON_DATABASE_URL": database_url,
        "GUERDON_JWT_SECRET": SECRET,
        "GUERDON_LOG_LEVEL": "warning",
    }


@contextmanager
def background_workers(
    database_url: str, *, count: int, smtp_url: str = ""
) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Start `count` processes of `guerdon worker`; those still alive at the end are stopped."""
    workers = [
        subprocess.Popen(
            [_GUERDON, "worker"], env={**environment_of(database_url), "GUERDON_SMTP_URL": smtp_url}
        )
        for _ in range(count)
    ]
    try:
        yield workers
    finally:
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.wait(timeout=_PATIENCE)


def _start(environment: dict[str, str], workers: int) -> RunningShop:
    port = free_port()
    process = subprocess.Popen(
        [_GUERDON, "serve", "--port", str(port), "--workers", str(workers)],
        env=environment,
        start_new_session=True,
    )
    return RunningShop(f"http://127.0.0.1:{port}", environment, [process])


def _wait_until_ready(shop: RunningShop) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        with suppress(httpx.HTTPError):
            if httpx.get(f"{shop.url}/readyz").status_code == 200:
                return
        time.sleep(0.1)
    raise AssertionError("the server did not get ready")


async def ask(client: httpx.AsyncClient, document: str, **variables: object) -> dict[str, object]:
    """Send a document to the admin API and return its data."""
    response = await client.post("/graphql/admin", json={"query": document, "variables": variables})
    answer: dict[str, dict[str, object]] = response.json()
    assert response.status_code == 200, response.text
    assert "errors" not in answer, answer
    return answer["data"]


async def ask_all(
    clients: Sequence[httpx.AsyncClient], document: str, each: Sequence[dict[str, object]]
) -> list[dict[str, object]]:
    """Send the document once per set of variables, all at once, in turn to each client."""
    return list(
        await asyncio.gather(
            *(
                ask(clients[index % len(clients)], document, **variables)
                for index, variables in enumerate(each)
            )
        )
    )


SET_UP = """
mutation {
  websitePut(input: {code: "us", baseCurrency: "USD"}) { userErrors { code } }
  earn: exchangeRateCreate(
    input: {direction: CURRENCY_TO_POINTS, points: 1, currencyAmount: "1.00"}
  ) { userErrors { code } }
  redeem: exchangeRateCreate(
    input: {direction: POINTS_TO_CURRENCY, points: 1, currencyAmount: "0.01"}
  ) { userErrors { code } }
  customerPut(input: {id: "ada", websiteCode: "us", email: "ada@example.com"})
    { userErrors { code } }
}
"""
ADJUST = """
mutation ($key: String!, $points: Int!) {
  pointsAdjust(input: {idempotencyKey: $key, customerId: "ada", websiteCode: "us", points: $points})
    { replayed entry { id points } userErrors { code missingPoints } }
}
"""
FILL = """
mutation ($cart: ID!) {
  cartPut(input: {id: $cart, websiteCode: "us", customerId: "ada",
    lines: [{id: "l1", sku: "sku", quantity: 1, unitPrice: "1.00"}]}) { userErrors { code } }
  cartApplyPoints(cartId: $cart) { cart { quote { pointsUsed } } userErrors { code } }
}
"""
PLACE = """
mutation ($cart: ID!, $order: ID!) {
  orderPlace(input: {cartId: $cart, orders: [{id: $order}]})
    { replayed orders { id pointsUsed } userErrors { code missingPoints } }
}
"""
BALANCE = """
{
  customer(id: "ada") {
    account(websiteCode: "us") { balance history(first: 100) { totalCount } }
  }
}
"""


async def balance_and_entries(client: httpx.AsyncClient) -> tuple[int, int]:
    """Return the balance of the customer whom `ADJUST` is about, and how many entries it has."""
    answer = cast("dict[str, dict[str, dict[str, object]]]", await ask(client, BALANCE))
    account = answer["customer"]["account"]
    history = cast("dict[str, int]", account["history"])
    return cast("int", account["balance"]), history["totalCount"]
