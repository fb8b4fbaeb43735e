"""The image's bill of materials names what the lock file pins and what the pages are built of.

R18: what runs beyond one machine can be told package by package, with its licence.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from deploy.bill_of_materials import (
    licence_list,
    licence_of,
    npm_components,
    pins_of,
    python_bom,
    whole_bom,
)

ROOT = Path(__file__).parents[3]
PAGES = ROOT / "web" / "dist"
LOCKED = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")


@cache
def bom() -> dict[str, Any]:
    return python_bom()


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Return a folder of two built pages that share a package."""
    react = {"name": "react", "version": "19.3.1", "identifier": "MIT", "text": "MIT License"}
    core = {"name": "@mantine/core", "version": "9.8.1", "identifier": "MIT"}
    nameless = {"name": "old", "version": "1.0.0", "text": "Do as you like."}
    for page, packages in {"admin": [core, nameless, react], "demo": [react]}.items():
        (tmp_path / page).mkdir()
        (tmp_path / page / "licences.json").write_text(json.dumps(packages))
    return tmp_path


def test_it_has_each_package_that_the_image_installs_and_no_tool_of_ours(pages: Path) -> None:
    # A pin with a marker is of other machines, or of this one.
    needed = set(re.findall(r"^([\w.-]+)==\S+ \\$", LOCKED, re.MULTILINE))

    whole = whole_bom(bom(), pins_of(LOCKED), npm_components(pages))

    purls = {each["purl"] for each in whole["components"]}
    names = {purl.removeprefix("pkg:pypi/").partition("@")[0] for purl in purls}
    assert needed <= names
    assert not {"pytest", "mypy", "guerdon"} & names
    assert {"pkg:npm/%40mantine/core@9.8.1", "pkg:npm/react@19.3.1"} <= purls
    assert len(purls) == len(whole["components"])


def test_it_says_what_needs_what(pages: Path) -> None:
    whole = whole_bom(bom(), pins_of(LOCKED), npm_components(pages))

    needs = {each["ref"]: each["dependsOn"] for each in whole["dependencies"]}
    of_it = needs[whole["metadata"]["component"]["bom-ref"]]
    starlette, anyio = (f"{name}=={pins_of(LOCKED)[name]}" for name in ("starlette", "anyio"))
    assert {"pkg:npm/react@19.3.1", starlette} <= {*of_it}
    assert anyio in needs[starlette]
    assert {ref for refs in needs.values() for ref in refs} <= set(needs)


def test_cyclonedx_takes_it(pages: Path) -> None:
    few = {name: pins_of(LOCKED)[name] for name in ("starlette", "certifi", "shellingham")}

    whole = whole_bom(bom(), few, npm_components(pages))

    written = json.dumps(whole)
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(written) is None


@pytest.mark.parametrize(
    ("licences", "said"),
    [
        pytest.param([{"expression": "MIT OR Apache-2.0"}], "MIT OR Apache-2.0", id="expression"),
        pytest.param(
            [
                {"license": {"id": "MPL-2.0"}},
                {"license": {"name": "License :: OSI Approved :: Mozilla Public License"}},
            ],
            "MPL-2.0",
            id="spdx-wins",
        ),
        pytest.param(
            [{"license": {"name": "License :: OSI Approved :: BSD License"}}],
            "BSD License",
            id="classifier",
        ),
        pytest.param([{"license": {"name": "declared license of x"}}], "unknown", id="text-alone"),
        pytest.param([], "unknown", id="none"),
    ],
)
def test_a_licence_is_told_in_a_few_words(licences: list[dict[str, Any]], said: str) -> None:
    assert licence_of({"licenses": licences}) == said


def test_the_list_has_a_line_for_each_package(pages: Path) -> None:
    lines = list(licence_list(npm_components(pages)))

    assert lines[2:] == [
        "| npm: @mantine/core | 9.8.1 | MIT |",
        "| npm: old | 1.0.0 | unknown |",
        "| npm: react | 19.3.1 | MIT |",
    ]


def test_without_pages_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="make web"):
        npm_components(tmp_path)


@pytest.mark.skipif(not (PAGES / "admin").exists(), reason="web/ is not built: `make web`")
def test_the_built_pages_say_what_is_in_them() -> None:
    built = {each["name"] for each in npm_components(PAGES)}

    said = {page.parent.name for page in PAGES.glob("*/licences.json")}
    assert said == {"admin", "demo", "graphiql"}
    assert {"react", "graphiql", "urql", "wouter"} <= built


def test_no_licence_in_the_image_is_unknown_or_obliges_who_runs_it() -> None:
    whole = whole_bom(bom(), pins_of(LOCKED), npm_components(PAGES) if PAGES.exists() else [])

    licences = {licence_of(each) for each in whole["components"]}

    assert "unknown" not in licences
    assert not [each for each in licences if re.search(r"GPL|AGPL|SSPL|BUSL", each)]
