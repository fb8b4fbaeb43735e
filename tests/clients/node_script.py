"""Run a script of this folder with the Node that `install.sh` has found."""

import json
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
PACKAGES = HERE / "node_modules"
_NODE = PACKAGES / ".node"
_SECONDS = 240  # a busy machine compiles for more than a minute


@cache
def node() -> str:
    """Return the Node to run; where there is none the test is skipped, and says how to get it."""
    if not _NODE.exists():
        pytest.skip("NOT TESTED WITH REAL CLIENTS: Node or npm's packages miss; see `make clients`")
    return _NODE.read_text().strip()


def run_node(script: Path, *arguments: str, told: Mapping[str, object] | None = None) -> str:
    """Run a script, tell it `told` on standard input, and return what it prints.

    Packages that have a build for developers, which warns of more, are run in that one.
    """
    finished = subprocess.run(
        [node(), "--conditions=development", script, *arguments],
        input=json.dumps(told or {}),
        capture_output=True,
        text=True,
        check=False,
        timeout=_SECONDS,
        cwd=HERE,
    )
    assert finished.returncode == 0, f"{script.name}: {finished.stderr}{finished.stdout}"
    return finished.stdout


def ask_node(script: str, **told: object) -> Any:  # noqa: ANN401 - any JSON
    """Run a script of this folder and return its answer."""
    return json.loads(run_node(HERE / script, told=told))
