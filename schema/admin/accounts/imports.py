"""Bringing balances, in the admin API."""

from typing import Self

import strawberry

from resolvers.admin.accounts import imports
from schema.admin.user_errors import Payload, UserError, command, user_error
from services.accounts.imports import ImportRowResult, PointsImport
from services.rules.basics.refusals import RewardsError


@strawberry.type(description="What became of a row.")
class PointsImportRowResult:
    index: int = strawberry.field(description="Its place among the rows sent, from 0.")
    entry_id: strawberry.ID | None = strawberry.field(
        description="The ledger entry written; null in a dry run or with an error."
    )
    error: UserError | None = strawberry.field(description="Why it was not imported.")

    @classmethod
    def of(cls, result: ImportRowResult) -> Self:
        """Show what became of a row."""
        return cls(
            index=result.index,
            entry_id=strawberry.ID(str(result.entry_id)) if result.entry_id else None,
            error=_row_error(result.index, result.error) if result.error else None,
        )


@strawberry.type(
    description="What became of all rows, or why the whole call was refused. Rows fail alone."
)
class PointsImportPayload(Payload):
    imported: int = strawberry.field(
        default=0, description="How many rows were imported or, in a dry run, would be."
    )
    rows: list[PointsImportRowResult] = strawberry.field(
        default_factory=list, description="What became of each row, in the order sent."
    )
    replayed: bool = strawberry.field(
        default=False, description="Whether this was done before: the first result is answered."
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
            "Bring balances from another system, up to 1,000 rows a call. Rows that are refused"
            " do not keep the others from being imported."
        ),
    )


def _row_error(index: int, error: RewardsError) -> UserError:
    located = type(error)(
        error.message, path=("rows", index, *error.path), missing_points=error.missing_points
    )
    return user_error(located)
