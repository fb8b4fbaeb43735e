"""Files of balances in the admin API: imported part by part, and listed (R15.4)."""

from datetime import datetime
from typing import Self

import strawberry

from resolvers.admin.moving import balance_files as resolvers
from schema.admin.user_errors import Payload, UserErrorCode, command
from schema.permissions import scoped
from schema.scalars import BigInt
from services.moving.part_imports import PartImport, RefusedLine


@strawberry.type(description="A row of a file that was not imported.")
class RefusedFileRow:
    line: int = strawberry.field(description="The number of the line on which the row begins.")
    field: str | None = strawberry.field(
        description="The column that it is about; null if it is the row as a whole."
    )
    code: UserErrorCode = strawberry.field(description="The reason, for programs to act on.")
    message: str = strawberry.field(description="The reason, for people to read.")
    csv: str = strawberry.field(
        description=(
            "Line, field, code, message and the row's cells as a line of CSV that no spreadsheet "
            "takes for a formula. Mended, and with `csvHeading` before it, it can be imported."
        )
    )

    @classmethod
    def of(cls, line: RefusedLine) -> Self:
        """Show a row that was refused."""
        refused = line.refused
        return cls(
            line=refused.row.line,
            field=refused.field or None,
            code=UserErrorCode(refused.error.code),
            message=refused.error.message,
            csv=line.csv,
        )


@strawberry.type(description="What became of a part of a file. Each row succeeds or fails alone.")
class BalanceFilePartPayload(Payload):
    rows: int = strawberry.field(
        default=0,
        description="The number of rows read. Those without points are neither in nor refused.",
    )
    imported: int = strawberry.field(
        default=0,
        description="The number of rows imported; in a dry run, the number that would be.",
    )
    refused: list[RefusedFileRow] = strawberry.field(
        default_factory=list, description="The rows that were refused, in the order of the file."
    )
    csv_heading: str | None = strawberry.field(
        default=None, description="The line of CSV that goes before those of refused rows."
    )
    replayed: bool = strawberry.field(
        default=False,
        description="True if this part was already imported: its result is returned again.",
    )

    @classmethod
    def of(cls, done: PartImport) -> Self:
        """Answer with what became of the rows."""
        return cls(
            rows=done.rows,
            imported=done.imported,
            refused=[RefusedFileRow.of(line) for line in done.refused],
            csv_heading=done.csv_heading,
            replayed=done.replayed,
        )


@strawberry.type(description="A file of balances that was imported, or is on its way.")
class BalanceFile:
    digest: str = strawberry.field(description="The SHA-256 of its bytes, in hexadecimal.")
    file_name: str = strawberry.field(description="The name it was imported under.")
    rows_done: BigInt = strawberry.field(description="The number of its rows that are done.")
    imported: BigInt = strawberry.field(description="The number of rows imported.")
    refused: BigInt = strawberry.field(description="The number of rows refused.")
    begun_at: datetime = strawberry.field(description="When its import was begun.")
    finished_at: datetime | None = strawberry.field(
        description="When its last rows were done; null if they are not."
    )


@strawberry.type
class BalanceFileQuery:
    balance_files = strawberry.field(
        resolver=resolvers.list_balance_files,
        graphql_type=list[BalanceFile],
        description=(
            "The files of balances whose import was begun last, newest first, at most 50: by "
            "`balanceFileImport` or by `./guerdon import`."
        ),
        extensions=scoped("reports:read"),
    )


@strawberry.type
class BalanceFileMutation:
    balance_file_import = command(
        resolvers.balance_file_import,
        BalanceFilePartPayload,
        scope="points:write",
        description=(
            "Import a part of a file of balances, up to 1,000 rows: CSV or JSON Lines, of our own "
            "columns, Adobe Commerce's or Phoca Cart's. Rows that are refused do not prevent the "
            "others from being imported. A part that is sent again is answered, not repeated, and "
            "a file that is imported is not imported again. Nobody is mailed."
        ),
    )
