"""Ends of transactions without locks: whole or not at all, whatever got in their way (R3.1)."""

import asyncio
import inspect
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from tortoise.backends.asyncpg.client import TransactionWrapper

from models.database import execute_later, fetch, fetch_each, is_unlocked, transaction
from models.engines.pending import PendingWrites, Premise, Write
from models.engines.postgres import PostgresTransaction
from models.engines.unlocked import UnlockedTransaction
from models.rows import inserts as row_inserts
from services.accounts.adjustments import adjust_points
from services.accounts.verification import check_ledger
from services.command.transaction import one_transaction, unlocked_first
from services.customers.erasing import erase_customer
from services.events.outbox import Event, tell
from services.ledger.accounts import count_other_change, lock_accounts
from services.programme.rule_book import rule_book
from services.rules.events.event_types import EventType
from services.webhooks.endpoints import put_endpoint
from services.webhooks.options import WebhookOptions, start_webhooks
from tests.clock import NOW
from tests.services.shop import ADMIN, fill_cart, give, line, open_shop
from tests.services.webhooks.delivery_life import SECRET

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.skipif(
        "config.getoption('--database') != 'postgres' or config.getoption('--pooler')",
        reason="about PostgreSQL alone",
    ),
]
# What opens, ends and undoes; all other methods run something.
_NO_DOORS = {
    *("begin", "commit", "rollback", "savepoint_rollback", "release_savepoint"),
    *("create_connection", "create_pool", "close", "db_create", "db_delete"),
}
LATER = NOW + timedelta(days=3)


class _GivenUp(Exception):
    """What a request ends with whose client has gone."""


@asynccontextmanager
async def locked(*statement: str) -> AsyncIterator[asyncio.Event]:
    """Hold what a SELECT locks, in a transaction of its own, until the event is set."""
    is_held, may_end = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        async with transaction():
            await fetch(*statement)
            is_held.set()
            await may_end.wait()

    holding = asyncio.create_task(hold())
    await is_held.wait()
    try:
        yield may_end
    finally:
        may_end.set()
        await holding


async def count_of_entries() -> object:
    return (await fetch("SELECT COUNT(*) AS n FROM ledger_entries"))[0]["n"]


async def test_many_rows_are_written_with_all_else_or_not_at_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """R3.1: from some two hundred on rows go by COPY, which is no part of a statement."""
    monkeypatch.setattr(row_inserts, "MANY", 2)
    await open_shop(settings={"expiry_days": 1})
    for _ in range(3):
        await give(1)

    @unlocked_first
    async def given_up() -> None:
        await _adjust("a")
        raise _GivenUp

    with pytest.raises(_GivenUp):
        await given_up()

    assert await count_of_entries() == 3
    adjusted = await _adjust("b")
    assert adjusted == 5
    assert await count_of_entries() == 7
    assert (await check_ledger()).violations == []


async def _adjust(key: str) -> int:
    """Add five points when all others have expired; return the balance."""
    adjusted = await adjust_points(
        idempotency_key=key,
        customer_id="ada",
        website_code="us",
        points=5,
        caller=ADMIN,
        now=LATER,
    )
    assert adjusted.entry is not None
    return adjusted.entry.balance


def test_no_door_of_a_transaction_is_open_before_the_end() -> None:
    """Each way to run something is closed, or for reads alone, by the one without locks."""
    doors = {
        name
        for kind in (PostgresTransaction, TransactionWrapper)
        for name, _ in inspect.getmembers(kind, inspect.iscoroutinefunction)
        if not name.startswith("_")
    }
    closed = {name for name in vars(UnlockedTransaction) if not name.startswith("_")}

    assert doors - closed - _NO_DOORS == {"write_later"}


async def test_statements_sent_together_are_reads() -> None:
    await open_shop()
    await fill_cart(line("10.00"))

    @unlocked_first
    async def change() -> bool:
        was_unlocked = is_unlocked()
        await fetch_each("UPDATE carts SET email = ? WHERE id = ? RETURNING id", [["x@y.z", "c1"]])
        return was_unlocked

    assert await change() is False


async def test_what_the_server_cut_off_at_the_end_is_tried_again() -> None:
    """R13.2a: one statement waits for all locks, and was no commit."""
    await open_shop()
    await fill_cart(line("10.00"))
    ways = []
    async with locked("SELECT 1 FROM carts WHERE id = 'c1' FOR UPDATE") as may_end:

        @unlocked_first
        async def change() -> None:
            ways.append(is_unlocked())
            if is_unlocked():
                await fetch("SELECT set_config('statement_timeout', '200', FALSE)")
            else:
                may_end.set()
            await execute_later("UPDATE carts SET email = 'a@b.c' WHERE id = 'c1'", changes="carts")

        await change()

    assert ways == [True, False]
    assert await fetch("SELECT email FROM carts") == [{"email": "a@b.c"}]


async def test_an_event_told_meanwhile_without_an_entry_comes_before() -> None:
    """R16.1: in order per account, each at its own position."""
    await open_shop()
    start_webhooks(WebhookOptions(SECRET, is_sandbox=True))
    await put_endpoint(endpoint_id=None, url="https://example.com/h", caller=ADMIN, now=NOW)
    is_held, may_end = asyncio.Event(), asyncio.Event()
    await give(1)

    @one_transaction
    async def complete() -> None:
        await rule_book()
        ((key, _),) = (await lock_accounts([("ada", "us")], now=NOW)).items()
        await tell([Event(EventType.ORDER_COMPLETED, *key, {"orderId": "o"}, NOW)])
        await count_other_change(customer_id="ada", website_code="us")
        is_held.set()
        await may_end.wait()

    completing = asyncio.create_task(complete())
    await is_held.wait()
    giving = asyncio.create_task(give(7))
    await asyncio.sleep(0.5)
    may_end.set()
    await asyncio.gather(completing, giving)

    told = await fetch("SELECT type FROM webhook_deliveries ORDER BY position")
    positions = await fetch("SELECT DISTINCT position FROM webhook_deliveries")
    assert len(positions) == len(told) == 5
    assert [row["type"] for row in told][2] == "order.completed"


async def test_an_erased_customers_accounts_count_as_changed() -> None:
    """R16.1: the event has no entry either."""
    await open_shop()
    await give(1)

    await erase_customer(customer_id="ada", caller=ADMIN, now=NOW)

    assert await fetch("SELECT other_changes FROM reward_accounts") == [{"other_changes": 1}]


def test_a_key_is_claimed_before_an_account_is_locked() -> None:
    """In the order of those who lock from the beginning, or both would wait for each other."""
    pending = PendingWrites()
    pending.premises.append(Premise("reward_accounts", "id = ?", [1]))
    pending.writes += [
        Write(
            "reward_accounts", "UPDATE reward_accounts SET x = 1 WHERE id = ?", [1], inserts=False
        ),
        Write("idempotency_keys", "INSERT INTO idempotency_keys", [], inserts=True, claims=True),
    ]

    parts = [part.sql.split()[0] for part in pending.checked_parts()]

    assert parts == ["INSERT", "UPDATE"]
