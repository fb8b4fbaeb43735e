"""OpenTelemetry: one span per request, operation and statement, and none unless asked for."""

import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import httpx
import pytest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind

from app import build_app
from models.engines.statements import count_statements, trace_statements
from settings import SECRET as SECRET_VARIABLE
from settings import read_settings
from tests.services.shop import open_shop
from tests.transport.conftest import SECRET
from transport.watch.traces import (
    operation_span,
    provider_to,
    start_traces,
    statement_span,
    stop_traces,
)


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    start_traces(provider)
    trace_statements(statement_span)
    yield exporter
    trace_statements(None)
    stop_traces()


@pytest.fixture
async def shop(
    database: str, spans: InMemorySpanExporter, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[httpx.AsyncClient]:
    """Yield a client of the whole application, traced, over a shop."""
    await open_shop()
    monkeypatch.setenv(SECRET_VARIABLE, SECRET)
    monkeypatch.setenv("GUERDON_DATABASE_URL", database)
    read_settings.cache_clear()
    transport = httpx.ASGITransport(build_app(read_settings()))
    spans.clear()
    async with httpx.AsyncClient(transport=transport, base_url="http://guerdon") as client:
        yield client
    read_settings.cache_clear()


QUERY = "query Rates { storeConfig { magento_reward_points_order } }"


def of_kind(spans: InMemorySpanExporter, name: str) -> list[ReadableSpan]:
    return [span for span in spans.get_finished_spans() if span.name.startswith(name)]


async def test_a_request_an_operation_and_its_statements_are_one_trace(
    shop: httpx.AsyncClient, spans: InMemorySpanExporter
) -> None:
    with count_statements() as count:
        answer = await shop.post("/graphql", json={"query": QUERY})

    assert "errors" not in answer.json()
    (request,) = [span for span in spans.get_finished_spans() if span.kind is SpanKind.SERVER]
    (operation,) = of_kind(spans, "graphql query")
    statements = [
        span for span in spans.get_finished_spans() if "db.query.text" in (span.attributes or {})
    ]
    assert len(statements) == count.round_trips > 0
    assert operation.parent is not None
    assert request.context is not None
    assert operation.parent.span_id == request.context.span_id
    assert {span.context.trace_id for span in spans.get_finished_spans() if span.context} == {
        request.context.trace_id
    }
    assert (operation.attributes or {})["graphql.operation.name"] == "Rates"
    assert (request.attributes or {})["guerdon.request_id"] == answer.headers["x-request-id"]


async def test_a_trace_holds_nothing_that_was_asked(
    shop: httpx.AsyncClient, spans: InMemorySpanExporter
) -> None:
    await shop.get("/graphql", params={"query": QUERY, "token": "hidden"})
    await shop.get("/unsubscribe/hidden")

    told = [str({**(span.attributes or {}), "": span.name}) for span in spans.get_finished_spans()]
    assert told
    assert not any("hidden" in text for text in told)


def test_spans_reach_a_collector() -> None:
    received: list[bytes] = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.append(self.rfile.read(int(self.headers["content-length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Collector) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        start_traces(provider_to(f"http://127.0.0.1:{server.server_port}/v1/traces"))
        with operation_span("query", "Rates"):
            pass
        stop_traces()
        server.shutdown()

    assert any(b"guerdon" in body for body in received)


def test_nothing_of_it_is_imported_unless_it_is_asked_for() -> None:
    program = "import app, sys; print(any(n.startswith('opentelemetry') for n in sys.modules))"

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)

    assert done.stdout.split() == [b"False"]
