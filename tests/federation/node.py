"""Scripts of this directory, run by Node, which `run.sh` finds or brings along."""

import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Timer

HERE = Path(__file__).parent
_RUN = ["sh", str(HERE / "run.sh")]
_ENVIRONMENT = {**os.environ, "PYTHON": sys.executable}
_MISSING = 3  # what run.sh exits with where there is no Node to be had
_SECONDS_TO_INSTALL = 300
_SECONDS_TO_RUN = 60


@dataclass(frozen=True)
class Composed:
    """What came of composing subgraphs."""

    errors: list[str]
    hints: list[str]
    supergraph: str | None


@cache
def why_there_is_no_node() -> str | None:
    """Install what the scripts need; return why that can't be done, None where it could."""
    with (HERE / "run.sh").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # test processes take turns: the first one installs
        done = subprocess.run(
            _RUN,
            env=_ENVIRONMENT,
            check=False,
            capture_output=True,
            text=True,
            timeout=_SECONDS_TO_INSTALL,
        )
    assert done.returncode in {0, _MISSING}, done.stderr
    return done.stderr.strip() if done.returncode else None


def compose(*subgraphs: tuple[str, str]) -> Composed:
    """Compose subgraphs, each a name and its SDL."""
    given = [{"name": name, "url": f"http://{name}", "sdl": sdl} for name, sdl in subgraphs]
    done = subprocess.run(
        [*_RUN, "compose.js"],
        env=_ENVIRONMENT,
        input=json.dumps(given),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        timeout=_SECONDS_TO_RUN,
    )
    return Composed(**json.loads(done.stdout))


@contextmanager
def gateways(guerdon: str, subgraphs: Mapping[str, Mapping[str, str]]) -> Iterator[dict[str, str]]:
    """Run gateways in front of Guerdon, each with a shop of its own; yield their addresses."""
    process = subprocess.Popen(
        [*_RUN, "gateway.js"],
        env=_ENVIRONMENT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(json.dumps({"guerdon": guerdon, "gateways": subgraphs}) + "\n")
        process.stdin.flush()
        impatience = Timer(_SECONDS_TO_RUN, process.kill)
        impatience.start()
        started = process.stdout.readline()
        impatience.cancel()
        yield json.loads(started)
    finally:
        process.stdin.close()
        process.stdout.close()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
