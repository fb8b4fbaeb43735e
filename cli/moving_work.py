"""Work of the moving commands: the file opened, the database too, and how far it is told."""

from collections.abc import Sequence
from pathlib import Path

from cli.database_work import demand_file, demand_newest_schema, with_database
from cli.progress import Steps
from cli.refusals import say_no
from cli.settings_in_force import settings_in_force
from services.command.caller import SYSTEM
from services.moving.balance_file import BalanceImport, import_balances, try_balances
from services.moving.file_imports import Progress
from services.moving.files.row_file import Origin, RowFile, known_encoding
from services.moving.files.websites_named import websites_named
from services.rules.basics.refusals import RewardsError


def row_file(path: Path, origin: str | None, websites: Sequence[str], encoding: str) -> RowFile:
    """Return the file to import; ends the command for options that mean nothing."""
    if origin is not None and origin not in set(Origin):
        say_no(f"--from {origin}: it is one of {', '.join(Origin)}.", 2)
    try:
        return RowFile(
            path,
            Origin(origin) if origin else None,
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
