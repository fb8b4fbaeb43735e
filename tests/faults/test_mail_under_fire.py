"""Mail while workers die: nothing queued is lost, and nothing is sent twice but what they held."""

import asyncio
from collections import Counter
from datetime import UTC, datetime

from models.database import close_database, execute, fetch, open_database
from tests.faults.running_shop import ADJUST, SET_UP, ask, background_workers, running_shop
from tests.mail_server import Postman, mail_server

MAILS = 60
LANES = 4  # what one worker has in hand at once
_PATIENCE = 180  # seconds that a busy machine may take for anything


async def statuses(database_url: str) -> Counter[str]:
    await open_database(database_url)
    try:
        rows = await fetch("SELECT status FROM emails")
    finally:
        await close_database()
    return Counter(str(row["status"]) for row in rows)


async def end_leases(database_url: str) -> None:
    """Let the time pass that a lease lasts."""
    await open_database(database_url)
    try:
        await execute("UPDATE emails SET leased_until = ?", [datetime.now(UTC)])
    finally:
        await close_database()


async def wait_until_quiet(postman: Postman) -> None:
    """Wait until those who live have sent what they had in hand: nobody tries for two seconds."""
    tried = -1
    async with asyncio.timeout(_PATIENCE):
        while tried != len(postman.tried):
            tried = len(postman.tried)
            await asyncio.sleep(2)


async def wait_until_sent(database_url: str, mails: int) -> None:
    async with asyncio.timeout(_PATIENCE):
        while (await statuses(database_url))["SENT"] < mails:  # noqa: ASYNC110
            await asyncio.sleep(0.2)


async def test_mail_survives_a_worker_that_is_killed(database_url: str) -> None:
    """R11.3: at least once, each under one Message-ID."""
    postman = Postman(slow=0.05)
    with mail_server(postman) as server:
        smtp = f"smtp://{server.host}:{server.port}?tls=off"
        with running_shop(database_url) as (shop,):
            async with shop.admin() as admin:
                await ask(admin, SET_UP)
                for number in range(MAILS):
                    await ask(admin, ADJUST, key=f"k{number}", points=1)
        with background_workers(database_url, count=3, smtp_url=smtp) as workers:
            async with asyncio.timeout(_PATIENCE):
                while len(postman.tried) < MAILS // 4:  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
            workers[0].kill()
            await wait_until_quiet(postman)
            await end_leases(database_url)
            await wait_until_sent(database_url, MAILS)

    delivered = Counter(str(message["Message-ID"]) for message in postman.taken)
    assert len(delivered) == MAILS
    assert sum(delivered.values()) <= MAILS + LANES
    assert [worker.returncode for worker in workers[1:]] == [0, 0]
