"""Counts and durations of requests, and how jobs and mail fare, for Prometheus."""

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    multiprocess,
)
from starlette.requests import Request
from starlette.responses import Response

from transport.watch import metrics_directory
from transport.watch.background_figures import background_figures
from transport.wire.request_summary import RequestSummary

_REQUESTS = Counter(
    "guerdon_requests",
    "Requests, by API, type of operation and how they ended.",
    ("endpoint", "operation_type", "outcome"),
)
_SECONDS = Histogram(
    "guerdon_request_seconds",
    "Time from a request's arrival to the end of its answer.",
    ("endpoint", "operation_type"),
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
LIVE_CONNECTIONS = Gauge(
    "guerdon_live_connections",
    "Open WebSockets and event streams.",
    multiprocess_mode="livesum",
)


def count_request(summary: RequestSummary, seconds: float) -> None:
    """Count one request that has been answered."""
    labels = (summary.endpoint, summary.operation_type)
    _REQUESTS.labels(*labels, summary.outcome).inc()
    _SECONDS.labels(*labels).observe(seconds)


async def show_metrics(_: Request) -> Response:
    """Answer the figures of this process, or of all workers where they share them.

    Those of jobs and mail are the database's: whoever runs them, any server can tell.
    """
    registry = REGISTRY
    if metrics_directory.is_shared():
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    figures = generate_latest(registry) + generate_latest(await background_figures())
    return Response(figures, media_type=CONTENT_TYPE_LATEST)
