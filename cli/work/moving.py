"""Work of the moving commands: the file opened, the database too, and how far it is told."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from cli.refusals import say_no
from cli.work.database import demand_file, demand_newest_schema, with_database
from cli.work.progress import Steps
from cli.work.settings_in_force import settings_in_force
from services.command.caller import SYSTEM
from services.moving.balance_file import BalanceImport, import_balances, try_balances
from services.moving.file_imports import Progress
from services.moving.files.row_file import FileOrigin, RowFile, known_encoding
from services.moving.files.websites_named import websites_named
from services.moving.installation.export import export_installation
from services.moving.installation.restore import import_installation, is_installation
from services.rules.basics.refusals import RewardsError

__all__ = ["balances_of", "exported", "installed", "is_installation", "row_file"]


def exported(out: Path | None, *, show_progress: bool) -> int:
    """Write the installation to a file, or standard output; return how many rows that are."""
    settings = settings_in_force()
    demand_file(settings)
    steps = Steps("rows", is_wanted=show_progress)

    async def work() -> int:
        await demand_newest_schema()
        with _written(out) as file:
            return await export_installation(file, told=steps.told)

    with steps:
        return with_database(settings, work)


def installed(path: Path, *, is_dry: bool, show_progress: bool) -> int:
    """Import an installation, or try to; return how many rows it has."""
    settings = settings_in_force()
    demand_file(settings)
    steps = Steps("rows", is_wanted=show_progress)

    async def work() -> int:
        await demand_newest_schema()
        return await import_installation(path, is_dry=is_dry, told=steps.told)

    with steps:
        return with_database(settings, work)


@contextmanager
def _written(out: Path | None) -> Iterator[BinaryIO]:
    """Open what an export is written to, for its owner's eyes; a file is there once it is whole."""
    if out is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    part = out.with_name(f"{out.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


def row_file(path: Path, origin: str | None, websites: Sequence[str], encoding: str) -> RowFile:
    """Return the file to import; ends the command for options that mean nothing."""
    if origin is not None and origin not in set(FileOrigin):
        say_no(f"--from {origin}: it is one of {', '.join(FileOrigin)}.", 2)
    try:
        return RowFile(
            path,
            FileOrigin(origin) if origin else None,
            websites_named(websites),
            known_encoding(encoding),
        )
    except RewardsError as error:
        say_no(str(error), 2)


def balances_of(
    file: RowFile, *, refused: Path | None, is_dry: bool, resume: bool, show_progress: bool
) -> BalanceImport:
    """Import the balances of a file, or try to."""
    settings = settings_in_force()
    demand_file(settings)
    steps = Steps("rows", is_wanted=show_progress)

    def told(progress: Progress) -> None:
        steps.told(progress.rows_done)

    async def work() -> BalanceImport:
        await demand_newest_schema()
        if is_dry:
            return await try_balances(file, refused_path=refused, caller=SYSTEM, told=told)
        return await import_balances(
            file, refused_path=refused, resume=resume, caller=SYSTEM, told=told
        )

    try:
        with steps:
            return with_database(settings, work)
    except UnicodeError as error:
        say_no(f"{file.path}: it is not all text in its encoding: {error}")
