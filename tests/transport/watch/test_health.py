"""Probes: alive, and ready only with a database that is reachable and newest."""

from pathlib import Path

import httpx
import pytest

from models.database import close_database, open_database
from models.schema_history import migrate


async def test_a_process_that_answers_is_alive(client: httpx.AsyncClient) -> None:
    answer = await client.get("/livez")

    assert answer.status_code == 200


async def test_without_a_database_we_are_not_ready(client: httpx.AsyncClient) -> None:
    answer = await client.get("/readyz")

    assert answer.status_code == 503


@pytest.mark.usefixtures("database")
async def test_with_a_migrated_database_we_are_ready(client: httpx.AsyncClient) -> None:
    answer = await client.get("/readyz")

    assert answer.status_code == 200


async def test_a_pending_migration_keeps_us_from_being_ready(
    client: httpx.AsyncClient, tmp_path: Path
) -> None:
    await open_database(f"sqlite://{tmp_path}/new.db")
    try:
        before = await client.get("/readyz")
        await migrate()
        after = await client.get("/readyz")
    finally:
        await close_database()

    assert (before.status_code, after.status_code) == (503, 200)
