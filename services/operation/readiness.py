"""Readiness of this process: the database answers, its schema is the newest, spread or not."""

import asyncio

import structlog

from models import schema_history
from models.database import is_distributed

_TIMEOUT_SECONDS = 2.0

_log = structlog.get_logger(__name__)


async def is_ready() -> bool:
    """Tell whether the database is reachable, within 2 s, and its schema is the newest.

    On Citus its tables are distributed too, and only there (R18.1).
    """
    try:
        async with asyncio.timeout(_TIMEOUT_SECONDS):
            pending = await schema_history.pending_migrations()
            is_as_set = bool(await schema_history.is_spread()) == is_distributed()
    except Exception as error:  # noqa: BLE001 - whatever the driver raises, we are not ready
        _log.warning("not ready", error=str(error))
        return False
    if pending:
        _log.warning("not ready", pending_migrations=pending)
    if not is_as_set:
        _log.warning("not ready", distributed_as_set=False)
    return is_as_set and not pending
