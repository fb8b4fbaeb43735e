"""Changes to be simulated: checked like those that are made, and told whether they are any (R15.5).

What is as it stands today is no change, whatever it once was: under unchanged rules the difference
is exactly 0.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from services.programme.customer_groups import known_group_codes
from services.programme.exchange_rates import all_rates
from services.programme.settings import read_settings
from services.programme.websites import list_websites
from services.promotions.cart_rule_checks import check_rule
from services.promotions.cart_rules import find_rule
from services.rules.basics.enums import RateDirection
from services.rules.basics.limits import check_points, check_positive_money
from services.rules.basics.refusals import NotFound, RewardsError, raise_any
from services.rules.checkout.cart_rules import CartRule
from services.rules.programme.rate_priority import ExchangeRate
from services.rules.programme.setting_rules import check_setting
from services.rules.programme.settings import RewardSettings
from services.rules.reports.simulated_facts import Change, RateChange, RuleChange, SettingsChange


@dataclass(frozen=True, slots=True)
class WantedRate:
    """A rate to be tried."""

    website_code: str | None
    customer_group_code: str | None
    direction: RateDirection
    points: int
    currency_amount: Decimal


@dataclass(frozen=True, slots=True)
class WantedSettings:
    """Settings to be tried, by name; None is the explicit blank."""

    changes: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class WantedRule:
    """A cart rule to be tried, instead of the one named or besides."""

    rule_id: str | None
    rule: CartRule


Wanted = WantedRate | WantedSettings | WantedRule

# Each value was checked for its setting, which the type checker cannot know.
_replace: Callable[..., RewardSettings] = replace


async def checked_change(wanted: Wanted, *, website_code: str) -> Change | None:
    """Return the change, None for what is so already.

    Raises what making it raises, naming the field.
    """
    match wanted:
        case WantedRate():
            return await _rate(wanted)
        case WantedSettings():
            return await _settings(wanted, website_code)
        case WantedRule():
            return await _rule(wanted)


async def _rate(wanted: WantedRate) -> Change | None:
    check_points(wanted.points, least=1, path=("points",))
    check_positive_money(wanted.currency_amount, path=("currency_amount",))
    websites = {website.code for website in await list_websites()}
    if wanted.website_code is not None and wanted.website_code not in websites:
        raise NotFound(f"There is no website {wanted.website_code}.", path=("website_code",))
    group = wanted.customer_group_code
    if group is not None and group not in await known_group_codes():
        raise NotFound(f"There is no customer group {group}.", path=("customer_group_code",))
    rate = ExchangeRate(
        id="",
        website_code=wanted.website_code,
        customer_group_code=group,
        direction=wanted.direction,
        points=wanted.points,
        currency_amount=wanted.currency_amount,
    )
    is_so = any(replace(each, id="") == rate for each in await all_rates())
    return None if is_so else RateChange(rate)


async def _settings(wanted: WantedSettings, website_code: str) -> Change | None:
    values: dict[str, object] = {}
    refused: list[RewardsError] = []
    for name, value in wanted.changes.items():
        try:
            values[name] = check_setting(name, value)
        except RewardsError as refusal:
            refused.append(refusal)
    raise_any(refused)
    before = (await read_settings(website_code=website_code)).values
    after = _replace(before, **values)
    names = tuple(name for name in values if getattr(before, name) != getattr(after, name))
    return SettingsChange(before, after, names) if names else None


async def _rule(wanted: WantedRule) -> Change | None:
    websites = {website.code for website in await list_websites()}
    check_rule(wanted.rule, websites=websites, groups=await known_group_codes())
    if wanted.rule_id is None:
        return RuleChange(None, wanted.rule)
    stands = await find_rule(wanted.rule_id, path=("rule_id",))
    rule = replace(wanted.rule, id=wanted.rule_id)
    return None if stands == rule else RuleChange(wanted.rule_id, rule)
