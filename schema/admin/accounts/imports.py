"""Balance imports in the admin API."""

from typing import Self

import strawberry

from resolvers.admin.accounts import imports
from schema.admin.user_errors import Payload, UserError, command, user_error
from services.accounts.import_booking import ImportRowResult
from services.accounts.imports import PointsImport
from services.rules.basics.refusals import RewardsError


@strawberry.type(description="The result of one row.")
class PointsImportRowResult:
    index: int = strawberry.field(description="The row's position in the input, starting at 0.")
    entry_id: strawberry.ID | None = strawberry.field(
        description=(
            "The id of the ledger entry written; null in a dry run, if the row was refused, or if "
            "the balance was `points` already."
        )
    )
    error: UserError | None = strawberry.field(
        description="Why the row was not imported; null if it was."
    )

    @classmethod
    def of(cls, result: ImportRowResult) -> Self:
        """Show what became of a row."""
        return cls(
            index=result.index,
            entry_id=strawberry.ID(str(result.entry_id)) if result.entry_id else None,
            error=_row_error(result.index, result.error) if result.error else None,
        )


@strawberry.type(description="The result of an import. Each row succeeds or fails on its own.")
class PointsImportPayload(Payload):
    imported: int = strawberry.field(
        default=0,
        description="The number of rows imported; in a dry run, the number that would be.",
    )
    rows: list[PointsImportRowResult] = strawberry.field(
        default_factory=list, description="The result of each row, in input order."
    )
    replayed: bool = strawberry.field(
        default=False,
        description=(
            "True if this command was already carried out: the first result is returned again."
        ),
    )

    @classmethod
    def of(cls, done: PointsImport) -> Self:
        """Answer with what became of the rows."""
        return cls(
            imported=done.imported,
            rows=[PointsImportRowResult.of(result) for result in done.rows],
            replayed=done.replayed,
        )


@strawberry.type
class ImportMutation:
    points_import = command(
        imports.points_import,
        PointsImportPayload,
        scope="points:write",
        description=(
            "Import balances from another system, up to 1,000 rows per call. Rows that are refused "
            "do not prevent the others from being imported. Rows of a customer are booked in order."
        ),
    )


def _row_error(index: int, error: RewardsError) -> UserError:
    located = type(error)(
        error.message, path=("rows", index, *error.path), missing_points=error.missing_points
    )
    return user_error(located)
