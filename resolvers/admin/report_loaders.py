"""Loaders of reports: a report and its totals, asked for together, are read once."""

from dataclasses import dataclass
from datetime import datetime

from strawberry.dataloader import DataLoader

from services.reports.journal import JournalLine, read_journal
from services.reports.liability import Liability, read_liability
from services.rules.basics.refusals import RewardsError


@dataclass(frozen=True, slots=True)
class LiabilityAsked:
    """The arguments of the liability."""

    as_of: datetime | None
    website_code: str | None
    now: datetime


@dataclass(frozen=True, slots=True)
class JournalAsked:
    """The arguments of the journal."""

    since: datetime
    until: datetime
    website_code: str | None
    now: datetime


class LiabilityLoader(DataLoader[LiabilityAsked, list[Liability]]):
    """Liabilities by what was asked."""

    def __init__(self) -> None:
        super().__init__(load_fn=_liabilities)


class JournalLoader(DataLoader[JournalAsked, list[JournalLine]]):
    """Journals by what was asked."""

    def __init__(self) -> None:
        super().__init__(load_fn=_journals)


async def _liabilities(wanted: list[LiabilityAsked]) -> list[list[Liability] | RewardsError]:
    return [await _liability(asked) for asked in wanted]


async def _journals(wanted: list[JournalAsked]) -> list[list[JournalLine] | RewardsError]:
    return [await _journal(asked) for asked in wanted]


async def _liability(asked: LiabilityAsked) -> list[Liability] | RewardsError:
    try:
        return await read_liability(
            as_of=asked.as_of, website_code=asked.website_code, now=asked.now
        )
    except RewardsError as refusal:  # of this one, not of those that were asked beside it
        return refusal


async def _journal(asked: JournalAsked) -> list[JournalLine] | RewardsError:
    try:
        return await read_journal(
            website_code=asked.website_code, since=asked.since, until=asked.until, now=asked.now
        )
    except RewardsError as refusal:
        return refusal
