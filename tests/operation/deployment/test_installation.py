"""How the program gets onto a machine: where its checkout stands, and not as a package."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[3]
UV = CHECKOUT / ".tools" / "bin" / "uv"
WITHOUT_NETWORK = ["--no-build-isolation", "--offline", "--python", sys.executable]


def uv(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [UV, *arguments, *WITHOUT_NETWORK],
        cwd=CHECKOUT,
        env={**os.environ, "UV_LINK_MODE": "copy"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("kind", ["--wheel", "--sdist"])
def test_no_package_is_built(kind: str, tmp_path: Path) -> None:
    answer = uv("build", kind, "--out-dir", tmp_path / "dist", CHECKOUT)

    assert answer.returncode != 0
    assert "Guerdon is an application, not a library: run it from a checkout" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert list(tmp_path.glob("dist/guerdon*")) == []


def test_it_is_not_installed_away_from_its_checkout(tmp_path: Path) -> None:
    answer = uv("pip", "install", "--no-deps", "--target", tmp_path, CHECKOUT)

    assert answer.returncode != 0
    assert "run it from a checkout" in answer.stderr
    assert list(tmp_path.glob("services*")) == []


def test_it_is_installed_where_its_checkout_stands(tmp_path: Path) -> None:
    answer = uv("pip", "install", "--no-deps", "--target", tmp_path, "--editable", CHECKOUT)

    assert answer.returncode == 0, answer.stderr
    (origin,) = tmp_path.glob("guerdon-*.dist-info/direct_url.json")
    assert json.loads(origin.read_text()) == {
        "url": CHECKOUT.as_uri(),
        "dir_info": {"editable": True},
    }
    assert (tmp_path / "bin" / "guerdon").exists()
