"""Connections to SQLite's file: made private, in WAL, durable, patient with other processes."""

import asyncio
import os
import sqlite3
from contextlib import suppress

import aiosqlite
from tortoise.exceptions import OperationalError

# busy_timeout comes first: the next one already needs a lock.
PRAGMAS = {
    "busy_timeout": 8_000,  # milliseconds: less than a query has (R14.2)
    "journal_mode": "WAL",
    "journal_size_limit": 16_777_216,  # bytes
    "synchronous": "FULL",  # a transaction acknowledged survives a power cut
    "foreign_keys": "ON",
}
_WAL_ATTEMPTS = 1_200  # a minute: many may start at once
_WAL_PAUSE = 0.05  # seconds


async def connect(path: str, pragmas: dict[str, object]) -> aiosqlite.Connection:
    """Open the file, for its owner's eyes only if it is new, and set it up."""
    _make_private(path)
    opening = aiosqlite.connect(path, isolation_level=None)
    # Otherwise a process that dies of an error waits for ever for its connections' threads.
    opening._thread.daemon = True  # noqa: SLF001 - aiosqlite has no word for it
    connection = await opening
    try:
        connection.row_factory = sqlite3.Row
        for pragma, value in pragmas.items():
            await _set_pragma(connection, f"PRAGMA {pragma}={value}")
    except BaseException:
        await connection.close()
        raise
    return connection


def _make_private(path: str) -> None:
    """Make the file if there is none: SQLite would let others read it, and what lies beside it."""
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


async def _set_pragma(connection: aiosqlite.Connection, statement: str) -> None:
    """Run `statement`: the change to WAL does not wait for another process that does the same."""
    for _ in range(_WAL_ATTEMPTS):
        try:
            await connection.execute_fetchall(statement)
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            await asyncio.sleep(_WAL_PAUSE)
        else:
            return
    raise OperationalError("Another process keeps the database locked.")
