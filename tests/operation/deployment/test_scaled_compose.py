"""compose.scale.yaml beside compose.yaml: a proxy, two API servers, PgBouncer before the database.

R18.2: the servers and the worker are told that it is a pooler; the migration goes past it.
"""

import re
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from settings import Settings, variable_of

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "deploy" / "compose"
PROXY = (FOLDER / "proxy.conf").read_text(encoding="utf-8")
POOLER = (FOLDER / "pgbouncer" / "pgbouncer.ini").read_text(encoding="utf-8")
POOLER_IMAGE = (FOLDER / "pgbouncer" / "Dockerfile").read_text(encoding="utf-8")


class ComposeLoader(yaml.SafeLoader):  # type: ignore[misc]  # it has no types
    """YAML with Compose's own tag, which takes away what the file beside says."""


ComposeLoader.add_constructor("!reset", lambda *_: None)


def services_of(name: str) -> dict[str, Any]:
    read = yaml.load((ROOT / name).read_text(encoding="utf-8"), ComposeLoader)  # noqa: S506 - safe
    services: dict[str, Any] = read["services"]
    return services


BASE, SCALED = services_of("compose.yaml"), services_of("compose.scale.yaml")
ADDED = ["pgbouncer", "proxy"]


def ini(text: str) -> ConfigParser:
    parser = ConfigParser()
    parser.read_string(text)
    return parser


def test_two_servers_stand_behind_the_proxy_and_nothing_else_is_published() -> None:
    published = {
        name: each["ports"] for name, each in {**BASE, **SCALED}.items() if "ports" in each
    }

    assert SCALED["api"]["deploy"] == {"replicas": 2}
    assert published == {"api": None, "proxy": ["127.0.0.1:8000:8080"]}


@pytest.mark.parametrize("service", ["api", "worker"])
def test_what_serves_goes_through_the_pooler_and_knows_it(service: str) -> None:
    environment = SCALED[service]["environment"]

    known = {variable_of(name) for name, each in Settings.model_fields.items() if each.description}
    assert set(environment) <= known
    assert environment["GUERDON_DATABASE_POOLER"] == "1"
    assert environment["GUERDON_DATABASE_URL"].endswith("@pgbouncer:6432/guerdon")
    assert SCALED[service]["depends_on"] == {"pgbouncer": {"condition": "service_healthy"}}


def test_the_migration_goes_past_the_pooler() -> None:
    assert "migrate" not in SCALED
    assert "@postgres:5432/" in BASE["migrate"]["environment"]["GUERDON_DATABASE_URL"]


def test_the_pooler_has_the_sizes_that_its_page_gives() -> None:
    page = (ROOT / "docs" / "scaling.md").read_text(encoding="utf-8")
    (told,) = re.findall(r"^```ini\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    ours, its = ini(POOLER), ini(told)

    assert dict(ours["databases"]) == dict(its["databases"])
    for option, value in its["pgbouncer"].items():
        if option != "auth_file":
            assert ours["pgbouncer"][option] == value


def test_the_pooler_reads_the_file_that_its_image_writes() -> None:
    file = ini(POOLER)["pgbouncer"]["auth_file"]

    assert f">{file} && exec pgbouncer /etc/guerdon/pgbouncer.ini" in POOLER_IMAGE
    assert "COPY pgbouncer.ini /etc/guerdon/pgbouncer.ini\n" in POOLER_IMAGE
    assert re.search(r"^USER \d+$", POOLER_IMAGE, re.MULTILINE)


@pytest.mark.parametrize("service", ADDED)
def test_what_is_added_says_how_it_is_and_writes_nothing(service: str) -> None:
    added = SCALED[service]

    assert added["healthcheck"]["test"][0] == "CMD"
    assert (added["read_only"], added["tmpfs"]) == (True, "/tmp")  # noqa: S108 - the container's


def test_the_proxy_is_the_one_of_the_production_page() -> None:
    page = (ROOT / "docs" / "production.md").read_text(encoding="utf-8")
    passed_on = re.findall(r"^    (proxy_(?!pass).*;)$", page, re.MULTILINE)

    assert passed_on
    assert all(each in PROXY for each in passed_on)
    assert "set $servers http://api:8000;" in PROXY
