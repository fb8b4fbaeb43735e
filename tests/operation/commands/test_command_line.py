import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import jwt
import pytest
from graphql import build_schema, validate_schema
from typer.testing import CliRunner

from cli.commands import app
from schema.snapshots import build
from tests.ports import free_port

GUERDON = Path(sys.executable).with_name("guerdon")
SECRET = "0123456789abcdef0123456789abcdef"
_PATIENCE = 90  # seconds: the machine may be busy


@pytest.fixture
def environment(database_url: str) -> dict[str, str]:
    """Return an environment with a fresh, migrated database and a secret."""
    own = {"GUERDON_DATABASE_URL": database_url, "GUERDON_JWT_SECRET": SECRET}
    return {**os.environ, "TERM": "dumb", **own}


def guerdon(
    *arguments: str, environment: dict[str, str], folder: Path
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [GUERDON, *arguments],
        env=environment,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
        check=False,
    )


Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start(environment: dict[str, str], tmp_path: Path) -> Iterator[Start]:
    """Yield what starts a long-lived command; its log is in `log`, its end is certain."""
    with ExitStack() as running:

        def start(*arguments: str) -> subprocess.Popen[str]:
            log = running.enter_context((tmp_path / "log").open("w"))
            process = subprocess.Popen(
                [GUERDON, *arguments],
                env=environment,
                cwd=tmp_path,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
            running.enter_context(process)
            running.callback(process.kill)
            return process

        yield start


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["dance"], id="no-such-command"),
        pytest.param(["token"], id="token-for-nobody"),
        pytest.param(["token", "--customer", "ada", "--scope", "admin"], id="token-of-both-kinds"),
        pytest.param(["token", "--scope", "everything"], id="no-such-scope"),
        pytest.param(["token", "--customer", "ada", "--ttl", "0"], id="token-already-over"),
        pytest.param(["token", "--customer", "x" * 129], id="no-such-customer"),
        pytest.param(["token", "--customer", "a\nb"], id="no-printable-customer"),
        pytest.param(["token", "--customer", "ada", "--website", "a b"], id="no-such-website"),
        pytest.param(["token", "--scope", "admin", "--subject", ""], id="token-for-no-admin"),
        pytest.param(["token", "--scope", "admin", "--website", "us"], id="admin-of-a-website"),
        pytest.param(["serve", "--port", "70000"], id="no-such-port"),
        pytest.param(["export-schema", "backstage"], id="no-such-schema"),
        pytest.param(["export-schema", "admin", "--points-only"], id="no-such-part"),
        pytest.param(["export-schema", "storefront", "--customer-key", "id"], id="key-of-no-part"),
    ],
)
def test_wrong_usage_exits_2(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)

    answer = CliRunner().invoke(app, arguments)

    assert (answer.exit_code, answer.stdout) == (2, "")


def test_a_variable_that_cannot_be_used_exits_2_and_is_named(
    environment: dict[str, str], tmp_path: Path
) -> None:
    environment["GUERDON_JWT_SECRET"] = "short"

    answer = guerdon("token", "--customer", "ada", environment=environment, folder=tmp_path)

    assert answer.returncode == 2
    assert answer.stderr == "guerdon: GUERDON_JWT_SECRET: must be 32 bytes or more.\n"


def test_a_customers_token_is_printed_and_nothing_else(
    environment: dict[str, str], tmp_path: Path
) -> None:
    answer = guerdon(
        "token", "--customer", "ada", "--website", "eu", environment=environment, folder=tmp_path
    )

    claims = jwt.decode(answer.stdout.strip(), SECRET, algorithms=["HS256"])
    assert (claims["sub"], claims["website"], claims["exp"] - claims["iat"]) == ("ada", "eu", 3600)
    assert (answer.returncode, answer.stderr, answer.stdout.count("\n")) == (0, "", 1)


def test_an_admins_token_carries_its_scopes(environment: dict[str, str], tmp_path: Path) -> None:
    scopes = ["--scope", "orders:read", "--scope", "orders:write"]

    answer = guerdon(
        "token", *scopes, "--subject", "shop", environment=environment, folder=tmp_path
    )

    claims = jwt.decode(answer.stdout.strip(), SECRET, algorithms=["HS256"])
    assert (claims["sub"], claims["scope"]) == ("shop", "orders:read orders:write")


def test_migrating_a_migrated_database_is_nothing(
    environment: dict[str, str], tmp_path: Path
) -> None:
    answer = guerdon("migrate", environment=environment, folder=tmp_path)

    assert (answer.returncode, answer.stdout) == (0, "Nothing to migrate.\n")


def test_an_empty_ledger_verifies(environment: dict[str, str], tmp_path: Path) -> None:
    answer = guerdon("verify", environment=environment, folder=tmp_path)

    assert (answer.returncode, answer.stdout) == (0, "The ledger holds: 0 accounts verified.\n")


def test_a_database_without_our_tables_is_a_no(
    environment: dict[str, str], empty_database_url: str, tmp_path: Path
) -> None:
    environment["GUERDON_DATABASE_URL"] = empty_database_url

    answer = guerdon("verify", environment=environment, folder=tmp_path)

    assert answer.returncode == 1
    assert "run `guerdon migrate` first" in answer.stderr


def test_a_database_that_is_not_there_is_a_no_in_one_line(
    environment: dict[str, str], tmp_path: Path
) -> None:
    environment["GUERDON_DATABASE_URL"] = f"postgres://shop@127.0.0.1:{free_port()}/shop"

    answer = guerdon("verify", environment=environment, folder=tmp_path)

    assert answer.returncode == 1
    assert "Traceback" not in answer.stderr


@pytest.mark.skipif(
    "config.getoption('--database') != 'postgres'", reason="SQLite is migrated when it is served"
)
def test_postgres_with_migrations_pending_is_not_served(
    environment: dict[str, str], empty_database_url: str, tmp_path: Path
) -> None:
    environment["GUERDON_DATABASE_URL"] = empty_database_url

    answer = guerdon("serve", "--port", str(free_port()), environment=environment, folder=tmp_path)

    assert answer.returncode == 1
    last = answer.stderr.splitlines()[-1]
    assert re.match(r"guerdon: \d\d migrations are pending: run `guerdon migrate` first\. ", last)


@pytest.mark.parametrize("api", ["storefront", "admin"])
def test_a_schema_is_exported(api: str, environment: dict[str, str], tmp_path: Path) -> None:
    answer = guerdon("export-schema", api, environment=environment, folder=tmp_path)

    # Otherwise `make snapshots` writes anew what the command prints.
    assert (answer.returncode, answer.stdout) == (0, build(api))


def test_the_points_alone_are_exported_for_a_gateway(
    environment: dict[str, str], tmp_path: Path
) -> None:
    answer = guerdon(
        "export-schema", "storefront", "--points-only", environment=environment, folder=tmp_path
    )

    assert answer.returncode == 0
    assert 'type Cart @key(fields: "id")' in answer.stdout
    assert 'type Customer @key(fields: "__typename")' in answer.stdout
    query = build_schema(answer.stdout, assume_valid_sdl=True).query_type
    assert query is not None
    assert list(query.fields) == ["reward_points_offers"]


@pytest.mark.parametrize("api", ["storefront", "admin"])
def test_a_plain_schema_is_one_for_every_tool(
    api: str, environment: dict[str, str], tmp_path: Path
) -> None:
    answer = guerdon("export-schema", api, "--plain", environment=environment, folder=tmp_path)

    assert answer.returncode == 0
    assert validate_schema(build_schema(answer.stdout)) == []


def test_a_port_in_use_is_a_no(environment: dict[str, str], tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])

        answer = guerdon("serve", "--port", port, environment=environment, folder=tmp_path)

    assert answer.returncode == 1
    (line,) = answer.stderr.splitlines()
    assert line.startswith(f"guerdon: port {port} of 127.0.0.1 is taken: ")
    assert answer.stdout == ""


@pytest.mark.parametrize("workers", [1, 2])
def test_a_server_told_to_end_exits_0(start: Start, workers: int) -> None:
    port = free_port()
    server = start("serve", "--port", str(port), "--workers", str(workers))
    await_server(port)

    server.send_signal(signal.SIGTERM)

    assert server.wait(timeout=_PATIENCE) == 0
    assert server.stdout is not None
    assert server.stdout.read() == ""


def await_server(port: int) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        try:
            with urlopen(f"http://127.0.0.1:{port}/livez", timeout=1) as answer:
                assert answer.status == 200
                return
        except (URLError, TimeoutError):
            time.sleep(0.1)
    pytest.fail("The server did not come up.")


def test_a_worker_told_to_end_exits_0(start: Start, tmp_path: Path) -> None:
    worker = start("worker")
    await_line(tmp_path / "log", "background worker started")

    worker.send_signal(signal.SIGTERM)

    assert worker.wait(timeout=_PATIENCE) == 0


def test_a_check_of_the_worker_says_whether_the_jobs_are_done(
    start: Start, environment: dict[str, str], tmp_path: Path
) -> None:
    before = guerdon("worker", "--check", environment=environment, folder=tmp_path)
    start("worker")
    await_line(tmp_path / "log", "background worker started")
    deadline = time.monotonic() + _PATIENCE
    while True:
        check = guerdon("worker", "--check", environment=environment, folder=tmp_path)
        if check.returncode == 0 or time.monotonic() > deadline:
            break

    assert (before.returncode, before.stdout) == (1, "")
    assert "not done within five minutes: EXPIRE_POINTS, " in before.stderr
    assert (check.returncode, check.stdout) == (0, "All jobs are done in time.\n")


def test_a_worker_is_alive_while_its_heartbeat_is_young(
    start: Start, environment: dict[str, str], tmp_path: Path
) -> None:
    """It is asked of the process alone: no database is needed, and late jobs are no matter."""
    away = {**environment, "GUERDON_DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}
    asked = ("worker", "--alive", "beats")
    before = guerdon(*asked, environment=away, folder=tmp_path)
    start("worker", "--heartbeat", "beats")
    await_line(tmp_path / "log", "background worker started")
    alive = guerdon(*asked, environment=away, folder=tmp_path)
    os.utime(tmp_path / "beats", (0, 0))
    deadline = time.monotonic() + _PATIENCE
    while (tmp_path / "beats").stat().st_mtime == 0 and time.monotonic() < deadline:
        time.sleep(0.2)

    assert before.returncode == 1
    assert before.stderr == "guerdon: no worker has touched beats within a minute.\n"
    assert (alive.returncode, alive.stdout) == (0, "The worker is alive.\n")
    assert (tmp_path / "beats").stat().st_mtime > 0


def await_line(log: Path, words: str) -> None:
    deadline = time.monotonic() + _PATIENCE
    while words not in log.read_text():
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.1)


@pytest.mark.parametrize("command", ["verify", "seed", "worker"])
def test_a_database_that_cannot_be_reached_is_named_as_such(
    command: str, environment: dict[str, str], tmp_path: Path
) -> None:
    unreachable = {**environment, "GUERDON_DATABASE_URL": "postgres://u:secret@127.0.0.1:1/x"}

    said = guerdon(command, environment=unreachable, folder=tmp_path)

    assert said.returncode == 1
    assert said.stderr.splitlines()[-1] == (
        "guerdon: no PostgreSQL answers at 127.0.0.1:1: start it, or set GUERDON_DATABASE_URL."
    )
    assert "secret" not in said.stderr


@pytest.mark.parametrize("option", ["sslmode=nonsense", "foo=bar", "maxsize=abc"])
def test_a_database_url_with_unknown_options_cannot_be_used(
    option: str, environment: dict[str, str], tmp_path: Path
) -> None:
    url = f"postgres://u:secret@127.0.0.1:1/x?{option}"

    said = guerdon(
        "verify", environment={**environment, "GUERDON_DATABASE_URL": url}, folder=tmp_path
    )

    assert said.returncode == 2
    assert "GUERDON_DATABASE_URL" in said.stderr
    assert "Traceback" not in said.stderr
