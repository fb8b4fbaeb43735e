"""Fixtures of the webhooks' tests: a sandbox, whose clock can be moved."""

from collections.abc import AsyncIterator

import pytest

from services.command import clock
from services.webhooks.delivery import finish_webhooks
from services.webhooks.options import WebhookOptions, start_webhooks
from tests.services.shop import open_shop
from tests.services.webhooks.delivery_life import SECRET


@pytest.fixture
async def sandbox_shop(database: str) -> AsyncIterator[None]:  # noqa: ARG001 - it has to be open
    """Open a sandbox, whose clock can be moved to the next attempt."""
    clock.start_clock(sandbox=True)
    start_webhooks(WebhookOptions(SECRET, is_sandbox=True))
    await open_shop(now=await clock.now())
    yield
    await finish_webhooks()
    clock.start_clock(sandbox=False)
    start_webhooks(WebhookOptions())
