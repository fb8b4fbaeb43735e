"""Fixtures of the mails' tests: a sandbox, whose clock can be moved."""

from collections.abc import AsyncIterator

import pytest

from services.command import clock
from services.mail.delivery import finish_deliveries
from services.mail.options import MailOptions, start_mail
from tests.services.shop import open_shop


@pytest.fixture
async def sandbox_shop(database: str) -> AsyncIterator[None]:  # noqa: ARG001 - it has to be open
    """Open a sandbox, whose clock can be moved to the next try."""
    clock.start_clock(sandbox=True)
    await open_shop(now=await clock.now())
    yield
    await finish_deliveries()
    clock.start_clock(sandbox=False)
    start_mail(MailOptions())
