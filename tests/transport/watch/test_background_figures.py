"""What `/metrics` says of jobs and mail, whichever process runs them."""

import asyncio
from datetime import timedelta

import httpx
import pytest

from models.database import execute
from services.operation import worker
from services.operation.states import note_failure, note_success
from services.operation.worker import Pauses
from services.reports.books.bookkeeping import close_books
from services.rules.basics.enums import Job
from tests.clock import NOW
from tests.services.events.event_log import subscribe
from tests.services.shop import give, open_shop


async def figures(client: httpx.AsyncClient) -> dict[str, float]:
    answer = await client.get("/metrics")
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


@pytest.mark.usefixtures("database")
async def test_each_job_s_failures_and_lag_are_there(client: httpx.AsyncClient) -> None:
    await note_success(Job.EXPIRE_POINTS, processed=3, now=NOW)
    await note_success(Job.EXPIRE_POINTS, processed=4, now=NOW)
    await note_failure(Job.DELIVER_EMAILS, error=RuntimeError("secret"), now=NOW)

    found = await figures(client)

    assert found['guerdon_job_processed_total{job="EXPIRE_POINTS"}'] == 7
    assert found['guerdon_job_failures_total{job="EXPIRE_POINTS"}'] == 0
    assert found['guerdon_job_failures_total{job="DELIVER_EMAILS"}'] == 1
    assert found['guerdon_job_lag_seconds{job="EXPIRE_POINTS"}'] > 0
    assert 'guerdon_job_lag_seconds{job="DELIVER_EMAILS"}' not in found


@pytest.mark.usefixtures("database")
async def test_the_mail_that_waits_is_counted(client: httpx.AsyncClient) -> None:
    await open_shop()
    await give(30)
    await give(-10)

    found = await figures(client)

    assert found['guerdon_emails{status="queued"}'] == 2
    assert found['guerdon_emails{status="failed"}'] == 0
    assert found["guerdon_email_lag_seconds"] > 0


@pytest.mark.usefixtures("database")
async def test_the_events_that_wait_are_counted(client: httpx.AsyncClient) -> None:
    """R16.1: those of a disabled endpoint wait for a person, and are not late."""
    await open_shop()
    endpoint = await subscribe()
    await give(30)
    waiting = await figures(client)
    await execute("UPDATE webhook_endpoints SET enabled = FALSE WHERE id = ?", [endpoint])
    disabled = await figures(client)

    assert waiting['guerdon_webhooks{status="queued"}'] == 2
    assert waiting['guerdon_webhooks{status="failed"}'] == 0
    assert waiting["guerdon_webhook_lag_seconds"] > 0
    assert disabled['guerdon_webhooks{status="queued"}'] == 2
    assert disabled["guerdon_webhook_lag_seconds"] == 0


@pytest.mark.usefixtures("database")
async def test_how_far_closing_the_books_is_behind_is_there(client: httpx.AsyncClient) -> None:
    """R15.1: one figure a website, less with each closing."""
    await open_shop()
    await give(30)
    never = await figures(client)
    await close_books(now=NOW + timedelta(days=2))
    early = await figures(client)
    await close_books(now=NOW + timedelta(days=4))
    late = await figures(client)

    name = 'guerdon_books_behind_seconds{website="us"}'
    assert name not in never
    assert early[name] - late[name] == pytest.approx(2 * 86_400, abs=60)


@pytest.mark.usefixtures("database")
async def test_a_worker_notes_what_it_does(client: httpx.AsyncClient) -> None:
    stop = asyncio.Event()
    running = asyncio.create_task(worker.run(stop, Pauses(dict.fromkeys(Job, 0.01))))
    async with asyncio.timeout(60):
        while len([name for name in await figures(client) if "job_lag" in name]) < len(Job):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    stop.set()
    await running

    found = await figures(client)

    assert all(found[f'guerdon_job_failures_total{{job="{job}"}}'] == 0 for job in Job)


async def test_without_a_database_the_other_figures_are_still_there(
    client: httpx.AsyncClient,
) -> None:
    await client.get("/graphql")

    found = await figures(client)

    assert not any("guerdon_job" in name for name in found)
    assert any("guerdon_requests" in name for name in found)
