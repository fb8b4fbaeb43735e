"""Bringing balances from another system."""

from datetime import datetime
from typing import Annotated

import strawberry

from resolvers.context import Info, caller
from services.accounts import imports
from services.accounts.imports import ImportRow, PointsImport


@strawberry.input(description="Points that a customer brings from another system.")
class PointsImportRow:
    customer_id: strawberry.ID = strawberry.field(description="Whose points.")
    website_code: str = strawberry.field(description="On which website.")
    points: int = strawberry.field(description="How many, 1 or more; no cap cuts them.")
    created_at: datetime | None = strawberry.field(
        default=None, description="When they were earned; now if left out."
    )
    expires_at: datetime | None = strawberry.field(
        default=None,
        description="When they expire, whatever the settings say; they do, if left out.",
    )
    comment: str | None = strawberry.field(default=None, description="Why, for the history.")


@strawberry.input(description="Balances to bring from another system.")
class PointsImportInput:
    idempotency_key: str = strawberry.field(
        description="Your key for this command: sent again, it is not done again."
    )
    dry_run: bool | None = strawberry.field(
        default=False, description="True says what would become of the rows, and writes nothing."
    )
    rows: list[PointsImportRow] = strawberry.field(description="The rows, 1 to 1,000.")


async def points_import(
    info: Info,
    points_import: Annotated[
        PointsImportInput, strawberry.argument(name="input", description="The import.")
    ],
) -> PointsImport:
    """Import balances."""
    return await imports.import_points(
        idempotency_key=points_import.idempotency_key,
        dry_run=bool(points_import.dry_run),
        rows=[_row(row) for row in points_import.rows],
        caller=caller(info),
        now=info.context.now,
    )


def _row(row: PointsImportRow) -> ImportRow:
    return ImportRow(
        customer_id=row.customer_id,
        website_code=row.website_code,
        points=row.points,
        created_at=row.created_at,
        expires_at=row.expires_at,
        comment=row.comment,
    )
