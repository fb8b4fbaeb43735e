"""The image and compose.yaml: every setting can be given, and what they say of us is true."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]
from typer.testing import CliRunner

from cli.commands import app
from settings import DATABASE_URL, Settings, variable_of

ROOT = Path(__file__).parents[3]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = PYPROJECT["project"]
IMAGE_SETTINGS = dict(re.findall(r"^(?:ENV|   ) (GUERDON_\w+)=(\S+)", DOCKERFILE, re.MULTILINE))
COMMANDS = [
    line
    for block in re.findall(
        r"^```sh\n(.*?)^```",
        (ROOT / "docs" / "docker.md").read_text(encoding="utf-8"),
        re.MULTILINE | re.DOTALL,
    )
    for line in block.splitlines()
    if line.startswith("docker compose ")
]


@pytest.mark.parametrize("service", ["migrate", "api", "worker"])
def test_compose_passes_every_setting_on(service: str) -> None:
    settings = {
        variable_of(name) for name, each in Settings.model_fields.items() if each.description
    }

    assert set(COMPOSE["services"][service]["environment"]) == settings


def test_compose_leaves_alone_what_the_image_sets() -> None:
    passed = COMPOSE["x-guerdon"]["environment"]

    for variable, value in IMAGE_SETTINGS.items():
        if variable != DATABASE_URL:
            assert passed[variable] == f"${{{variable}:-{value}}}"


def test_the_image_says_what_it_is() -> None:
    labels = dict(re.findall(r'org\.opencontainers\.image\.(\w+)="(.*?)"', DOCKERFILE))

    assert labels == {
        "title": "Guerdon",
        "description": PROJECT["description"],
        "version": PROJECT["version"],
        "licenses": PROJECT["license"],
        "revision": "${REVISION}",
    }


def test_the_image_has_the_whole_program_and_its_licence() -> None:
    setuptools = PYPROJECT["tool"]["setuptools"]
    packages = [name.removesuffix("*") for name in setuptools["packages"]["find"]["include"]]
    modules = [f"{name}.py" for name in setuptools["py-modules"]]

    let_in = set((ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines())

    assert {f"!{name}" for name in [*packages, *modules, "templates", "LICENSE"]} <= let_in


def test_each_lasting_service_says_how_it_is() -> None:
    checks = {
        name: service.get("healthcheck", {}).get("test", "the image's")
        for name, service in COMPOSE["services"].items()
        if service["restart"] == "unless-stopped"
    }

    assert "/livez" in DOCKERFILE.partition("HEALTHCHECK")[2]
    assert checks["api"] == "the image's"
    assert checks["worker"] == ["CMD", "guerdon", "worker", "--check"]
    assert checks["postgres"][1] == "pg_isready"


@pytest.mark.parametrize("command", COMMANDS)
def test_the_docker_page_names_services_and_commands_that_there_are(command: str) -> None:
    words = command.split()
    if "guerdon" not in words:
        return
    at = words.index("guerdon")

    known = CliRunner().invoke(app, [words[at + 1], "--help"])

    assert words[at - 1] in COMPOSE["services"]
    assert known.exit_code == 0
    assert all(word in known.stdout for word in words[at + 2 :] if word.startswith("--"))
