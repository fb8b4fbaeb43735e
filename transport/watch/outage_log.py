"""The log line of an outage: one, without a traceback, for whatever could not be answered."""

import structlog

_log = structlog.get_logger(__name__)


def log_outage(error: BaseException) -> None:
    """Log that the database could not answer (R13.2a)."""
    _log.warning("database unavailable", error=f"{type(error).__name__}: {str(error)[:200]}")
