"""Figures of jobs, mail, webhooks and closed books, from the database, whoever runs them."""

from collections.abc import Iterable
from datetime import datetime

from prometheus_client import CollectorRegistry, Metric
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from services.operation.figures import Background, read_background


class _Figures(Collector):
    """What was read, as Prometheus wants it."""

    def __init__(self, background: Background) -> None:
        self._background = background

    def collect(self) -> Iterable[Metric]:
        """Yield the figures."""
        processed = CounterMetricFamily(
            "guerdon_job_processed", "Items processed by a job.", labels=["job"]
        )
        failures = CounterMetricFamily(
            "guerdon_job_failures", "Failed runs of a job.", labels=["job"]
        )
        lag = GaugeMetricFamily(
            "guerdon_job_lag_seconds", "Time since a job last finished.", labels=["job"]
        )
        for state in self._background.jobs:
            processed.add_metric([state.job.value], state.processed)
            failures.add_metric([state.job.value], state.failures)
            if state.last_success_at is not None:
                lag.add_metric([state.job.value], self._seconds_since(state.last_success_at))
        return [processed, failures, lag, *self._mail(), *self._webhooks(), self._books()]

    def _mail(self) -> Iterable[Metric]:
        mail = self._background.mail
        count = GaugeMetricFamily(
            "guerdon_emails", "Mails waiting, and mails given up.", labels=["status"]
        )
        count.add_metric(["queued"], mail.queued)
        count.add_metric(["failed"], mail.failed)
        oldest = self._seconds_since(mail.oldest_at) if mail.oldest_at else 0
        age = GaugeMetricFamily(
            "guerdon_email_lag_seconds", "Age of the oldest waiting mail.", value=oldest
        )
        return [count, age]

    def _webhooks(self) -> Iterable[Metric]:
        webhooks = self._background.webhooks
        count = GaugeMetricFamily(
            "guerdon_webhooks",
            "Events waiting for delivery, and events given up.",
            labels=["status"],
        )
        count.add_metric(["queued"], webhooks.queued)
        count.add_metric(["failed"], webhooks.failed)
        oldest = self._seconds_since(webhooks.oldest_at) if webhooks.oldest_at else 0
        age = GaugeMetricFamily(
            "guerdon_webhook_lag_seconds", "Age of the oldest waiting event.", value=oldest
        )
        return [count, age]

    def _books(self) -> Metric:
        behind = GaugeMetricFamily(
            "guerdon_books_behind_seconds",
            "Time since the instant up to which a website's books are closed.",
            labels=["website"],
        )
        for website_code, until in self._background.closed_until.items():
            behind.add_metric([website_code], self._seconds_since(until))
        return behind

    def _seconds_since(self, at: datetime) -> float:
        return max((self._background.now - at).total_seconds(), 0)


async def background_figures() -> CollectorRegistry:
    """Return the figures; none while the database can't be asked, for the others matter then."""
    registry = CollectorRegistry()
    background = await read_background()
    if background is not None:
        registry.register(_Figures(background))
    return registry
