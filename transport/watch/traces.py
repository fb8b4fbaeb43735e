"""OpenTelemetry traces: a span per request, operation and statement, where they are asked for.

The packages are the extra `otel`: they are imported when traces are started, and never before.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING

from starlette.middleware import Middleware

from transport.wire.request_summary import summary_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Span, Tracer
    from starlette.types import Scope

_QUIET = "livez,readyz,metrics,assets,unsubscribe"  # an unsubscribe link's path is a secret
# A query string holds what customers ask and who they are: the path alone is told.
_ADDRESSES = ("http.url", "http.target", "url.full", "url.query")

_nothing = nullcontext()
_provider: TracerProvider | None = None
_tracer: Tracer | None = None


class TracesMissing(Exception):
    """Traces are asked for and the packages are not installed; the text is for the operator."""


def provider_to(url: str) -> TracerProvider:
    """Return what sends spans to an OTLP collector at `url`, some at a time.

    Raises TracesMissing.
    """
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import (  # noqa: PLC0415 - an extra
            OTLPSpanExporter,
        )
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415 - an extra
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415 - an extra
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise TracesMissing("needs the packages of requirements/otel.txt.") from error
    provider = TracerProvider(resource=Resource.create({"service.name": "guerdon"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=url)))
    return provider


def start_traces(provider: TracerProvider) -> None:
    """Give the spans of this process to `provider`; applications built after this are traced."""
    global _provider, _tracer
    _provider, _tracer = provider, provider.get_tracer("guerdon")


def stop_traces() -> None:
    """Send what is left, which may take seconds, and stop tracing."""
    global _provider, _tracer
    provider, _provider, _tracer = _provider, None, None
    if provider is not None:
        provider.shutdown()


def layers() -> list[Middleware]:
    """Return OpenTelemetry's own layer around requests; none without traces."""
    if _provider is None:
        return []
    from opentelemetry.instrumentation.asgi import (  # noqa: PLC0415 - an extra
        OpenTelemetryMiddleware,
    )

    layer = Middleware(
        OpenTelemetryMiddleware,
        excluded_urls=_QUIET,
        server_request_hook=_describe_request,
        tracer_provider=_provider,
        exclude_spans=["receive", "send"],
    )
    return [layer]


def operation_span(kind: str, name: str | None) -> AbstractContextManager[object]:
    """Return the span of a GraphQL operation."""
    return _span(f"graphql {kind}", _operation_attributes(kind, name))


@contextmanager
def subscription_span(name: str | None) -> Iterator[Callable[[], AbstractContextManager[object]]]:
    """Begin the span of a subscription, and end it with the block.

    What is yielded puts what is done for an event into the span. Between events the task does other
    things, which are not the subscription's.
    """
    if _tracer is None:
        yield lambda: _nothing
        return
    from opentelemetry.trace import use_span  # noqa: PLC0415 - an extra

    kind = "subscription"
    span = _tracer.start_span(f"graphql {kind}", attributes=_operation_attributes(kind, name))
    try:
        yield lambda: use_span(span)
    finally:
        span.end()


def _operation_attributes(kind: str, name: str | None) -> dict[str, str]:
    return {"graphql.operation.type": kind} | ({"graphql.operation.name": name} if name else {})


def statement_span(statement: str) -> AbstractContextManager[object]:
    """Return the span of a statement, whose values are never told."""
    verb = statement.split(maxsplit=1)[0].upper()
    return _span(verb, {"db.operation.name": verb, "db.query.text": " ".join(statement.split())})


def _span(name: str, attributes: Mapping[str, str]) -> AbstractContextManager[object]:
    if _tracer is None:
        return _nothing
    return _tracer.start_as_current_span(name, attributes=attributes)


def _describe_request(span: Span, scope: Scope) -> None:
    span.set_attribute("guerdon.request_id", summary_of(scope).request_id)
    told = getattr(span, "attributes", None) or {}
    for key in _ADDRESSES:
        if key in told:
            span.set_attribute(key, "" if key == "url.query" else scope["path"])
