"""Totals of reports: the journal's by website, the liability's by currency (R15.1, R15.3)."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.reports.journal import JournalLine
from services.reports.liability import Liability
from services.rules.basics.money import Money, total


@dataclass(frozen=True, slots=True)
class JournalTotal:
    """All debits and all credits of a website's journal; they are equal."""

    website_code: str
    debit: Money
    credit: Money


@dataclass(frozen=True, slots=True)
class LiabilityTotal:
    """The liability of all websites of one currency."""

    points: int
    debt: int
    worth: Money
    accounts: int


def journal_totals(lines: Sequence[JournalLine]) -> list[JournalTotal]:
    """Return what a journal's debits and credits add up to, by website in the journal's order."""
    by_website: dict[str, list[JournalLine]] = {}
    for line in lines:
        by_website.setdefault(line.website_code, []).append(line)
    return [
        JournalTotal(
            website_code=code,
            debit=_sum([line.debit for line in found]),
            credit=_sum([line.credit for line in found]),
        )
        for code, found in by_website.items()
    ]


def liability_totals(liabilities: Sequence[Liability]) -> list[LiabilityTotal]:
    """Return the sums over the websites of each currency, in their order."""
    by_currency: dict[str, list[Liability]] = {}
    for each in liabilities:
        by_currency.setdefault(each.worth.currency, []).append(each)
    return [
        LiabilityTotal(
            points=sum(each.points for each in found),
            debt=sum(each.debt for each in found),
            worth=_sum([each.worth for each in found]),
            accounts=sum(each.accounts for each in found),
        )
        for found in by_currency.values()
    ]


def _sum(amounts: Sequence[Money]) -> Money:
    (currency,) = {each.currency for each in amounts}
    return Money(total(each.amount for each in amounts), currency)
