"""Delivery of webhooks: in order per account, again and again over days (R16.1, R16.2).

Each endpoint has a sender of its own in a process, with a few connections at once: a slow receiver
holds up nothing but itself.
"""

import asyncio
from functools import partial
from uuid import UUID

import structlog

from services.command import clock
from services.webhooks import queue
from services.webhooks.sender import Sender

_log: structlog.stdlib.BoundLogger = structlog.get_logger()


class _Process:
    """The senders of this process, by endpoint, and the attempts of those that have ended."""

    senders: dict[UUID, tuple[Sender, asyncio.Task[None]]] = {}  # noqa: RUF012 - one a process
    tried_before = 0
    told = 0


async def deliver_webhooks(*, seconds: float = 0.5) -> int:
    """Begin to deliver what is due, and return how many attempts have ended since the last call.

    It waits for `seconds` at most: slow receivers go on behind the scenes.
    """
    await _begin_all()
    await _wait_for_all(seconds)
    told, _Process.told = _Process.told, _tried()
    return _Process.told - told


async def deliver_webhooks_within(seconds: float) -> int:
    """Deliver what is due, what other workers have in hand included, for `seconds` at most.

    What is not done by then goes on behind the scenes. Returns how many attempts have ended.
    """
    before = _tried()
    try:
        async with asyncio.timeout(seconds):
            while await _begin_all() or await queue.is_any_leased():
                await _wait_for_all(0.05)
                await asyncio.sleep(0.05)  # others may have in hand what is waited for
    except TimeoutError:
        pass
    return _tried() - before


async def finish_webhooks() -> None:
    """Stop the deliveries under way, at the end of the process; they are given back."""
    tasks = [task for _, task in _Process.senders.values()]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    _Process.senders.clear()


async def _begin_all() -> bool:
    """Give each endpoint that something is due for a sender; tell whether one is at work."""
    for endpoint_id in await queue.due_endpoints(await clock.now()):
        if endpoint_id not in _Process.senders:
            sender = Sender(endpoint_id)
            task = asyncio.create_task(sender.run(), name=f"webhooks to {endpoint_id}")
            _Process.senders[endpoint_id] = (sender, task)
            task.add_done_callback(partial(_note_end, sender))
    return bool(_Process.senders)


async def _wait_for_all(seconds: float) -> None:
    tasks = [task for _, task in _Process.senders.values()]
    if tasks:
        await asyncio.wait(tasks, timeout=seconds)


def _note_end(sender: Sender, task: asyncio.Task[None]) -> None:
    _Process.senders.pop(sender.endpoint_id, None)
    _Process.tried_before += sender.tried
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.error("webhooks stopped", endpoint=str(sender.endpoint_id), exc_info=error)


def _tried() -> int:
    return _Process.tried_before + sum(sender.tried for sender, _ in _Process.senders.values())
