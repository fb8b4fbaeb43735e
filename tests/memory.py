"""Memory as a folder: databases of tests live there, where a commit waits for no disk."""

import os
import shutil
from pathlib import Path

_MEMORY = Path("/dev/shm")  # noqa: S108 - made for this


def memory(*, bytes_needed: int) -> Path | None:
    """Return a folder in memory, where the machine has one with so much room."""
    has_room = _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > bytes_needed
    return _MEMORY if has_room and os.access(_MEMORY, os.W_OK) else None
