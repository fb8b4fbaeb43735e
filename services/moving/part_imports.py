"""Import of a file of balances part by part, each of which is booked once (R15.4).

A part is known by the file's digest and by how many rows come before it: sent again, by whoever and
whenever, it is answered as it was the first time. How far a file is stands where the `import`
command keeps it, so that neither imports what the other did.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import cast

from services.accounts.import_booking import book_rows
from services.accounts.imports import error_of, kept_error
from services.command.caller import Caller
from services.command.idempotency import natural_key
from services.command.once import Command, Done, once
from services.command.transaction import one_transaction, rolled_back
from services.ledger.writing.books import write_books
from services.moving.balance_file import Batch
from services.moving.file_imports import (
    Progress,
    advance,
    begin_quietly,
    check_unfinished,
    claim_rows,
    progress_at,
)
from services.moving.file_parts import FilePart, ReadPart, read_part
from services.moving.refused_rows import Refused, refused_csv
from services.rules.basics.refusals import NotFound

_ACTION = "balanceFileImport"


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A row that was refused, and the same as a line of CSV."""

    refused: Refused
    csv: str


@dataclass(frozen=True, slots=True)
class PartImport:
    """What became of the `rows` of a part; `csv_heading` goes before the refused ones' CSV."""

    rows: int
    imported: int
    refused: list[RefusedLine]
    csv_heading: str
    replayed: bool


async def import_file_part(
    *, part: FilePart, dry_run: bool, caller: Caller, now: datetime
) -> PartImport:
    """Book the rows of a part that can be, say of the others why not; a dry run books nothing.

    Nobody is mailed. Raises Invalid and OutOfRange for a part that can't be read, NotFound and
    Taken where the file is not as far as the part, IdempotencyConflict for other rows at its place.
    """
    read = read_part(part)
    if dry_run:
        await check_unfinished(part.digest)
        return _answer(read, await _tried(read.batch, caller, now))
    return await _import_once(part, read, caller, now)


@one_transaction
async def _import_once(part: FilePart, read: ReadPart, caller: Caller, now: datetime) -> PartImport:
    place = [part.digest, str(part.rows_before)]
    given = {name: value for name, value in asdict(part).items() if name != "file_name"}
    key = natural_key("part of a file of balances", place, given, path=("text",), now=now)

    async def do() -> Done[PartImport]:
        refused = await _book(part, read.batch, caller, now)
        done = _answer(read, refused)
        details = {
            "file": part.file_name,
            "sha256": part.digest,
            "rowsBefore": part.rows_before,
            "rows": done.rows,
            "imported": done.imported,
        }
        return Done(done, {"refused": [_kept(each) for each in refused]}, details)

    async def replay(kept: Mapping[str, object]) -> PartImport:
        refused = cast("list[dict[str, object]]", kept["refused"])
        return _answer(read, [_of_kept(each, read) for each in refused], replayed=True)

    return await once(Command(_ACTION, part.file_name, [key], caller, now), do, replay=replay)


async def _book(part: FilePart, batch: Batch, caller: Caller, now: datetime) -> list[Refused]:
    """Book a part's rows, note how far its file is, and return those refused."""
    before = await _begun(part, now)
    await claim_rows(part.digest, before)
    booked = await book_rows([row for _, row in batch.readable], caller=caller, now=now)
    for book in booked.books:
        book.is_quiet = True  # a whole shop's customers are not told that it has moved (R11.1)
    await write_books(booked.books)
    refused = batch.all_refused(booked)
    after = batch.after(before, len(refused), before.refused_bytes)
    await advance(part.digest, replace(after, is_finished=part.is_last), now=now)
    return refused


async def _begun(part: FilePart, now: datetime) -> Progress:
    """Return how far the file is, which is where the part begins.

    Raises NotFound, Taken.
    """
    found = await progress_at(part.digest, part.rows_before)
    if found is not None:
        return found
    if part.rows_before > 0:
        raise NotFound("The rows before these are not imported yet.", path=("rows_before",))
    return await begin_quietly(part.digest, part.file_name, now=now)


@rolled_back
async def _tried(batch: Batch, caller: Caller, now: datetime) -> list[Refused]:
    rows = [row for _, row in batch.readable]
    return batch.all_refused(await book_rows(rows, caller=caller, now=now))


def _answer(read: ReadPart, refused: list[Refused], *, replayed: bool = False) -> PartImport:
    batch = read.batch
    heading, *lines = refused_csv(refused, read.columns)
    return PartImport(
        rows=batch.rows,
        imported=len(batch.readable) + len(batch.refused) - len(refused),
        refused=[RefusedLine(each, csv) for each, csv in zip(refused, lines, strict=True)],
        csv_heading=heading,
        replayed=replayed,
    )


def _kept(refused: Refused) -> dict[str, object]:
    """Return a refusal without its cells: the part that is sent again has them."""
    return {"line": refused.row.line, "error": kept_error(refused.error)}


def _of_kept(kept: Mapping[str, object], read: ReadPart) -> Refused:
    error = error_of(cast("dict[str, object]", kept["error"]))
    return Refused(read.row_on(cast("int", kept["line"])), error)
