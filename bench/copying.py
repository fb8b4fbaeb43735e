"""Copies of databases, and what it costs to put rows into one as fast as each database can.

On PostgreSQL that is COPY of rows that lie in files in its own binary form; on SQLite `executemany`
of rows in memory. Indexes, constraints and triggers are in force, in one transaction.
"""

import os
import shutil
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import asyncpg

from bench.processes import processor_seconds
from models.engines.sqlite_connection import PRAGMAS
from tests.postgres_server import postgres_server


@dataclass(slots=True)
class Spent:
    """Seconds on the clock, and of the processor: this process's and its children's."""

    seconds: float = 0.0
    processor_seconds: float = 0.0


@contextmanager
def spending() -> Iterator[Spent]:
    """Measure what the block takes."""
    spent = Spent()
    started, processor = time.perf_counter(), processor_seconds(os.getpid())
    yield spent
    spent.seconds = time.perf_counter() - started
    spent.processor_seconds = processor_seconds(os.getpid()) - processor


class Databases(Protocol):
    """Databases of one kind, told apart by their names."""

    name: str

    def url(self, database: str) -> str:
        """Return the address of a database."""

    async def create(self, database: str, *, like: str = "") -> None:
        """Make a database, empty or with all that another one has."""

    async def copy_rows(
        self, source: str, target: str, tables: Sequence[str], begun: Sequence[str] = ()
    ) -> Spent:
        """Return what it takes to put the rows of `source` into these tables of `target`.

        Those that a new database has rows in are emptied before.
        """


class _SqliteFiles:
    name = "SQLite"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def url(self, database: str) -> str:
        return f"sqlite://{self._file(database)}"

    async def create(self, database: str, *, like: str = "") -> None:
        if like:
            shutil.copy(self._file(like), self._file(database))

    async def copy_rows(
        self, source: str, target: str, tables: Sequence[str], begun: Sequence[str] = ()
    ) -> Spent:
        with closing(sqlite3.connect(self._file(source))) as connection:
            rows = {table: _columns_and_rows(connection, table) for table in tables}
        with closing(sqlite3.connect(self._file(target), isolation_level=None)) as connection:
            for pragma, value in PRAGMAS.items():
                connection.execute(f"PRAGMA {pragma}={value}")
            with spending() as spent:
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("PRAGMA defer_foreign_keys = ON")
                for table in begun:
                    connection.execute(f"DELETE FROM {table}")  # noqa: S608 - names of ours
                for table, (columns, values) in rows.items():
                    _insert(connection, table, columns, values)
                connection.execute("COMMIT")
        return spent

    def _file(self, database: str) -> Path:
        return self._folder / f"{database}.db"


def _columns_and_rows(
    connection: sqlite3.Connection, table: str
) -> tuple[list[str], list[tuple[object, ...]]]:
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    found = connection.execute(f"SELECT {', '.join(columns)} FROM {table}")  # noqa: S608 - names of ours
    return columns, found.fetchall()


def _insert(
    connection: sqlite3.Connection,
    table: str,
    columns: Sequence[str],
    rows: Sequence[tuple[object, ...]],
) -> None:
    marks = ", ".join("?" for _ in columns)
    connection.executemany(
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})",  # noqa: S608 - names of ours
        rows,
    )


class _PostgresServer:
    name = "PostgreSQL"

    def __init__(self, server: str, folder: Path) -> None:
        self._server = server
        self._folder = folder

    def url(self, database: str) -> str:
        return f"{self._server}/{database}"

    async def create(self, database: str, *, like: str = "") -> None:
        connection = await asyncpg.connect(self.url("postgres"))
        try:
            template = f" TEMPLATE {like}" if like else ""
            await connection.execute(f"CREATE DATABASE {database}{template}")
        finally:
            await connection.close()

    async def copy_rows(
        self, source: str, target: str, tables: Sequence[str], begun: Sequence[str] = ()
    ) -> Spent:
        connection = await asyncpg.connect(self.url(source))
        try:
            columns = {table: await _columns(connection, table) for table in tables}
            for table in tables:
                await connection.copy_from_table(
                    table, output=self._file(table), format="binary", columns=columns[table]
                )
        finally:
            await connection.close()
        connection = await asyncpg.connect(self.url(target))
        try:
            with spending() as spent:
                async with connection.transaction():
                    for table in begun:
                        await connection.execute(f"DELETE FROM {table}")  # noqa: S608 - names of ours
                    for table in tables:
                        await connection.copy_to_table(
                            table, source=self._file(table), format="binary", columns=columns[table]
                        )
        finally:
            await connection.close()
            for table in tables:
                self._file(table).unlink()
        return spent

    def _file(self, table: str) -> Path:
        return self._folder / f"{table}.copy"


async def _columns(connection: asyncpg.Connection, table: str) -> list[str]:
    rows = await connection.fetch(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_name = $1 AND is_generated = 'NEVER' ORDER BY ordinal_position",
        table,
    )
    return [row["column_name"] for row in rows]


@asynccontextmanager
async def sqlite_files(folder: Path) -> AsyncIterator[Databases]:
    """Yield databases of SQLite in a folder."""
    yield _SqliteFiles(folder)


@asynccontextmanager
async def postgres_databases(folder: Path) -> AsyncIterator[Databases]:
    """Yield databases of a PostgreSQL that is started for the block; copies lie in a folder."""
    with postgres_server() as server:
        yield _PostgresServer(server, folder)
