"""Valuation: by which rates and dates a website's points count at an instant (R15.1)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from models.database import fetch, instant
from services.command.amounts import to_e4
from services.programme.history import history_begins, rule_book_at
from services.programme.rule_book import RuleBook, rule_book
from services.rules.basics.enums import RateDirection
from services.rules.basics.refusals import NotFound, OutOfRange, Path
from services.rules.ledger.expiry import ExpiryPolicy
from services.rules.programme.conversion import RecordedRate

_GROUPS = """
SELECT code FROM customer_groups UNION SELECT group_before FROM customer_group_changes
"""
_WEBSITES = "SELECT code, created_at, deleted_at FROM websites ORDER BY code"
_HAS_ACCOUNTS = "SELECT 1 FROM reward_accounts WHERE website_code = ? LIMIT 1"


@dataclass(frozen=True, slots=True)
class Valuation:
    """How a website's books stand at `at`, None for now.

    `rates` says what each group's points pay by. Where it is None, rates were not kept yet, and
    the worth recorded last with each account counts; what was deleted is worth nothing by any.
    `terms` is the hash of all that decides: two instants that have the same value points alike.
    """

    website_code: str
    currency: str
    at: datetime | None
    policy: ExpiryPolicy
    rates: Mapping[str, RecordedRate | None] | None
    terms: str


@dataclass(frozen=True, slots=True)
class BookedWebsite:
    """A website that books are kept of, deleted or not."""

    code: str
    created_at: datetime
    deleted_at: datetime | None


async def booked_websites(website_code: str | None) -> list[BookedWebsite]:
    """Return the websites to report on by code: the one asked for, or all that have books.

    Deleted ones have where they ever had accounts. Raises NotFound for one that never was.
    """
    rows = await fetch(_WEBSITES)
    if website_code is not None:
        rows = [row for row in rows if row["code"] == website_code]
        if not rows:
            raise NotFound(f"There is no website {website_code}.", path=("website_code",))
    return [
        BookedWebsite(
            code=str(row["code"]),
            created_at=instant(row["created_at"]),
            deleted_at=None if row["deleted_at"] is None else instant(row["deleted_at"]),
        )
        for row in rows
        if website_code or row["deleted_at"] is None or await fetch(_HAS_ACCOUNTS, [row["code"]])
    ]


async def valuations(websites: list[BookedWebsite], *, at: datetime | None) -> dict[str, Valuation]:
    """Return how the books of websites stand at an instant, None for now."""
    is_kept = at is None or at >= await history_begins()
    book = await (rule_book() if at is None else rule_book_at(at))
    groups = sorted(str(row["code"]) for row in await fetch(_GROUPS))
    # A website of after the instant is not in the book of then; it has nothing to be valued.
    today = await rule_book()
    return {
        site.code: _valuation(
            book if site.code in book.websites else today, site, groups, at=at, is_kept=is_kept
        )
        for site in websites
    }


def check_past(at: datetime | None, *, now: datetime, path: Path) -> None:
    """Refuse an instant that has not come.

    Raises OutOfRange.
    """
    if at is not None and at > now:
        raise OutOfRange("asOf must not be in the future.", path=path)


def _valuation(
    book: RuleBook,
    site: BookedWebsite,
    groups: list[str],
    *,
    at: datetime | None,
    is_kept: bool,
) -> Valuation:
    website, settings = book.websites[site.code], book.settings[site.code]
    was_deleted = site.deleted_at is not None and at is not None and at >= site.deleted_at
    is_worthless = website.is_deleted if is_kept else was_deleted
    rates: dict[str, RecordedRate | None] | None = None
    if is_worthless:
        rates = dict.fromkeys(groups)
    elif is_kept:
        rates = {group: book.terms(site.code, group).redemption for group in groups}
    policy = ExpiryPolicy(
        days=settings.expiry_days,
        calculation=settings.expiry_calculation,
        rounding=settings.expiry_rounding,
        time_zone=website.time_zone,
    )
    return Valuation(
        website_code=site.code,
        currency=website.base_currency,
        at=at,
        policy=policy,
        rates=rates,
        terms=_terms(
            website.base_currency,
            policy,
            "worthless" if is_worthless else _rates(book, site.code) if is_kept else "recorded",
        ),
    )


def _rates(book: RuleBook, website_code: str) -> Sequence[object]:
    """Return all that can decide what any group's points pay by.

    Groups come and go; what the rates of an instant were does not change.
    """
    return sorted(
        [website or "", group or "", rate.points, str(to_e4(rate.currency_amount))]
        for (website, group), rate in book.rates.get(RateDirection.POINTS_TO_CURRENCY, {}).items()
        if website in {website_code, None}
    )


def _terms(currency: str, policy: ExpiryPolicy, rates: object) -> str:
    said = [currency, policy.days, policy.calculation, policy.rounding, policy.time_zone, rates]
    return sha256(json.dumps(said).encode()).hexdigest()
