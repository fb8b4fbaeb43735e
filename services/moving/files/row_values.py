"""Rows of a file, read as rows of an import: columns called as in `PointsImportRow` (R15.4)."""

import re
from collections.abc import Collection, Mapping
from datetime import UTC, datetime

from services.moving.files.file_row import CELL_LENGTH
from services.rules.basics.enums import ImportMode
from services.rules.basics.refusals import Invalid, OutOfRange
from services.rules.ledger.import_rows import ImportRow

CUSTOMER_ID, EMAIL, WEBSITE_CODE, POINTS = "customerId", "email", "websiteCode", "points"
MODE, CREATED_AT, EXPIRES_AT, COMMENT = "mode", "createdAt", "expiresAt", "comment"
COLUMNS = (CUSTOMER_ID, EMAIL, WEBSITE_CODE, POINTS, MODE, CREATED_AT, EXPIRES_AT, COMMENT)
# What a file of refused rows says before their own columns, so that it can be mended and imported.
REFUSAL_COLUMNS = ("line", "field", "code", "message")
_KNOWN = frozenset({*COLUMNS, *REFUSAL_COLUMNS})

_POINTS = re.compile(r"[+-]?[0-9]{1,12}")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?"
    r"([Zz]|[+-][0-9]{2}:[0-9]{2})"
)


def check_columns(columns: Collection[str]) -> None:
    """Refuse names that are none of an import's columns, and a file that lacks what it needs.

    Raises Invalid.
    """
    for name in columns:
        if name not in COLUMNS and name not in REFUSAL_COLUMNS:
            raise Invalid(f"There is no column {name!r}: the columns are {', '.join(COLUMNS)}.")
    if POINTS not in columns:
        raise Invalid("There is no column points.")
    if CUSTOMER_ID not in columns and EMAIL not in columns:
        raise Invalid("There is no column customerId, nor email.")


def read_row(cells: Mapping[str, object], website_code: str | None) -> ImportRow:
    """Read a row; `website_code` stands for the website where the row names none.

    Raises Invalid, OutOfRange with the column as path.
    """
    if not cells.keys() <= _KNOWN:
        name = next(name for name in cells if name not in _KNOWN)
        raise Invalid("There is no such column.", path=(name[:64],))
    return ImportRow(
        customer_id=_text(cells, CUSTOMER_ID),
        email=_text(cells, EMAIL),
        website_code=_website(_text(cells, WEBSITE_CODE) or website_code),
        points=_points(cells.get(POINTS)),
        mode=_mode(_text(cells, MODE)),
        created_at=_instant(cells, CREATED_AT),
        expires_at=_instant(cells, EXPIRES_AT),
        comment=_text(cells, COMMENT),
    )


def _text(cells: Mapping[str, object], name: str) -> str | None:
    value = cells.get(name)
    if value is None or value == "":
        return None
    if name == CUSTOMER_ID and isinstance(value, int) and not isinstance(value, bool):
        return str(value)  # as the API's ID takes it
    if not isinstance(value, str):
        raise Invalid("Must be text.", path=(name,))
    if len(value) > CELL_LENGTH:
        raise Invalid(f"The cell is longer than {CELL_LENGTH:,} characters.", path=(name,))
    if not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value):
        raise Invalid("Is not text in the file's encoding: name it by --encoding.", path=(name,))
    return value


def _website(code: str | None) -> str:
    if code is None:
        raise Invalid("Name the website here, or all rows' by --website.", path=(WEBSITE_CODE,))
    return code


def _points(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if not isinstance(value, str) or not _POINTS.fullmatch(value.strip()):
        if isinstance(value, str) and value.strip().lstrip("+-").isdecimal():
            raise OutOfRange("Is beyond what an account can hold.", path=(POINTS,))
        raise Invalid("Must be a whole number.", path=(POINTS,))
    return int(value)


def _mode(value: str | None) -> ImportMode:
    if value is None:
        return ImportMode.ADD
    try:
        return ImportMode(value)
    except ValueError:
        raise Invalid("Must be ADD or SET.", path=(MODE,)) from None


def _instant(cells: Mapping[str, object], name: str) -> datetime | None:
    text = _text(cells, name)
    if text is None:
        return None
    problem = Invalid('Must be an instant with its offset: "2027-01-31T09:30:00Z".', path=(name,))
    if not _INSTANT.fullmatch(text):
        raise problem
    try:
        return datetime.fromisoformat(text.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise problem from None
