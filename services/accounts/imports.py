"""Balance imports from another system: many rows per call, each with its own result (R3.5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from services.accounts.import_booking import ImportRowResult, book_rows
from services.command.caller import Caller
from services.command.idempotency import callers_key
from services.command.once import Command, Done, once
from services.command.transaction import one_transaction, rolled_back
from services.ledger.writing.books import write_books
from services.rules.basics.enums import ImportMode
from services.rules.basics.limits import IMPORT_LENGTH, check_id, check_length
from services.rules.basics.refusals import (
    InsufficientPoints,
    Invalid,
    NotFound,
    OutOfRange,
    RewardsError,
)
from services.rules.ledger.import_rows import ImportRow

__all__ = ["ImportRow", "PointsImport", "import_points"]

_MUTATION = "pointsImport"


@dataclass(frozen=True, slots=True)
class PointsImport:
    """What became of all rows; `imported` counts those that are or, in a dry run, would be in."""

    imported: int
    rows: list[ImportRowResult]
    replayed: bool


async def import_points(
    *,
    idempotency_key: str,
    dry_run: bool,
    rows: Sequence[ImportRow],
    notify: bool = False,
    caller: Caller,
    now: datetime,
) -> PointsImport:
    """Book the rows that can be, say of the others why not; a dry run books nothing.

    Imported points are never cut by the cap (R4.1). Customers get mail about them only with
    `notify` (R11.1). Raises Invalid, OutOfRange,
    IdempotencyConflict for the call as a whole.
    """
    check_length(len(rows), most=IMPORT_LENGTH, least=1, path=("rows",))
    check_id(idempotency_key, path=("idempotency_key",))
    if dry_run:
        tried = await _try_rows(rows, caller=caller, now=now)
        shown = [ImportRowResult(result.index, None, result.error) for result in tried.results]
        return _import(shown, replayed=False)
    return await _import_once(idempotency_key, rows, caller, now, notify=notify)


@one_transaction
async def _import_once(
    idempotency_key: str, rows: Sequence[ImportRow], caller: Caller, now: datetime, *, notify: bool
) -> PointsImport:
    given: dict[str, object] = {"rows": [_given(row) for row in rows]}
    if notify:  # so that a key of before there was a choice is still the same
        given["notify"] = notify
    key = callers_key(caller, _MUTATION, idempotency_key, given, now)

    async def do() -> Done[PointsImport]:
        booked = await book_rows(rows, caller=caller, now=now)
        for book in booked.books:
            book.is_quiet = not notify
        await write_books(booked.books)
        done = _import(booked.results, replayed=False)
        return Done(done, _kept(booked.results), {"rows": len(rows), "imported": done.imported})

    async def replay(kept: Mapping[str, object]) -> PointsImport:
        return _import(_results_of(kept), replayed=True)

    return await once(Command(_MUTATION, idempotency_key, [key], caller, now), do, replay=replay)


_try_rows = rolled_back(book_rows)


def _given(row: ImportRow) -> dict[str, object]:
    """Return a row as the key's input, so that one of before there was a choice is the same."""
    given = row._asdict()
    if row.email is None:
        del given["email"]
    if row.mode is ImportMode.ADD:
        del given["mode"]
    return given


def _import(results: list[ImportRowResult], *, replayed: bool) -> PointsImport:
    imported = sum(result.error is None for result in results)
    return PointsImport(imported, results, replayed)


def _kept(results: Sequence[ImportRowResult]) -> dict[str, object]:
    return {
        "rows": [
            {
                "entry": str(result.entry_id) if result.entry_id else None,
                "error": kept_error(result.error) if result.error else None,
            }
            for result in results
        ]
    }


def kept_error(error: RewardsError) -> dict[str, object]:
    """Return a row's refusal as a replay is answered from."""
    kept: dict[str, object] = {
        "code": error.code,
        "message": error.message,
        "path": list(error.path),
    }
    if error.missing_points is not None:
        kept["missing"] = error.missing_points
    return kept


def _results_of(done: Mapping[str, object]) -> list[ImportRowResult]:
    rows = cast("list[dict[str, object]]", done["rows"])
    return [
        ImportRowResult(
            index,
            UUID(str(row["entry"])) if row["entry"] else None,
            error_of(cast("dict[str, object]", row["error"])) if row["error"] else None,
        )
        for index, row in enumerate(rows)
    ]


def error_of(kept: dict[str, object]) -> RewardsError:
    """Return the refusal that was kept."""
    kinds = {kind.code: kind for kind in (InsufficientPoints, Invalid, NotFound, OutOfRange)}
    path = tuple(cast("list[str | int]", kept["path"]))
    missing = cast("int | None", kept.get("missing"))
    return kinds[str(kept["code"])](str(kept["message"]), path=path, missing_points=missing)
