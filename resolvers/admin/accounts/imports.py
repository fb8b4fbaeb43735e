"""Balance imports from another system (R3.5)."""

from datetime import datetime
from typing import Annotated

import strawberry

from resolvers.context import Info, caller
from services.accounts import imports
from services.accounts.imports import PointsImport
from services.rules.basics.enums import ImportMode
from services.rules.ledger.import_rows import ImportRow


@strawberry.input(description="Points a customer has in another system.")
class PointsImportRow:
    customer_id: strawberry.ID | None = strawberry.field(
        default=None, description="The customer's id. Give this, `email`, or both."
    )
    email: str | None = strawberry.field(
        default=None,
        description=(
            "The customer's e-mail address; upper and lower case are the same. An address of "
            "several customers is refused, and so is one that does not belong to `customerId`."
        ),
    )
    website_code: str = strawberry.field(description="The website's code.")
    points: int = strawberry.field(
        description=(
            "The number of points, up to 1,000,000,000. The balance cap does not apply. Negative "
            "points are taken from those that are available."
        )
    )
    mode: ImportMode | None = strawberry.field(
        default=ImportMode.ADD,
        description="Whether the points are added, or are the new balance.",
    )
    created_at: datetime | None = strawberry.field(
        default=None, description="When the points were earned or taken; now if omitted."
    )
    expires_at: datetime | None = strawberry.field(
        default=None,
        description=(
            "When added points expire, whatever the settings say. If omitted, the settings decide."
        ),
    )
    comment: str | None = strawberry.field(
        default=None, description="A comment shown in the history."
    )


@strawberry.input(description="Balances to import from another system.")
class PointsImportInput:
    idempotency_key: str = strawberry.field(
        description=(
            "Your key for this command. Sending the same key again does not repeat the command."
        )
    )
    dry_run: bool | None = strawberry.field(
        default=False, description="True checks the rows and writes nothing."
    )
    notify: bool | None = strawberry.field(
        default=False, description="Whether customers get a mail about their imported points."
    )
    rows: list[PointsImportRow] = strawberry.field(description="The rows, 1 to 1,000.")


async def points_import(
    info: Info,
    points_import: Annotated[
        PointsImportInput, strawberry.argument(name="input", description="The import.")
    ],
) -> PointsImport:
    return await imports.import_points(
        idempotency_key=points_import.idempotency_key,
        dry_run=bool(points_import.dry_run),
        rows=[_row(row) for row in points_import.rows],
        notify=bool(points_import.notify),
        caller=caller(info),
        now=info.context.now,
    )


def _row(row: PointsImportRow) -> ImportRow:
    return ImportRow(
        customer_id=row.customer_id,
        email=row.email,
        mode=row.mode or ImportMode.ADD,
        website_code=row.website_code,
        points=row.points,
        created_at=row.created_at,
        expires_at=row.expires_at,
        comment=row.comment,
    )
