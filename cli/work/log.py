"""The log of the commands, set up when there is something to log: that takes its time."""

import structlog

from settings import Settings
from transport.watch.log_format import set_up_logging


def open_log(settings: Settings) -> structlog.stdlib.BoundLogger:
    """Set up logging as the settings say, and return the log of the commands."""
    set_up_logging(settings.log_format, settings.log_level)
    logger: structlog.stdlib.BoundLogger = structlog.get_logger("guerdon")
    return logger
