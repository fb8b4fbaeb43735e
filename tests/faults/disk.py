"""A disk that is full for a while: a small one of its own, or a limit where none can be made."""

import resource
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_SIZE = "16m"
_BLOCK = b"\0" * 4_096


@contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """Make `folder` a disk of 16 MB in memory within the block; tell whether that was possible."""
    mount, unmount = shutil.which("mount"), shutil.which("umount")
    is_mounted = bool(mount and unmount) and _succeeds(
        str(mount), "-t", "tmpfs", "-o", f"size={_SIZE}", "guerdon-faults", str(folder)
    )
    try:
        yield is_mounted
    finally:
        if is_mounted:
            _succeeds(str(unmount), "--lazy", str(folder))


def _succeeds(*command: str) -> bool:
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    """Let no byte fit onto the disk within the block."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(_BLOCK)
    try:
        yield
    finally:
        filler.unlink()


@contextmanager
def unable_to_write(process: int) -> Iterator[None]:
    """Let a process write no file beyond its first bytes within the block."""
    before = resource.prlimit(process, resource.RLIMIT_FSIZE)
    resource.prlimit(process, resource.RLIMIT_FSIZE, (1, before[1]))
    try:
        yield
    finally:
        resource.prlimit(process, resource.RLIMIT_FSIZE, before)
