"""R13.2a: a database that is away, or does not answer in time, is 503 `UNAVAILABLE`."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager

import asyncpg
import httpx
import pytest
import structlog

from app import build_app
from models.database import close_database, open_database
from services.access.tokens import TokenRules, issue_customer_token
from settings import SECRET as SECRET_VARIABLE
from settings import read_settings
from tests.api.admin.asking import SECRET, admin_token
from tests.network import Network, network_to
from tests.transport.live.live_server import LiveServer, served

on_postgres = pytest.mark.skipif(
    "config.getoption('--database') != 'postgres'", reason="SQLite is no server"
)
PUT = 'mutation { websitePut(input: {code: "us", baseCurrency: "USD"}) { userErrors { code } } }'
READ = "{ websites { code } }"
DONE: dict[str, object] = {"data": {"websitePut": {"userErrors": []}}}


@pytest.fixture(autouse=True)
def _secret(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv(SECRET_VARIABLE, SECRET)
    read_settings.cache_clear()
    yield
    read_settings.cache_clear()


@asynccontextmanager
async def shop_on(url: str) -> AsyncIterator[LiveServer]:
    await open_database(url)
    try:
        async with served(build_app(read_settings())) as server:
            yield server
    finally:
        await close_database()


@pytest.fixture
async def cut_off(database_url: str) -> AsyncIterator[tuple[LiveServer, Network]]:
    """Yield a server, and the network between it and its database."""
    async with network_to(database_url) as (network, url), shop_on(url) as server:
        yield server, network


async def ask(server: LiveServer, document: str) -> httpx.Response:
    headers = {"authorization": f"Bearer {admin_token('admin')}"}
    async with httpx.AsyncClient(headers=headers, timeout=60) as client:
        return await client.post(f"{server.url}/admin", json={"query": document})


def assert_unavailable(answer: httpx.Response) -> None:
    (error,) = answer.json()["errors"]
    assert answer.status_code == 503
    assert error["extensions"]["code"] == "UNAVAILABLE"
    assert "data" not in answer.json()
    assert int(answer.headers["retry-after"]) > 0


@on_postgres
@pytest.mark.parametrize("document", [PUT, READ], ids=["mutation", "query"])
async def test_while_the_database_is_away_requests_may_be_tried_again(
    cut_off: tuple[LiveServer, Network], document: str
) -> None:
    server, network = cut_off
    await network.cut()

    with structlog.testing.capture_logs() as lines:
        answer = await ask(server, document)

    assert_unavailable(answer)
    (line,) = [line for line in lines if line["log_level"] in ("warning", "error", "critical")]
    assert line["event"] == "database unavailable"
    assert "exc_info" not in line


@on_postgres
async def test_while_no_host_is_the_primary_requests_may_be_tried_again(database_url: str) -> None:
    """R18.2: as between the loss of one and the promotion of another."""
    before, host = database_url.split("@")
    address, name = host.split("/")
    hosts = f"{before}@{address},{address}/{name}?target_session_attrs=standby"
    async with shop_on(hosts) as server:
        answer = await ask(server, READ)

    assert_unavailable(answer)


@on_postgres
async def test_once_the_database_is_back_requests_are_answered_at_once(
    cut_off: tuple[LiveServer, Network],
) -> None:
    server, network = cut_off
    assert (await ask(server, PUT)).json() == DONE
    await network.cut()
    assert_unavailable(await ask(server, PUT))

    await network.mend()
    answers = await asyncio.gather(*(ask(server, PUT) for _ in range(12)))

    assert [answer.json() for answer in answers] == [DONE] * 12


@on_postgres
async def test_a_connection_that_was_lost_is_nobodys_error(
    cut_off: tuple[LiveServer, Network], database_url: str
) -> None:
    """What was not yet committed is done again on another connection."""
    server, _ = cut_off
    assert (await ask(server, PUT)).json() == DONE
    connection = await asyncpg.connect(database_url)
    async with connection.transaction():
        await connection.execute("SELECT * FROM websites FOR UPDATE")
        asking = asyncio.create_task(ask(server, PUT.replace("USD", "EUR")))
        await until_waiting(connection)

        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        await asyncio.sleep(0.2)
    await connection.close()

    assert (await asking).status_code == 200


async def until_waiting(connection: asyncpg.Connection) -> None:
    async with asyncio.timeout(60):
        while not await connection.fetchval(  # noqa: ASYNC110 - nobody tells
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE wait_event_type = 'Lock' AND datname = current_database()"
        ):
            await asyncio.sleep(0.02)


@on_postgres
async def test_on_a_socket_an_outage_ends_the_operation_alone(
    cut_off: tuple[LiveServer, Network],
) -> None:
    server, network = cut_off
    customer = issue_customer_token(
        rules=TokenRules(SECRET), customer_id="ada", website_code="us", ttl_seconds=60
    )
    async with server.socket(init={"authorization": f"Bearer {customer}"}) as socket:
        await network.cut()

        answer = await socket.ask('{ cart(cart_id: "c1") { id } }')
        again = await socket.ask("{ __typename }", name="2")

    assert answer["type"] == "error"
    assert answer["payload"][0]["extensions"]["code"] == "UNAVAILABLE"
    assert again["payload"] == {"data": {"__typename": "Query"}}


@contextmanager
def locked_sqlite(url: str) -> Iterator[None]:
    blocker = sqlite3.connect(url.removeprefix("sqlite://"), isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        blocker.execute("ROLLBACK")
        blocker.close()


@asynccontextmanager
async def locked_postgres(url: str) -> AsyncIterator[None]:
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction():
            await connection.execute("SELECT * FROM websites FOR UPDATE")
            yield
    finally:
        await connection.close()


@asynccontextmanager
async def locked(url: str) -> AsyncIterator[None]:
    if url.startswith("sqlite"):
        with locked_sqlite(url):
            yield
    else:
        async with locked_postgres(url):
            yield


@pytest.mark.faults
async def test_a_row_that_somebody_else_holds_for_long_may_be_tried_again(
    database_url: str, record_property: Callable[[str, object], None]
) -> None:
    async with shop_on(database_url) as server:
        assert (await ask(server, PUT)).json() == DONE

        async with locked(database_url):
            answer = await ask(server, PUT.replace("USD", "EUR"))
        after = await ask(server, PUT)

    assert_unavailable(answer)
    assert after.json() == DONE
    record_property("seconds until UNAVAILABLE", round(answer.elapsed.total_seconds(), 1))
