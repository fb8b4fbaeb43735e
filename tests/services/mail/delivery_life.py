"""Mail on its way: a service with a mail server, queued mails, and the outbox."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from models.database import fetch
from services.command import clock
from services.mail.options import MailOptions, MailServer, start_mail
from tests.mail_server import Postman, mail_server
from tests.services.shop import ADMIN, give

SECRET = "a secret of the tests, at least 32 bytes long"


@contextmanager
def posting_to(server: MailServer) -> Iterator[None]:
    start_mail(MailOptions(server, "https://points.example.com", SECRET))
    yield


@contextmanager
def mail_service(postman: Postman, **options: object) -> Iterator[None]:
    with mail_server(postman, **options) as server, posting_to(server):  # type: ignore[arg-type]
        yield


async def mail(points: int = 30, *, customer_id: str = "ada") -> None:
    """Queue a mail, by the change that it tells of."""
    await give(points, customer_id=customer_id, now=await clock.now())


async def later(**time: int) -> None:
    seconds = int(timedelta(**time).total_seconds())
    await clock.advance_sandbox_clock(days=0, seconds=seconds, caller=ADMIN)


async def until_tried(postman: Postman, *, mails: int = 1) -> None:
    """Wait until the server has so many mails in hand."""
    async with asyncio.timeout(60):
        while len(postman.tried) < mails:  # noqa: ASYNC110 - nothing tells
            await asyncio.sleep(0.01)


async def outbox() -> list[tuple[object, ...]]:
    rows = await fetch("SELECT status, attempts, last_error FROM emails ORDER BY id")
    return [tuple(row.values()) for row in rows]
