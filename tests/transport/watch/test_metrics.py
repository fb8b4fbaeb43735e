"""What `/metrics` says of operations, refusals, points and connections."""

import hashlib
from datetime import timedelta

import httpx
import pytest

from models.database import dialect
from services.accounts.expiry import expire_points
from services.command.transaction import one_transaction, rolled_back
from services.rules.basics.refusals import InsufficientPoints
from services.setup.settings import update_settings
from tests.clock import NOW
from tests.services.shop import ADMIN, give, open_shop
from tests.transport.watch.test_background_figures import figures
from transport.watch import metrics


async def ask(client: httpx.AsyncClient, query: str, *, persisted: bool = False) -> None:
    body: dict[str, object] = {"query": query}
    if persisted:
        digest = hashlib.sha256(query.encode()).hexdigest()
        body["extensions"] = {"persistedQuery": {"version": 1, "sha256Hash": digest}}
    await client.post("/graphql", json=body)


async def growth(client: httpx.AsyncClient, before: dict[str, float]) -> dict[str, float]:
    after = await figures(client)
    return {
        name: value - before.get(name, 0)
        for name, value in after.items()
        if value != before.get(name, 0)
    }


def operations(endpoint: str, name: str) -> str:
    return f'guerdon_operation_seconds_count{{endpoint="{endpoint}",operation="{name}"}}'


async def test_persisted_operations_are_timed_by_name(client: httpx.AsyncClient) -> None:
    before = await figures(client)

    await ask(client, "query Greeting { hello }", persisted=True)

    assert (await growth(client, before))[operations("storefront", "Greeting")] == 1


async def test_names_that_clients_invent_are_one(client: httpx.AsyncClient) -> None:
    before = await figures(client)

    await ask(client, "query Invented1 { hello }")
    await ask(client, "query Invented2 { hello }")

    grown = await growth(client, before)
    assert grown[operations("storefront", "other")] == 2
    assert not any("Invented" in name for name in grown)


async def test_a_process_tells_only_so_many_names_apart(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metrics, "MOST_OPERATIONS", 0)
    before = await figures(client)

    await ask(client, "query OneTooMany { hello }", persisted=True)

    assert (await growth(client, before))[operations("storefront", "other")] == 1


@pytest.mark.parametrize(
    ("query", "code"),
    [("{ missing }", "NOT_FOUND"), ("{", "BAD_REQUEST")],
    ids=["field", "request"],
)
async def test_refusals_are_counted_by_code(
    client: httpx.AsyncClient, query: str, code: str
) -> None:
    before = await figures(client)

    await ask(client, query)

    refused = f'guerdon_refusals_total{{code="{code}",endpoint="storefront"}}'
    assert (await growth(client, before))[refused] == 1


async def test_a_request_that_is_refused_whole_is_counted_too(client: httpx.AsyncClient) -> None:
    before = await figures(client)

    await client.put("/graphql")

    refused = 'guerdon_refusals_total{code="METHOD_NOT_ALLOWED",endpoint="storefront"}'
    assert (await growth(client, before))[refused] == 1


MOVED = 'guerdon_points_moved_total{reason="ADMIN_ADJUSTMENT"}'


@pytest.mark.usefixtures("database")
async def test_points_are_counted_by_reason_once_they_are_committed(
    client: httpx.AsyncClient,
) -> None:
    await open_shop()
    before = await figures(client)

    await give(30)
    await give(-10)

    assert (await growth(client, before))[MOVED] == 40


EXPIRED = 'guerdon_points_moved_total{reason="EXPIRED"}'


@pytest.mark.usefixtures("database")
async def test_points_that_the_job_expires_are_counted_with_the_others(
    client: httpx.AsyncClient,
) -> None:
    await open_shop()
    changes = {"expiry_days": 30}
    await update_settings(website_code=None, changes=changes, caller=ADMIN, now=NOW)
    await give(30)
    await give(12)
    before = await figures(client)

    lots = await expire_points(now=NOW + timedelta(days=31))
    again = await expire_points(now=NOW + timedelta(days=31))

    assert (lots, again) == (2, 0)
    assert (await growth(client, before))[EXPIRED] == 42


@pytest.mark.usefixtures("database")
async def test_points_that_were_not_committed_are_not_counted(client: httpx.AsyncClient) -> None:
    await open_shop()
    before = await figures(client)

    await rolled_back(give)(30)
    with pytest.raises(InsufficientPoints):
        await _give_and_take_too_much()

    assert MOVED not in await growth(client, before)


@one_transaction
async def _give_and_take_too_much() -> None:
    await give(30)
    await give(-1_000)


@pytest.mark.usefixtures("database")
async def test_the_pool_says_how_many_connections_are_in_use(client: httpx.AsyncClient) -> None:
    await open_shop()

    await ask(client, "{ hello }")

    found = await figures(client)
    if dialect() == "sqlite":
        assert "guerdon_database_connections_limit" not in found or (
            found["guerdon_database_connections_limit"] == 0
        )
        return
    assert found["guerdon_database_connections_limit"] == 10
    assert found['guerdon_database_connections{state="idle"}'] >= 1
    assert found['guerdon_database_connections{state="used"}'] == 0
