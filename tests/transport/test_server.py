"""The server as a process: how it ends, what it says of itself, metrics of several workers."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest

from tests.ports import free_port

TINY = """
import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import strawberry

from schema.rewards_schema import RewardsSchema
from services.access.tokens import TokenRules
from transport.application import HttpOptions, build_application
from cli.serving.processes import run_server
from transport.parent_process import end_with_parent


if __name__ == "__mp_main__":
    time.sleep(SECONDS_TO_IMPORT)


@strawberry.type
class Query:
    @strawberry.field
    async def slow(self) -> str:
        Path(DIRECTORY, "asked").touch()
        while not Path(DIRECTORY, "stopped").exists():
            await asyncio.sleep(0.01)
        await asyncio.sleep(1)  # the server hears of its end meanwhile
        return "done"


@asynccontextmanager
async def lifespan(_: object) -> AsyncIterator[None]:
    if FAILING:
        raise RuntimeError("no database")
    Path(DIRECTORY, f"up-{os.getpid()}").touch()
    yield
    print("closed", flush=True)


def create_app():
    end_with_parent()
    schema = RewardsSchema(query=Query)
    return build_application(schema, schema, HttpOptions(TokenRules("x" * 32)), lifespan)


if __name__ == "__main__":
    raise SystemExit(not run_server(host="127.0.0.1", port=PORT, processes=WORKERS))
"""


PATIENCE = 120  # seconds that a busy machine may take for anything


@contextmanager
def _started(
    directory: Path, *, workers: int, failing: bool = False, seconds_to_import: float = 0
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    port = free_port()
    values = {
        "FAILING": failing,
        "PORT": port,
        "WORKERS": workers,
        "SECONDS_TO_IMPORT": seconds_to_import,
        "DIRECTORY": str(directory),
    }
    lines = "".join(f"{name} = {value!r}\n" for name, value in values.items())
    (directory / "app.py").write_text(lines + TINY)
    path = os.pathsep.join([str(directory), str(Path.cwd())])
    process = subprocess.Popen(
        [sys.executable, str(directory / "app.py")],
        env={"PATH": "", "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield process, f"http://127.0.0.1:{port}"
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def _wait_until(condition: Callable[[], bool], failure: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail(failure)
        time.sleep(0.05)


def _wait_until_up(address: str, directory: Path, *, workers: int) -> None:
    """Wait until one answers and all have begun: SIGTERM ends one that still starts at once."""

    def is_up() -> bool:
        try:
            httpx.get(f"{address}/livez", timeout=PATIENCE)
        except httpx.TransportError:
            return False
        return len(list(directory.glob("up-*"))) == workers

    _wait_until(is_up, "the server did not come up")


def _ask(address: str, query: str) -> httpx.Response:
    return httpx.post(f"{address}/graphql", json={"query": query}, timeout=PATIENCE)


@pytest.mark.parametrize("workers", [1, 2])
def test_on_sigterm_running_requests_finish_and_the_exit_code_is_0(
    tmp_path: Path, workers: int
) -> None:
    answers: list[httpx.Response] = []
    with _started(tmp_path, workers=workers) as (process, address):
        _wait_until_up(address, tmp_path, workers=workers)
        asking = threading.Thread(target=lambda: answers.append(_ask(address, "{ slow }")))
        asking.start()
        _wait_until((tmp_path / "asked").exists, "the request did not arrive")

        process.send_signal(signal.SIGTERM)
        (tmp_path / "stopped").touch()
        said, _ = process.communicate(timeout=PATIENCE)
        asking.join()

    assert answers[0].json() == {"data": {"slow": "done"}}
    assert process.returncode == 0
    assert said.count("closed") == workers


def test_workers_do_not_outlive_a_server_that_is_killed(tmp_path: Path) -> None:
    with _started(tmp_path, workers=2) as (process, address):
        _wait_until_up(address, tmp_path, workers=2)

        process.kill()
        said, _ = process.communicate(
            timeout=PATIENCE
        )  # until the last of them has closed its output

    assert said.count("closed") == 2
    with pytest.raises(httpx.ConnectError):
        httpx.get(address)


def test_a_server_that_cannot_start_says_no(tmp_path: Path) -> None:
    with _started(tmp_path, workers=1, failing=True) as (process, _):
        process.communicate(timeout=PATIENCE)

    assert process.returncode not in (0, None)


@pytest.mark.faults
def test_workers_come_up_however_long_importing_takes(tmp_path: Path) -> None:
    with _started(tmp_path, workers=2, seconds_to_import=12) as (process, address):
        _wait_until_up(address, tmp_path, workers=2)

        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=PATIENCE)

    assert said.count("closed") == 2


def _answered_queries(address: str) -> float:
    """Return what the metrics count of the storefront's queries."""
    line = 'guerdon_requests_total{endpoint="storefront",operation_type="query",outcome="ok"} '
    said = httpx.get(f"{address}/metrics", timeout=PATIENCE).text
    return sum(
        float(each.removeprefix(line)) for each in said.splitlines() if each.startswith(line)
    )


def test_two_workers_answer_one_set_of_metrics(tmp_path: Path) -> None:
    with _started(tmp_path, workers=2) as (_, address):
        _wait_until_up(address, tmp_path, workers=2)
        before = _answered_queries(address)
        for _ in range(20):
            _ask(address, "{ __typename }")

        answers = [_answered_queries(address) for _ in range(6)]

    assert answers == [before + 20] * 6


def test_the_server_does_not_say_what_it_is(tmp_path: Path) -> None:
    with _started(tmp_path, workers=1) as (_, address):
        _wait_until_up(address, tmp_path, workers=1)

        answer = httpx.get(f"{address}/livez", timeout=PATIENCE)

    assert "server" not in answer.headers


def _answer_to(address: str, head: str, *body: bytes) -> str:
    """Return the status line of what answers a request that no client library would send."""
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=PATIENCE) as connection:
        connection.sendall(f"POST /graphql HTTP/1.1\r\nhost: {host}\r\n{head}\r\n\r\n".encode())
        with suppress(BrokenPipeError, ConnectionResetError):  # refused before all was sent
            for part in body:
                connection.sendall(part)
        return connection.makefile("rb").readline().decode().strip()


def test_no_body_gets_past_the_limit_of_a_real_server(tmp_path: Path) -> None:
    """R14.1: announced or not, whatever its length is said to be."""
    json, chunked = "content-type: application/json", "transfer-encoding: chunked"
    chunks = [b"2710\r\n" + b" " * 10_000 + b"\r\n"] * 11
    requests = {
        "announced": (f"{json}\r\ncontent-length: 100001", ()),
        "chunked": (f"{json}\r\n{chunked}", chunks),
        "chunked-and-announced": (f"{json}\r\n{chunked}\r\ncontent-length: 5", chunks),
        "announced-twice": (f"{json}\r\ncontent-length: 5\r\ncontent-length: 6", ()),
        "no-number": (f"{json}\r\ncontent-length: -5", ()),
        "beyond-numbers": (f"{json}\r\ncontent-length: {'9' * 5_000}", ()),
        "compressed": (f"{json}\r\ncontent-encoding: gzip\r\ncontent-length: 2", (b"{}",)),
    }
    with _started(tmp_path, workers=1) as (_, address):
        _wait_until_up(address, tmp_path, workers=1)

        statuses = {
            name: _answer_to(address, head, *body).split(" ")[1]
            for name, (head, body) in requests.items()
        }

    assert statuses == {
        "announced": "413",
        "chunked": "413",
        "chunked-and-announced": "400",
        "announced-twice": "400",
        "no-number": "400",
        "beyond-numbers": "400",
        "compressed": "415",
    }
