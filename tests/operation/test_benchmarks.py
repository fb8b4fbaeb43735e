"""Benchmarks as people start them: they say what they are, and refuse what they do not know."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", *arguments]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("module", ["bench.pooler", "bench.simulation"])
def test_a_benchmark_says_what_it_measures_and_refuses_nonsense(module: str) -> None:
    said, refused = run(module, "--help"), run(module, "nonsense")

    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout.startswith(f"usage: python -m {module} [-h]")
    assert refused.returncode == 2
    assert refused.stderr.startswith(f"usage: python -m {module} [-h]")
    assert "nonsense" in refused.stderr
