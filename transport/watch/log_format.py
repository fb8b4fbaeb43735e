"""Log format: coloured text on a terminal, JSON in the image."""

import logging
import sys
from io import StringIO
from typing import Final, Literal, TextIO

import orjson
import structlog
import structlog.tracebacks
from structlog.types import EventDict, ExcInfo, Processor

LogFormat = Literal["console", "json"]

# Controls of C0 and C1, line separators, and what turns the direction of a text.
_CONTROLS = (
    *range(0x20),
    *range(0x7F, 0xA0),
    *range(0x200E, 0x2010),
    *range(0x2028, 0x202F),
    *range(0x2066, 0x206A),
)
_ESCAPES: Final = {code: repr(chr(code))[1:-1] for code in _CONTROLS}
_LINES_ESCAPES: Final = {code: text for code, text in _ESCAPES.items() if chr(code) not in "\n\t"}
_JSON_ESCAPES: Final = {code: f"\\u{code:04x}" for code in _CONTROLS}


def set_up_logging(log_format: LogFormat, level: str) -> None:
    """Send everything that is logged, by us or by libraries, to standard error in one form.

    `level` is a name that the standard library knows, in any case.
    """
    threshold = logging.getLevelNamesMapping()[level.upper()]
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _escape_values,
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
            colors=sys.stderr.isatty(), exception_formatter=_escaped_traceback
        )
    ]


def _as_json(_logger: object, _method: str, event: EventDict) -> str:
    text = orjson.dumps(event, default=repr, option=orjson.OPT_NON_STR_KEYS).decode()
    # orjson leaves those beyond ASCII as they are.
    return text if text.isprintable() else text.translate(_JSON_ESCAPES)


def _escape_values(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Escape what clients send and terminals obey, or what would look like another line."""
    for key, value in event.items():
        if isinstance(value, str) and not value.isprintable():  # as nearly all of it is
            event[key] = value.rstrip("\n").translate(_ESCAPES)
    return event


def _escaped_traceback(file: TextIO, exc_info: ExcInfo) -> None:
    whole = StringIO()
    structlog.dev.plain_traceback(whole, exc_info)
    file.write(whole.getvalue().translate(_LINES_ESCAPES))


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
