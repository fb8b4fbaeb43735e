"""Import of a file of balances, batch by batch: each with its progress in one transaction (R15.4).

The rows are those of `pointsImport`, booked by the same rules. In a dry run each batch is undone,
and what it would have moved is kept aside for the batches after it.
"""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from services.accounts.import_booking import BookedRows, book_rows
from services.command.caller import Caller
from services.command.clock import now as now_of_clock
from services.command.transaction import one_transaction, rolled_back
from services.ledger.writing.books import write_books
from services.moving.file_imports import Progress, advance, begin_file, claim_rows, finish
from services.moving.files.file_row import FileRow, Layout
from services.moving.files.row_file import RowFile
from services.moving.files.row_values import read_row
from services.moving.refused_rows import Refused, RefusedFile
from services.moving.tried_points import TriedPoints
from services.rules.basics.refusals import RewardsError
from services.rules.ledger.import_rows import ImportRow

BATCH = 2_000  # rows of one transaction
SHOWN = 10  # refusals kept for whoever asks for no file of them

Told = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class BalanceImport:
    """What became of a file: how many rows are in, how many were refused, the first of those."""

    progress: Progress
    refusals: list[Refused] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of a file as they can be booked, and those refused for their form; `rows` are all."""

    rows: int
    readable: Sequence[tuple[FileRow, ImportRow]]
    refused: Sequence[Refused]

    def all_refused(self, booked: BookedRows) -> list[Refused]:
        """Return all that was refused, in the order of the file."""
        found = [
            Refused(self.readable[result.index][0], result.error)
            for result in booked.results
            if result.error is not None
        ]
        return sorted([*self.refused, *found], key=lambda refused: refused.row.line)

    def after(self, progress: Progress, refused: int, refused_bytes: int) -> Progress:
        """Return how far the file is with this batch."""
        return replace(
            progress,
            rows_done=progress.rows_done + self.rows,
            imported=progress.imported + len(self.readable) + len(self.refused) - refused,
            refused=progress.refused + refused,
            refused_bytes=refused_bytes,
        )


async def import_balances(
    file: RowFile, *, refused_path: Path | None, resume: bool, caller: Caller, told: Told
) -> BalanceImport:
    """Import a file of balances, from where it was left if to `resume` it is asked for.

    Raises Taken for a file that was begun or imported before, NotFound for another than the one to
    be resumed, Invalid for one that can't be read, OSError.
    """
    digest, name = file.digest(), file.path.name
    refusals: list[Refused] = []
    with file.opened() as rows, _rows_alone_collected():
        into = RefusedFile(refused_path, rows.columns) if refused_path else None
        begun = await now_of_clock()
        progress = await begin_file(
            digest=digest, file_name=name, resume=resume, caller=caller, now=begun
        )
        if progress.is_finished:
            return BalanceImport(progress)
        for batch in batches(rows, file, behind=progress.rows_done):
            progress, refused = await _import_batch(batch, digest, progress, into, caller)
            _keep_first(refusals, refused)
            gc.collect()
            told(progress)
    await finish(digest, name, progress, caller=caller, now=await now_of_clock())
    return BalanceImport(progress, refusals)


async def try_balances(
    file: RowFile, *, refused_path: Path | None, caller: Caller, told: Told
) -> BalanceImport:
    """Say what importing a file would do, and write nothing.

    Raises Invalid for one that can't be read, OSError.
    """
    progress, refusals = Progress(), list[Refused]()
    with file.opened() as rows, TriedPoints() as tried:
        into = RefusedFile(refused_path, rows.columns) if refused_path else None
        for batch in batches(rows, file):
            booked = await _try_batch(batch, tried, caller)
            tried.keep(booked.moved)
            refused = batch.all_refused(booked)
            written = into.write(refused, after=progress.refused_bytes) if into else 0
            progress = batch.after(progress, len(refused), written)
            _keep_first(refusals, refused)
            told(progress)
    return BalanceImport(progress, refusals)


@one_transaction
async def _import_batch(
    batch: Batch, digest: str, progress: Progress, into: RefusedFile | None, caller: Caller
) -> tuple[Progress, list[Refused]]:
    """Book a batch and note it. May be run again from its start, as the refused file is written."""
    await claim_rows(digest, progress)
    now = await now_of_clock()
    booked = await book_rows([row for _, row in batch.readable], caller=caller, now=now)
    for book in booked.books:
        book.is_quiet = True  # a whole shop's customers are not told that it has moved (R11.1)
    await write_books(booked.books)
    refused = batch.all_refused(booked)
    written = into.write(refused, after=progress.refused_bytes) if into else 0
    after = batch.after(progress, len(refused), written)
    await advance(digest, after, now=now)
    return after, refused


@rolled_back
async def _try_batch(batch: Batch, tried: TriedPoints, caller: Caller) -> BookedRows:
    rows = [row for _, row in batch.readable]
    return await book_rows(rows, caller=caller, now=await now_of_clock(), moved_before=tried.of)


def batches(rows: Iterable[FileRow], file: RowFile, *, behind: int = 0) -> Iterator[Batch]:
    """Yield the batches behind so many rows, all of which are read as what they are."""
    layout = file.layout()
    laid_out = islice((_laid_out(row, layout) for row in rows), behind, None)
    while taken := list(islice(laid_out, BATCH)):
        yield _batch(taken, file.websites.for_all)


def _laid_out(row: FileRow, layout: Layout) -> FileRow | None:
    """Return a row with the cells of an import; None where there is nothing to bring."""
    if row.refusal is not None:
        return row
    try:
        cells = layout(row.cells)
    except RewardsError as error:
        return row._replace(refusal=error)
    return None if cells is None else FileRow(row.line, row.cells, cells)


def _batch(rows: Sequence[FileRow | None], website_code: str | None) -> Batch:
    readable: list[tuple[FileRow, ImportRow]] = []
    refused: list[Refused] = []
    for row in rows:
        if row is None:
            continue
        try:
            if row.refusal is not None:
                raise row.refusal
            readable.append((row, read_row(row.values, website_code)))
        except RewardsError as error:
            refused.append(Refused(row, error))
    return Batch(len(rows), readable, refused)


@contextmanager
def _rows_alone_collected() -> Iterator[None]:
    """Keep the collection of garbage from a batch, which is a million objects, all in use.

    What it leaves is collected by whoever has done with it; what was there before never.
    """
    was_on = gc.isenabled()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.unfreeze()
        if was_on:
            gc.enable()


def _keep_first(kept: list[Refused], more: Iterable[Refused]) -> None:
    kept.extend(islice(more, SHOWN - len(kept)))
