"""Files of balances, imported part by part (R15.4)."""

from typing import Annotated

import strawberry

from resolvers.context import Info, caller
from services.moving import file_imports, part_imports
from services.moving.file_imports import ImportedFile
from services.moving.file_parts import FilePart
from services.moving.files.row_file import FileOrigin
from services.moving.part_imports import PartImport


@strawberry.input(description="What a website's number in another system's tables stands for.")
class NumberedWebsiteInput:
    number: str = strawberry.field(description="The number there.")
    code: str = strawberry.field(description="The website's code here.")


@strawberry.input(
    description=(
        "A part of a file of balances: some whole rows. Send the parts in the order of the file, "
        "each when the one before it is answered."
    )
)
class BalanceFilePartInput:
    digest: str = strawberry.field(
        description="The SHA-256 of the whole file, 64 hexadecimal digits in lower case."
    )
    file_name: str = strawberry.field(description="The file's name, to know it by.")
    origin: FileOrigin | None = strawberry.field(
        default=None,
        description="Whose tables the file is of; null: its columns are those of PointsImportRow.",
    )
    website_code: str | None = strawberry.field(
        default=None,
        description="The website of rows that name none. Not for rows that number their websites.",
    )
    websites: list[NumberedWebsiteInput] | None = strawberry.field(
        default_factory=list, description="The websites that the rows number."
    )
    heading: str | None = strawberry.field(
        default=None,
        description="The file's first line, with the names of columns; null for JSON Lines.",
    )
    text: str = strawberry.field(
        description="The rows as the file has them, line ends and all; at most 1,000."
    )
    first_line: int = strawberry.field(
        description="The number of the line on which `text` begins; the file's first line is 1."
    )
    rows_before: int = strawberry.field(
        description="The sum of `rows` that the parts before this one were answered with."
    )
    is_last: bool = strawberry.field(description="Whether the file ends with this part.")
    dry_run: bool | None = strawberry.field(
        default=False,
        description=(
            "True checks the rows and writes nothing. Each part is tried by itself: what others "
            "would have moved does not count."
        ),
    )


async def balance_file_import(
    info: Info,
    part: Annotated[
        BalanceFilePartInput, strawberry.argument(name="input", description="The part.")
    ],
) -> PartImport:
    return await part_imports.import_file_part(
        part=_part(part), dry_run=bool(part.dry_run), caller=caller(info), now=info.context.now
    )


async def list_balance_files() -> list[ImportedFile]:
    return await file_imports.list_files()


def _part(part: BalanceFilePartInput) -> FilePart:
    return FilePart(
        digest=part.digest,
        file_name=part.file_name,
        origin=part.origin,
        website_code=part.website_code,
        websites={each.number: each.code for each in part.websites or ()},
        heading=part.heading,
        text=part.text,
        first_line=part.first_line,
        rows_before=part.rows_before,
        is_last=part.is_last,
    )
