"""Liability: the points outstanding and what they are worth, at any instant (R15.1)."""

from dataclasses import dataclass
from datetime import date, datetime

from models.rows.bulk import Snapshot
from services.command.amounts import from_e4
from services.reports.books.expiry_month_sql import NEVER
from services.reports.books.known_standing import standing_of
from services.reports.books.valuation import Valuation, booked_websites, check_past, valuations
from services.reports.patience import books_of_one_instant
from services.rules.basics.money import Money
from services.rules.reports.expiry_months import month_of


@dataclass(frozen=True, slots=True)
class LiabilityMonth:
    """The points that expire in a month of the website's calendar, None for never."""

    month: date | None
    points: int
    worth: Money


@dataclass(frozen=True, slots=True)
class Liability:
    """A website's points outstanding, of `accounts` that hold some, and what they are worth.

    `debt` is what accounts below 0 owe.
    """

    website_code: str
    points: int
    debt: int
    worth: Money
    accounts: int
    by_expiry_month: list[LiabilityMonth]


async def read_liability(
    *, as_of: datetime | None, website_code: str | None, now: datetime
) -> list[Liability]:
    """Return the liability of a website, or of each, at an instant; None for now (R15.1).

    What was written at the instant itself counts. Raises NotFound, OutOfRange.
    """
    check_past(as_of, now=now, path=("as_of",))
    websites = await booked_websites(website_code)
    if as_of is not None and website_code is None:
        websites = [site for site in websites if site.created_at <= as_of]
    by_code = await valuations(websites, at=as_of)
    async with books_of_one_instant() as books:
        return [await _liability(books, by_code[site.code]) for site in websites]


async def _liability(books: Snapshot, valuation: Valuation) -> Liability:
    standing = await standing_of(books, valuation)
    currency = valuation.currency
    return Liability(
        website_code=valuation.website_code,
        points=standing.points,
        debt=standing.debt,
        worth=Money(from_e4(standing.worth_e4), currency),
        accounts=standing.accounts,
        by_expiry_month=[
            LiabilityMonth(
                month=None if number == NEVER else month_of(number),
                points=points,
                worth=Money(from_e4(standing.worth_by_month.get(number, 0)), currency),
            )
            for number, points in sorted(standing.points_by_month.items())
            if points
        ],
    )
