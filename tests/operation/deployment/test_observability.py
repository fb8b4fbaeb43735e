"""The dashboard, the alert rules and docs/metrics.md say what `/metrics` says."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import promql_parser
import pytest
import yaml  # type: ignore[import-untyped]
from prometheus_client.parser import text_string_to_metric_families

from services.operation.states import note_success
from services.rules.basics.enums import Job
from tests.clock import NOW
from transport.watch.metrics import show_metrics

ROOT = Path(__file__).parents[3]
FILES = ROOT / "deploy" / "observability"
ALERTS: list[dict[str, Any]] = [
    rule
    for group in yaml.safe_load((FILES / "alerts.yaml").read_text())["groups"]
    for rule in group["rules"]
]
DASHBOARD: dict[str, Any] = json.loads((FILES / "dashboard.json").read_text())
DOCUMENT = (ROOT / "docs" / "metrics.md").read_text()
PARTS = {
    "counter": ["_total"],
    "gauge": [""],
    "histogram": ["_bucket", "_count", "_sum"],
}


def expressions() -> Iterator[str]:
    yield from (rule["expr"] for rule in ALERTS)
    for panel in DASHBOARD["panels"]:
        for target in panel["targets"]:
            yield target["expr"].replace("$__rate_interval", "5m")


@pytest.fixture
async def series(database: str) -> dict[str, str]:  # noqa: ARG001 - it has to be open
    """Return the names of our series and the metric that each is of, as the document names it."""
    await note_success(Job.EXPIRE_POINTS, processed=1, now=NOW)
    answer = await show_metrics(None)  # type: ignore[arg-type]  # it reads nothing of the request
    families = text_string_to_metric_families(bytes(answer.body).decode())
    return {
        f"{family.name}{part}": family.name + ("_total" if family.type == "counter" else "")
        for family in families
        if family.name.startswith("guerdon_") and not family.name.endswith("_created")
        for part in PARTS[family.type]
    }


@pytest.mark.any_database
@pytest.mark.parametrize("expression", [*dict.fromkeys(expressions())])
async def test_an_expression_is_promql_over_metrics_that_there_are(
    expression: str, series: dict[str, str]
) -> None:
    promql_parser.parse(expression)

    assert set(re.findall(r"guerdon_\w+", expression)) <= set(series)


async def test_the_document_lists_each_metric_and_no_other(series: dict[str, str]) -> None:
    assert set(re.findall(r"^\| `(guerdon_\w+)`", DOCUMENT, re.MULTILINE)) == {*series.values()}


async def test_each_metric_is_in_the_dashboard(series: dict[str, str]) -> None:
    shown = {name for expr in expressions() for name in re.findall(r"guerdon_\w+", expr)}

    assert {series[name] for name in shown} == {*series.values()}


def test_the_document_says_of_each_alert_what_to_do() -> None:
    told = re.findall(r"^\| `(Guerdon\w+)`", DOCUMENT, re.MULTILINE)

    assert told == [rule["alert"] for rule in ALERTS]


def test_an_alert_rule_is_what_prometheus_reads() -> None:
    for rule in ALERTS:
        assert {"alert", "expr", "labels", "annotations"} <= set(rule)
        assert set(rule) <= {"alert", "expr", "for", "labels", "annotations"}
        assert re.fullmatch(r"\d+[smh]", rule.get("for", "0s"))
        assert rule["labels"]["severity"] in {"page", "warn"}
        assert rule["annotations"]["summary"].endswith(".")


def test_a_panel_has_a_place_and_a_source_of_its_own() -> None:
    panels = DASHBOARD["panels"]

    assert len({panel["id"] for panel in panels}) == len(panels)
    assert len({(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in panels}) == len(panels)
    assert all(
        panel["description"] and panel["fieldConfig"]["defaults"]["unit"] for panel in panels
    )
    assert {panel["datasource"]["uid"] for panel in panels} == {"${datasource}"}
