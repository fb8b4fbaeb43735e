"""Export of a whole installation, from one snapshot, in constant memory (R15.4)."""

from collections.abc import Callable, Sequence
from importlib.metadata import version
from typing import BinaryIO

from models.catalogue import Column, tables
from models.database import dialect, fetch
from models.rows.bulk import Snapshot, snapshot
from services.command.clock import real_now
from services.moving.installation.export_lines import LineWriter
from services.moving.installation.moved_tables import MOVED, MovedTable
from services.moving.installation.values import EXPORTED, conversions, convert_row

_NEWEST = "SELECT name FROM tortoise_migrations ORDER BY name DESC LIMIT 1"


async def export_installation(out: BinaryIO, *, told: Callable[[int], None]) -> int:
    """Write the whole ledger and set-up as JSON Lines, and return how many rows that are.

    Queued mail and secrets stay where they are. Raises OSError.
    """
    columns, migration = await tables(), await newest_migration()
    lines = LineWriter(out)
    async with snapshot() as opened:
        at = real_now().isoformat().replace("+00:00", "Z")
        lines.begin(migration=migration, version=version("guerdon"), at=at)
        for table in MOVED:
            await _export_table(opened, table, columns[table.name], lines, told)
    lines.end()
    return sum(lines.counts.values())


async def newest_migration() -> str:
    """Return the name of the newest migration of the open database."""
    (row,) = await fetch(_NEWEST)
    return str(row["name"])


async def _export_table(
    opened: Snapshot,
    table: MovedTable,
    columns: Sequence[Column],
    lines: LineWriter,
    told: Callable[[int], None],
) -> None:
    lines.table(table.name, [(column.name, column.kind.value) for column in columns])
    converted = conversions(EXPORTED[dialect()], [column.kind for column in columns])
    names = ", ".join(f'"{column.name}"' for column in columns)
    where = f" WHERE {table.rows}" if table.rows else ""
    sql = f'SELECT {names} FROM "{table.name}"{where}'  # noqa: S608 - names of ours
    async for rows in opened.rows(sql):
        shown = [list(row) for row in rows]
        for row in shown:
            convert_row(row, converted)
        lines.rows(table.name, shown)
        told(sum(lines.counts.values()))
