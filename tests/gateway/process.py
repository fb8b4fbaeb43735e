"""The gateway of deploy/gateway as a process of its own, run by Node."""

import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Timer

_HERE = Path(__file__).parent
_RUN = ["sh", str(_HERE / "run.sh")]
_ENVIRONMENT = {**os.environ, "PYTHON": sys.executable}
_MISSING = 3  # what run.sh exits with where there is no Node to be had
_SECONDS_TO_INSTALL = 300
_SECONDS_TO_START = 60


@cache
def why_there_is_no_gateway() -> str | None:
    """Install what it needs; return why that can't be done, None where it could."""
    with (_HERE / "run.sh").open() as lock:
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


@contextmanager
def gateway(settings: Mapping[str, str]) -> Iterator[str]:
    """Run a gateway with these variables; yield its address."""
    process = subprocess.Popen(
        [*_RUN, "src/server.js"],
        env={**_ENVIRONMENT, "PORT": "0", **settings},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    try:
        impatience = Timer(_SECONDS_TO_START, process.kill)
        impatience.start()
        lines = map(json.loads, iter(process.stderr.readline, ""))
        url: str = next(line["url"] for line in lines if line["event"] == "listening")
        impatience.cancel()
        yield url
    finally:
        process.terminate()
        process.stderr.close()
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
