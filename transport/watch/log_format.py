"""Log format: coloured text on a terminal, JSON in the image."""

import logging
import sys
from typing import Literal

import orjson
import structlog
import structlog.tracebacks
from structlog.types import EventDict, Processor

LogFormat = Literal["console", "json"]


def set_up_logging(log_format: LogFormat, level: str) -> None:
    """Send everything that is logged, by us or by libraries, to standard error in one form.

    `level` is a name that the standard library knows, in any case.
    """
    threshold = logging.getLevelNamesMapping()[level.upper()]
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, *_renderers(log_format)],
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    _send_libraries_logs_along(threshold, shared, _renderers(log_format))


def _renderers(log_format: LogFormat) -> list[Processor]:
    # Tracebacks without the values of local variables: those hold tokens and addresses.
    if log_format == "json":
        tracebacks = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
        return [structlog.processors.ExceptionRenderer(tracebacks), _as_json]
    return [
        structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    ]


def _as_json(_logger: object, _method: str, event: EventDict) -> str:
    return orjson.dumps(event, default=repr, option=orjson.OPT_NON_STR_KEYS).decode()


def _send_libraries_logs_along(
    threshold: int, shared: list[Processor], renderers: list[Processor]
) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderers],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    # Libraries' own chatter helps nobody who runs a shop.
    root.setLevel(max(threshold, logging.INFO))
