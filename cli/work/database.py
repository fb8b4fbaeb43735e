"""Work on the database: open it, do it, close it, and report a failure in one line."""

import asyncio
import os
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from cli.refusals import say_no
from configuration.addresses import places_of
from configuration.cluster import demand_as_distributed
from configuration.wrong_setting import WrongSetting
from models import database, schema_history
from models.outage import has_lost_connection
from services.command.clock import start_clock
from services.rules.basics.refusals import RewardsError
from settings import CITUS, DATABASE_URL, Settings

R = TypeVar("R")

_SQLITE_HEADER = b"SQLite format 3\0"


def with_database(settings: Settings, work: Callable[[], Awaitable[R]]) -> R:
    """Do `work` with the database open, and return what it returns.

    Ends the command where the work is refused. Raises WrongSetting for a database that the setting
    cannot mean.
    """
    if settings.is_sqlite:
        check_file(settings.database_file)

    async def run() -> R:
        await _open(settings)
        try:
            return await work()
        finally:
            await database.close_database()

    start_clock(sandbox=settings.sandbox)
    try:
        return asyncio.run(run())
    except RewardsError as error:
        say_no(str(error))
    except database.DatabaseFailure as error:
        say_no(f"the database said: {str(error) or type(error).__name__}{_cure(error)}")


def _cure(error: Exception) -> str:
    """Return what helps where PgBouncer was taken for PostgreSQL (R18.2)."""
    is_pooler = "startup parameter" in str(error)
    return ". Behind PgBouncer, set GUERDON_DATABASE_POOLER=1." if is_pooler else ""


async def _open(settings: Settings) -> None:
    """Open the database. Raises WrongSetting where it doesn't know an option, or is another."""
    try:
        await database.open_database(
            settings.database_url, pooler=settings.database_pooler, citus=settings.citus
        )
        await database.probe()
    except (TypeError, ValueError) as error:
        raise WrongSetting(DATABASE_URL, f"can't be used: {error}") from error
    except OSError as error:
        if settings.is_sqlite or not _is_nobody_there(error):
            raise
        places = " or ".join(places_of(settings.database_url))
        say_no(f"no PostgreSQL answers at {places}: start it, or set {DATABASE_URL}.")
    await demand_as_distributed(citus=settings.citus)


def _is_nobody_there(error: OSError) -> bool:
    # Of several addresses of a host, each tried in vain, there is nothing but a plain OSError.
    is_plain = type(error) is OSError and has_lost_connection(error)
    return is_plain or isinstance(error, (ConnectionRefusedError, socket.gaierror, TimeoutError))


def check_file(file: Path) -> None:
    """Raise WrongSetting, with the cure, for a path where there can't be an SQLite database."""
    path = file.absolute()
    if not path.parent.is_dir():
        problem = f"there is no folder {path.parent}: create it, or name a file elsewhere."
    elif path.is_dir():
        problem = f"{path} is a folder: name a file in it."
    elif not os.access(path if path.exists() else path.parent, os.W_OK):
        problem = f"this user may not write to {path}: grant it, or name a file elsewhere."
    elif path.exists() and not _is_database(path):
        problem = f"{path} is not an SQLite database: name another file."
    else:
        return
    raise WrongSetting(DATABASE_URL, problem)


def _is_database(path: Path) -> bool:
    with path.open("rb") as file:
        beginning = file.read(len(_SQLITE_HEADER))
    return beginning in {b"", _SQLITE_HEADER}


def demand_file(settings: Settings) -> None:
    """End the command where the SQLite database is not there: it would make an empty one."""
    if settings.is_sqlite and not settings.database_file.exists():
        path = settings.database_file.absolute()
        say_no(
            f"there is no database at {path}: run `guerdon migrate` first, or set {DATABASE_URL}."
        )


async def demand_newest_schema(settings: Settings | None = None) -> None:
    """End the command where migrations are pending, or what else the settings ask of the tables."""
    pending = await schema_history.pending_migrations()
    if pending:
        count = f"{len(pending)} migrations are" if len(pending) > 1 else "1 migration is"
        say_no(f"{count} pending: run `guerdon migrate` first. ({', '.join(pending)})")
    if database.is_distributed() and not await schema_history.is_spread():
        say_no(
            f"the tables are not distributed yet, as {CITUS}=1 asks: run `guerdon migrate` first."
        )
    if settings is not None and await schema_history.is_split_otherwise(settings.partitions):
        say_no(
            f"the tables of points do not have the {settings.partitions} partitions that"
            " GUERDON_PARTITIONS asks for: run `guerdon migrate` first."
        )
