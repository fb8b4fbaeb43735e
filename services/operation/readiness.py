"""Readiness of this process: the database answers and has the newest schema."""

import asyncio

import structlog

from models import schema_history

_TIMEOUT_SECONDS = 2.0

_log = structlog.get_logger(__name__)


async def is_ready() -> bool:
    """Tell whether the database is reachable, within 2 s, and no migration is pending."""
    try:
        async with asyncio.timeout(_TIMEOUT_SECONDS):
            pending = await schema_history.pending_migrations()
    except Exception as error:  # noqa: BLE001 - whatever the driver raises, we are not ready
        _log.warning("not ready", error=str(error))
        return False
    if pending:
        _log.warning("not ready", pending_migrations=pending)
    return not pending
