"""A PgBouncer of the tests' own, in transaction mode, in front of their PostgreSQL.

It hands each transaction the session that has waited longest: what is left in one shows.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.ports import free_port

_INSTALL = Path(__file__).parent / "pooler" / "install.sh"
_SECONDS_TO_START = 30
_SETTINGS = """
[databases]
* = host={host} port={port}

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {own_port}
unix_socket_dir =
auth_type = trust
auth_file = {folder}/users
admin_users = postgres
pool_mode = transaction
server_round_robin = 1
default_pool_size = {sessions}
max_client_conn = 1000
{more}
"""


@dataclass(slots=True)
class PoolerServer:
    """A PgBouncer at `url`, which has no database's name; it can be killed and started again."""

    url: str
    _command: list[str]
    _environment: dict[str, str]
    _user: str | None
    _folder: Path
    _process: subprocess.Popen[bytes] | None = field(default=None)

    def start(self) -> None:
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                env=self._environment,
                stdout=log,
                stderr=log,
                cwd=self._folder,
                user=self._user,
                start_new_session=True,
            )
        deadline = time.monotonic() + _SECONDS_TO_START
        while not self._answers():
            if time.monotonic() > deadline or self._process.poll() is not None:
                raise TimeoutError((self._folder / "log").read_text())
            time.sleep(0.02)

    def _answers(self) -> bool:
        with (
            suppress(OSError),
            socket.create_connection(("127.0.0.1", urlsplit(self.url).port or 0)),
        ):
            return True
        return False

    def kill(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None


def pgbouncer() -> Path:
    """Return the folder that PgBouncer is in; skip the test where it can't be had."""
    found = subprocess.run(["/bin/sh", str(_INSTALL)], capture_output=True, text=True, check=False)
    if found.returncode == 3:
        pytest.skip(found.stderr.strip())
    assert found.returncode == 0, found.stderr
    return Path(found.stdout.strip())


@contextmanager
def pooler_server(server_url: str, *, sessions: int = 4, more: str = "") -> Iterator[PoolerServer]:
    """Run a PgBouncer in front of the server at `server_url`, with that many sessions of it.

    `more` are settings of its own, after ours.
    """
    with tempfile.TemporaryDirectory(prefix="guerdon-pgbouncer-") as name:
        folder = Path(name)
        programs = shutil.copytree(pgbouncer(), folder / "programs", ignore=_others)
        own_port = free_port()
        place = urlsplit(server_url)
        (folder / "users").write_text('"postgres" ""\n')
        (folder / "settings").write_text(
            _SETTINGS.format(
                host=place.hostname,
                port=place.port,
                own_port=own_port,
                folder=folder,
                sessions=sessions,
                more=more,
            )
        )
        server = PoolerServer(
            f"postgres://postgres@127.0.0.1:{own_port}",
            [str(programs / "pgbouncer"), str(folder / "settings")],
            {**os.environ, "LD_LIBRARY_PATH": str(programs)},
            _user_of(folder),
            folder,
        )
        server.start()
        try:
            yield server
        finally:
            server.kill()


def _others(_: str, names: list[str]) -> list[str]:
    """Return which files of a folder like /usr/sbin have nothing to do with PgBouncer."""
    return [name for name in names if name != "pgbouncer" and ".so." not in name]


def _user_of(folder: Path) -> str | None:
    """PgBouncer does not run as root: then it is nobody's, as is its folder."""
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    for path in (folder, *folder.rglob("*")):
        os.chown(path, nobody.pw_uid, nobody.pw_gid)
    return nobody.pw_name
