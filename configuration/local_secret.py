"""The secret that lies beside an SQLite database, in `.guerdon/secret`.

Whoever can read that database can sign for it anyway.
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from configuration.environment import DATABASE_URL, SECRET
from configuration.wrong_setting import WrongSetting

BYTES = 32


def local_secret(database: Path, *, made: bool) -> str:
    """Return the secret beside the SQLite file `database`, `made` if need be.

    Raises WrongSetting, saying where it looked, when there is none.
    """
    file = secret_file(database)
    try:
        if made:
            make_secret(file)
        secret = file.read_text(encoding="ascii").strip()
    except FileNotFoundError as error:
        raise WrongSetting(
            SECRET,
            f"not set, and there is no {file}. `serve` makes it beside the database: serve"
            f" first, or set {DATABASE_URL} to where the database is.",
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise WrongSetting(
            SECRET, f"not set, and {file} cannot be used ({error}): fix the file, or set it."
        ) from error
    if len(secret) < BYTES:
        sentence = f"the secret in {file} is too short: remove the file, and serve."
        raise WrongSetting(SECRET, sentence)
    return secret


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
