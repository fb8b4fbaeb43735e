"""Servers that the benchmarks run, and what processor time they take."""

import os
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

_SECONDS_TO_START = 60.0
_TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def running(command: Sequence[str | Path], port: int, env: Mapping[str, str]) -> Iterator[int]:
    """Run a server until the block ends; yield its process id once it answers at `port`."""
    with subprocess.Popen(
        command,
        env={**os.environ, **env},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as server:
        try:
            _until_it_answers(server, port)
            yield server.pid
        finally:
            os.killpg(server.pid, signal.SIGTERM)


def processor_seconds(process: int) -> float:
    """Return what a process and all that it has started have taken so far."""
    children: dict[int, list[int]] = {}
    ticks: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended
        children.setdefault(int(fields[1]), []).append(int(folder.name))
        ticks[int(folder.name)] = sum(int(number) for number in fields[11:15])
    return _with_children(process, ticks, children) / _TICKS


def parent_of(process: int) -> int:
    """Return the process that started another one."""
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])


def children_named(name: str) -> list[int]:
    """Return the processes that this one's main thread has started and that run a program."""
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    return [
        int(child) for child in children if Path(f"/proc/{child}/comm").read_text().strip() == name
    ]


def memory_megabytes(process: int) -> float:
    """Return the resident memory of one process."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000


def program(name: str, *places: Path) -> Path:
    """Return where a program is, the given places first."""
    for place in places:
        if (place / name).exists():
            return place / name
    found = shutil.which(name)
    if found is None:
        raise SystemExit(f"There is no {name} on this machine.")
    return Path(found)


def _with_children(
    process: int, ticks: Mapping[int, int], children: Mapping[int, Sequence[int]]
) -> int:
    below = (_with_children(child, ticks, children) for child in children.get(process, ()))
    return ticks.get(process, 0) + sum(below)


def _until_it_answers(server: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
        except urllib.error.HTTPError:
            return  # an answer, if an unkind one
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"A server did not start: {server.args!r}")
