"""Imported rows: points that a customer has elsewhere, and what each row moves (R15.4)."""

from datetime import datetime
from typing import NamedTuple

from services.rules.basics.email_address import check_email_address
from services.rules.basics.enums import ImportMode
from services.rules.basics.limits import POINTS_LIMIT, check_comment, check_future, check_id
from services.rules.basics.refusals import Invalid, OutOfRange


class ImportRow(NamedTuple):
    """Points that a customer brings; dates given are kept as they are (R10.2).

    The customer is named by id, by e-mail, or by both. `ADD` adds the points, or takes them when
    below 0; `SET` moves the balance to them. It is a tuple, as a file may have millions.
    """

    customer_id: str | None
    website_code: str
    points: int
    created_at: datetime | None = None
    expires_at: datetime | None = None
    comment: str | None = None
    email: str | None = None
    mode: ImportMode = ImportMode.ADD


def check_import_row(row: ImportRow, *, now: datetime) -> None:
    """Refuse a row that says something impossible, whoever it is about (R14.3).

    Raises Invalid, OutOfRange.
    """
    _check_customer(row)
    _check_points(row)
    check_comment(row.comment, path=("comment",))
    if row.created_at is not None and row.created_at > now:
        raise Invalid("Must not be in the future.", path=("created_at",))
    if row.expires_at is not None and row.mode is ImportMode.ADD and row.points < 0:
        raise Invalid("Only added points can have a date.", path=("expires_at",))
    check_future(row.expires_at, now=now, path=("expires_at",))


def points_to_move(row: ImportRow, balance: int) -> int:
    """Return what a row adds to the account's balance, or takes when below 0.

    `balance` is below 0 by the debt, so that `SET` repays a debt before it leaves points.
    """
    return row.points - balance if row.mode is ImportMode.SET else row.points


def _check_customer(row: ImportRow) -> None:
    if row.customer_id is None and row.email is None:
        raise Invalid("Name the customer by id or by e-mail.", path=("customer_id",))
    if row.customer_id is not None:
        check_id(row.customer_id, path=("customer_id",))
    if row.email is not None:
        check_email_address(row.email, path=("email",))


def _check_points(row: ImportRow) -> None:
    is_nothing = row.points == 0 and row.mode is ImportMode.ADD
    if is_nothing or abs(row.points) > POINTS_LIMIT:
        raise OutOfRange(
            f"Must be from 1 to {POINTS_LIMIT:,} points, added or taken.", path=("points",)
        )
