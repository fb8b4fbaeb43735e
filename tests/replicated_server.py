"""A PostgreSQL and its standby, of the tests' own: the one can be lost, the other promoted."""

import asyncio
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from tests.memory import memory
from tests.ports import free_port
from tests.postgres_server import (
    BYTES_NEEDED,
    SETTINGS,
    Place,
    await_start,
    binaries_and_user,
    make_cluster,
    start,
    temporary_folder,
)

_SECONDS_TO_STOP = 30
_SECONDS_TO_FOLLOW = 60
_IS_SYNCHRONOUS = "SELECT EXISTS (SELECT FROM pg_stat_replication WHERE sync_state = 'sync')"
# What is acknowledged is to be on both.
_HONEST = (*SETTINGS, "synchronous_commit=on", "hot_standby=on")


@dataclass(slots=True)
class ReplicatedServer:
    """A primary and a standby; `hosts` are both, the primary first."""

    primary: Place
    standby: Place
    _processes: list[subprocess.Popen[bytes]]

    @property
    def hosts(self) -> str:
        return f"127.0.0.1:{self.primary.port},127.0.0.1:{self.standby.port}"

    async def wait_for_the_standby(self) -> None:
        """Acknowledge from now on what the standby has, too."""
        for statement in (
            "ALTER SYSTEM SET synchronous_standby_names = '*'",
            "SELECT pg_reload_conf()",
        ):
            await ask_server(self.primary, statement)
        async with asyncio.timeout(_SECONDS_TO_FOLLOW):
            while not await ask_server(self.primary, _IS_SYNCHRONOUS):  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.05)

    def kill_primary(self) -> None:
        """Kill it with all its sessions, as a power cut would."""
        self.signal_primary(signal.SIGKILL)
        self._processes[0].wait(timeout=_SECONDS_TO_STOP)

    def signal_primary(self, number: signal.Signals) -> None:
        """Send a signal to the primary and to all its sessions."""
        pid = self._processes[0].pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for each in (pid, *map(int, children)):
            with suppress(ProcessLookupError):
                os.kill(each, number)

    async def promote_standby(self) -> None:
        await ask_server(self.standby, "SELECT pg_promote()")

    async def pause_replication(self) -> None:
        """Have the standby hear nothing more of the primary."""
        for statement in ("ALTER SYSTEM SET primary_conninfo = ''", "SELECT pg_reload_conf()"):
            await ask_server(self.standby, statement)

    def stop(self) -> None:
        for process in self._processes:
            process.send_signal(signal.SIGINT)
        for process in self._processes:
            process.wait(timeout=_SECONDS_TO_STOP)


async def ask_server(place: Place, statement: str) -> object:
    """Return the first value that a statement answers."""
    connection = await asyncpg.connect(f"postgres://postgres@127.0.0.1:{place.port}/postgres")
    try:
        return await connection.fetchval(statement)
    finally:
        await connection.close()


@contextmanager
def replicated_server() -> Iterator[ReplicatedServer]:
    """Run a primary and a standby that follows it; what the standby has nobody waits for."""
    with ExitStack() as stack:
        folder = stack.enter_context(temporary_folder(None))
        rows = stack.enter_context(temporary_folder(memory(bytes_needed=BYTES_NEEDED)))
        binaries, user = binaries_and_user(folder, rows)
        primary = Place(folder, binaries, rows / "primary", user, free_port())
        standby = Place(folder, binaries, rows / "standby", user, free_port())
        make_cluster(primary)
        processes = [start(primary, _HONEST)]
        server = ReplicatedServer(primary, standby, processes)
        stack.callback(server.stop)
        await_start(primary)
        _copy(primary, standby)
        processes.append(start(standby, _HONEST))
        await_start(standby)
        yield server


def _copy(primary: Place, standby: Place) -> None:
    """Make the standby's rows from the primary's, to be followed from there."""
    source = f"host=127.0.0.1 port={primary.port} user=postgres"
    options = ["--write-recovery-conf", "--checkpoint=fast", "--no-sync", "-d", source]
    subprocess.run(
        [str(primary.binaries / "pg_basebackup"), "-D", str(standby.cluster), *options],
        check=True,
        user=primary.user,
        cwd=primary.folder,
    )
