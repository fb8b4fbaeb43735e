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
from resolvers.context import Context
from schema.storefront.root import schema as storefront
from services.access.bearer import Bearer
from services.access.tokens import TokenReader
from services.command import clock
from services.command.caller import CallerKind
from settings import SECRET as SECRET_VARIABLE
from settings import read_settings
from tests.services.shop import open_shop
from tests.transport.conftest import SECRET
from tests.transport.live.live_server import RULES, live_server, until
from transport.api.execution import graphql_schema
from transport.api.graphql_api import GraphQLApi
from transport.application import HttpOptions
from transport.documents.documents import Documents
from transport.documents.persisted_documents import PersistedDocuments
from transport.watch.traces import (
    operation_span,
    provider_to,
    start_traces,
    statement_span,
    stop_traces,
)
from transport.wire.request_summary import RequestSummary


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


async def test_a_subscription_is_one_span_from_its_first_event_to_its_end(
    spans: InMemorySpanExporter,
) -> None:
    async with live_server(HttpOptions(RULES)) as server:
        async with server.socket(init={}) as socket:
            await socket.subscribe("subscription Ticks { ticks(most: 3) { number } }")
            messages = [await socket.receive() for _ in range(4)]

        await until(lambda: bool(of_kind(spans, "graphql subscription")))

    (subscription,) = of_kind(spans, "graphql")
    assert [message["type"] for message in messages] == ["next", "next", "next", "complete"]
    assert subscription.name == "graphql subscription"
    assert (subscription.attributes or {})["graphql.operation.name"] == "Ticks"
    assert subscription.status.is_ok
    assert not subscription.events


async def test_the_span_of_a_subscription_ends_with_its_client(
    spans: InMemorySpanExporter,
) -> None:
    async with live_server(HttpOptions(RULES)) as server:
        async with server.events("subscription { waiting }") as stream:
            await stream.next()
            before = of_kind(spans, "graphql")

        await until(lambda: bool(of_kind(spans, "graphql subscription")))

    assert before == []
    (request,) = [span for span in spans.get_finished_spans() if span.kind is SpanKind.SERVER]
    (subscription,) = of_kind(spans, "graphql subscription")
    assert subscription.parent is not None
    assert request.context is not None
    assert subscription.parent.span_id == request.context.span_id


@pytest.mark.usefixtures("shop")
async def test_the_statements_of_an_event_are_the_subscriptions(
    spans: InMemorySpanExporter,
) -> None:
    api = GraphQLApi(
        name="storefront",
        schema=storefront,
        kind=CallerKind.CUSTOMER,
        tokens=TokenReader(RULES),
        persisted=PersistedDocuments(Documents(graphql_schema(storefront))),
    )
    query = "subscription { reward_points_changed { balance { points } } }"
    bearer = Bearer("ada", CallerKind.CUSTOMER, website_code="us")
    context = Context(request_id="r1", now=await clock.now(), bearer=bearer)

    answers = api.answers(
        api.documents.operation(query, None), {}, context, RequestSummary(request_id="r1")
    )
    await anext(answers)
    await answers.aclose()

    (subscription,) = of_kind(spans, "graphql subscription")
    assert subscription.context is not None
    statements = of_kind(spans, "SELECT")
    assert statements
    assert {span.parent.span_id for span in statements if span.parent} == {
        subscription.context.span_id
    }


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
