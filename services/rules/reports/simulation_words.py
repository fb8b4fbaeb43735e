"""Words for what a change would have given an order, with the numbers that say why (R15.5)."""

from decimal import Decimal

from services.rules.checkout.quote import Quote
from services.rules.programme.conversion import RecordedRate
from services.rules.reports.simulated_facts import Change, RateChange, RuleChange, SettingsChange
from services.rules.reports.simulation import Compared


def why(compared: Compared, change: Change) -> str:
    """Say in one sentence or two what made the difference."""
    before, after = compared.before.total, compared.after.total
    return f"{_points(before)} before, {after:,} after: {_reason(compared, change)}"


def _reason(compared: Compared, change: Change) -> str:
    match change:
        case RateChange():
            return _by_rate(compared.quote_before, compared.quote_after)
        case RuleChange():
            return _by_rule(compared, change)
        case SettingsChange():
            return _by_settings(compared, change)


def _by_rate(before: Quote, after: Quote) -> str:
    if before.earning_rate != after.earning_rate:
        return (
            f"money is worth {_rate(after.earning_rate)} instead of {_rate(before.earning_rate)}."
        )
    return (
        f"{_points(after.points_used)} pay {_money(after.points_amount, after.currency)} of the"
        f" order instead of {_points(before.points_used)} paying"
        f" {_money(before.points_amount, before.currency)}, at"
        f" {_rate(after.redemption.rate)} instead of {_rate(before.redemption.rate)}."
    )


def _by_rule(compared: Compared, change: RuleChange) -> str:
    before, after = compared.before, compared.after
    return (
        f"with the rule {change.rule.name}, {_points(after.by_purchase)} are earned by the rate and"
        f" {after.by_rule:,} by rules, instead of {before.by_purchase:,} and {before.by_rule:,}."
    )


def _by_settings(compared: Compared, change: SettingsChange) -> str:
    told = ", ".join(
        f"{name} is {getattr(change.after, name)} instead of {getattr(change.before, name)}"
        for name in change.names
    )
    before, after = compared.before, compared.after
    return (
        f"{told}; {_points(after.by_purchase)} are earned by the rate instead of"
        f" {before.by_purchase:,}."
    )


def _rate(rate: RecordedRate | None) -> str:
    if rate is None:
        return "no points"
    return f"{_points(rate.points)} for {_money(rate.currency_amount, rate.currency)}"


def _points(points: int) -> str:
    return f"{points:,} point" if points == 1 else f"{points:,} points"


def _money(amount: Decimal, currency: str) -> str:
    return f"{amount.normalize():f} {currency}"
