"""Metrics for Prometheus: requests, operations, refusals, points, connections, jobs and mail.

docs/metrics.md lists them all, with their units and alerts. A label never takes more values than
the program or the operator has given names.
"""

import time
from collections.abc import Mapping
from functools import cache
from typing import Final

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

from services.command.at_commit import moved_points
from services.operation.figures import pool_use
from transport.watch import metrics_directory
from transport.watch.background_figures import background_figures
from transport.wire.request_summary import RequestSummary

MOST_OPERATIONS: Final = 200  # names of operations that a process tells apart
_OTHER: Final = "other"
_named: set[tuple[str, str]] = set()
_SECONDS_BETWEEN_LOOKS: Final = 0.1  # at the pool, which takes longer than all counting
_connections_noted_at = 0.0

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
_OPERATION_SECONDS = Histogram(
    "guerdon_operation_seconds",
    "Time to answer a persisted operation, by its name; others are 'other'.",
    ("endpoint", "operation"),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
_REFUSALS = Counter(
    "guerdon_refusals",
    "Refusals, of requests and of what they ask, by API and code.",
    ("endpoint", "code"),
)
_POINTS_MOVED = Counter(
    "guerdon_points_moved",
    "Points added or taken by committed commands of this server, by reason.",
    ("reason",),
)
_CONNECTIONS = Gauge(
    "guerdon_database_connections",
    "Connections of the database pool as a request was answered, by state.",
    ("state",),
    multiprocess_mode="livesum",
)
_CONNECTIONS_LIMIT = Gauge(
    "guerdon_database_connections_limit",
    "Most connections that the database pool opens.",
    multiprocess_mode="livesum",
)
LIVE_CONNECTIONS = Gauge(
    "guerdon_live_connections",
    "Open WebSockets and event streams.",
    multiprocess_mode="livesum",
)


def count_request(summary: RequestSummary, seconds: float) -> None:
    """Count one request that has been answered."""
    endpoint, operation_type = summary.endpoint, summary.operation_type
    _requests(endpoint, operation_type, summary.outcome).inc()
    _seconds(endpoint, operation_type).observe(seconds)
    if operation_type != "none":
        _operation_seconds(endpoint, _operation_of(summary)).observe(seconds)
    for code in summary.refusals:
        _REFUSALS.labels(summary.endpoint, code).inc()
    if time.monotonic() >= _connections_noted_at + _SECONDS_BETWEEN_LOOKS:
        _note_connections()


@cache
def _requests(endpoint: str, operation_type: str, outcome: str) -> Counter:
    return _REQUESTS.labels(endpoint, operation_type, outcome)


@cache
def _seconds(endpoint: str, operation_type: str) -> Histogram:
    return _SECONDS.labels(endpoint, operation_type)


@cache
def _operation_seconds(endpoint: str, operation: str) -> Histogram:
    return _OPERATION_SECONDS.labels(endpoint, operation)


def _operation_of(summary: RequestSummary) -> str:
    """Return the operation's name where it may be a label: anybody can invent names."""
    name = summary.operation_name
    if name is None or not summary.is_persisted:
        return _OTHER
    key = (summary.endpoint, name)
    if key not in _named and len(_named) < MOST_OPERATIONS:
        _named.add(key)
    return name if key in _named else _OTHER


def _note_connections() -> None:
    global _connections_noted_at  # noqa: PLW0603 - a process has one pool
    _connections_noted_at = time.monotonic()
    pool = pool_use()
    if pool is not None:
        _CONNECTIONS.labels("used").set(pool.used)
        _CONNECTIONS.labels("idle").set(pool.idle)
        _CONNECTIONS_LIMIT.set(pool.limit)


def _count_points(moved: Mapping[str, int]) -> None:
    for reason, points in moved.items():
        _POINTS_MOVED.labels(reason).inc(points)


moved_points.listen(_count_points)


async def show_metrics(_: Request) -> Response:
    """Answer the figures of this process, or of all workers where they share them.

    Those of jobs and mail are the database's: whoever runs them, any server can tell.
    """
    _note_connections()
    registry = REGISTRY
    if metrics_directory.is_shared():
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    figures = generate_latest(registry) + generate_latest(await background_figures())
    return Response(figures, media_type=CONTENT_TYPE_LATEST)
