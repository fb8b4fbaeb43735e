"""The secret that lies beside an SQLite database, in `.guerdon/secret`.

Whoever can read that database can sign for it anyway.
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path

BYTES = 32


def secret_file(database: Path) -> Path:
    """Return where the secret of the SQLite file `database` is kept."""
    return database.absolute().parent / ".guerdon" / "secret"


def make_secret(file: Path) -> None:
    """Write a new secret for its owner's eyes only; do nothing where there is one."""
    write_once(file, secrets.token_urlsafe(BYTES).encode())


def write_once(file: Path, secret: bytes) -> None:
    """Write a secret for its owner's eyes only; do nothing where there is one."""
    if file.exists():
        return
    file.parent.mkdir(mode=0o700, exist_ok=True)
    # Written aside and linked into place, so that another process never sees half a secret.
    draft = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode=0o600)
    with os.fdopen(descriptor, "wb") as written:
        written.write(secret)
    with suppress(FileExistsError):  # the other process's is as good
        file.hardlink_to(draft)
    draft.unlink()
