"""File imports: how far each file of balances is, kept in the transactions that book its rows.

So a process that is killed leaves whole batches, and goes on behind them (R15.4).
"""

from dataclasses import dataclass, replace
from datetime import datetime

from models.database import execute
from models.tables.operation import FileImportRow
from services.command import audit
from services.command.caller import Caller
from services.command.transaction import one_transaction
from services.rules.basics.refusals import NotFound, Taken

MOST_LISTED = 50

_BEGIN = """
INSERT INTO file_imports (digest, file_name, rows_done, imported, refused, refused_bytes, begun_at)
VALUES (?, ?, 0, 0, 0, 0, ?) ON CONFLICT (digest) DO NOTHING
"""
_ADVANCE = """
UPDATE file_imports
SET rows_done = ?, imported = ?, refused = ?, refused_bytes = ?, finished_at = ?
WHERE digest = ?
"""


@dataclass(frozen=True, slots=True)
class Progress:
    """How many rows of a file are done, imported and refused, and where the refused ones end."""

    rows_done: int = 0
    imported: int = 0
    refused: int = 0
    refused_bytes: int = 0
    is_finished: bool = False


@one_transaction
async def begin_file(
    *, digest: str, file_name: str, resume: bool, caller: Caller, now: datetime
) -> Progress:
    """Begin importing a file, or go on where it was left.

    Raises Taken for a file that was begun before, unless to `resume` it is asked for; NotFound for
    another file where one waits to be resumed.
    """
    row = await _locked(digest)
    if row is not None:
        if not resume:
            raise Taken(_said(row))
        return _progress(row)
    if resume:
        waiting = await FileImportRow.filter(finished_at__isnull=True).order_by("-begun_at").first()
        if waiting is not None:
            raise NotFound(
                f"This is not the file that was begun, or it has changed since: {_said(waiting)}"
            )
    name = file_name[-255:]
    if not await execute(_BEGIN, [digest, name, now]):
        raise Taken("Another process has just begun to import this file.")
    details = {"file": name, "sha256": digest}
    await audit.record(action="import", target=name, details=details, caller=caller, now=now)
    return Progress()


async def begin_quietly(digest: str, file_name: str, *, now: datetime) -> Progress:
    """Begin importing a file in the transaction that books its first rows, which is audited."""
    await execute(_BEGIN, [digest, file_name, now])
    return Progress()


async def progress_at(digest: str, rows_done: int) -> Progress | None:
    """Return how far a file is, which must be so many rows; None where it was not begun.

    Raises Taken where it is further, or not as far.
    """
    row = await _locked(digest)
    if row is None:
        return None
    found = _progress(row)
    if found.is_finished or found.rows_done != rows_done:
        raise Taken(_said(row))
    return found


async def check_unfinished(digest: str) -> None:
    """Refuse a file that is imported already. Raises Taken."""
    row = await FileImportRow.filter(digest=digest, finished_at__isnull=False).first()
    if row is not None:
        raise Taken(_said(row))


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """A file of balances, being imported or imported."""

    digest: str
    file_name: str
    rows_done: int
    imported: int
    refused: int
    begun_at: datetime
    finished_at: datetime | None


async def list_files() -> list[ImportedFile]:
    """Return the files that were begun last, newest first."""
    rows = await FileImportRow.all().order_by("-begun_at", "digest").limit(MOST_LISTED)
    return [
        ImportedFile(
            digest=row.digest,
            file_name=row.file_name,
            rows_done=row.rows_done,
            imported=row.imported,
            refused=row.refused,
            begun_at=row.begun_at,
            finished_at=row.finished_at,
        )
        for row in rows
    ]


async def claim_rows(digest: str, progress: Progress) -> None:
    """Lock a file for the transaction that does its next rows, before it does anything else.

    A process that was killed may have sent its last commit: whoever goes on waits for it here.
    Raises Taken where another process has done the same rows.
    """
    row = await _locked(digest)
    if row is None or _progress(row) != progress:
        raise Taken("Another process imports this file.")


async def advance(digest: str, after: Progress, *, now: datetime) -> None:
    """Note how far a claimed file is, in the transaction that got it there."""
    values = [after.rows_done, after.imported, after.refused, after.refused_bytes]
    await execute(_ADVANCE, [*values, now if after.is_finished else None, digest])


@one_transaction
async def finish(
    digest: str, file_name: str, progress: Progress, *, caller: Caller, now: datetime
) -> None:
    """Note that a file is imported, and what became of it.

    Raises Taken where another process has done so.
    """
    await claim_rows(digest, progress)
    done = replace(progress, is_finished=True)
    await advance(digest, done, now=now)
    details = {"sha256": digest, "imported": done.imported, "refused": done.refused}
    await audit.record(
        action="importFinished", target=file_name[-255:], details=details, caller=caller, now=now
    )


async def _locked(digest: str) -> FileImportRow | None:
    return await FileImportRow.filter(digest=digest).select_for_update().first()


def _progress(row: FileImportRow) -> Progress:
    return Progress(
        row.rows_done, row.imported, row.refused, row.refused_bytes, row.finished_at is not None
    )


def _said(row: FileImportRow) -> str:
    if row.finished_at is not None:
        return f"{row.file_name} was imported at {row.finished_at:%Y-%m-%d %H:%M} UTC."
    return (
        f"{row.file_name} was begun at {row.begun_at:%Y-%m-%d %H:%M} UTC; {row.rows_done} of its "
        "rows are done. Go on with --resume."
    )
