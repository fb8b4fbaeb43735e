"""Simulation fields (R15.5)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import strawberry

from resolvers.admin.promotions.cart_rules import CartRuleInput
from resolvers.admin.setup.exchange_rates import ExchangeRateInput
from resolvers.admin.setup.settings import SettingsInput, given_settings
from resolvers.context import Info
from services.reports.simulation import simulation
from services.reports.simulation.changes import Wanted, WantedRate, WantedRule, WantedSettings
from services.reports.simulation.sums import Simulation
from services.rules.checkout.cart_rules import make_cart_rule

_WEBSITE = "The code of the website whose orders are looked at."
_FROM = "The instant at which the period begins; orders count by when they were placed."
_TO = "The instant before which the period ends."


@strawberry.input(description="Another exchange rate, where it would have won.")
class SimulatedRate:
    website_code: str = strawberry.field(description=_WEBSITE)
    since: datetime = strawberry.field(name="from", description=_FROM)
    until: datetime = strawberry.field(name="to", description=_TO)
    rate: ExchangeRateInput = strawberry.field(
        description="The rate. It replaces the one an order recorded if it ranks as high or higher."
    )


@strawberry.input(description="Other settings.")
class SimulatedSettings:
    website_code: str = strawberry.field(description=_WEBSITE)
    since: datetime = strawberry.field(name="from", description=_FROM)
    until: datetime = strawberry.field(name="to", description=_TO)
    settings: SettingsInput = strawberry.field(
        description="The settings; those left out are as they were."
    )


@strawberry.input(description="Another cart rule.")
class SimulatedRule:
    website_code: str = strawberry.field(description=_WEBSITE)
    since: datetime = strawberry.field(name="from", description=_FROM)
    until: datetime = strawberry.field(name="to", description=_TO)
    rule_id: strawberry.ID | None = strawberry.field(
        default=None, description="The id of the rule that it stands for; null: besides all others."
    )
    rule: CartRuleInput = strawberry.field(description="The rule.")


@strawberry.input(one_of=True, description="What would have been otherwise: exactly one change.")
class SimulationInput:
    rate: SimulatedRate | None = strawberry.field(
        default=strawberry.UNSET, description="Another exchange rate."
    )
    settings: SimulatedSettings | None = strawberry.field(
        default=strawberry.UNSET, description="Other settings."
    )
    cart_rule: SimulatedRule | None = strawberry.field(
        default=strawberry.UNSET, description="Another cart rule."
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """A change with the website and the period that it is laid over."""

    wanted: Wanted
    website_code: str
    since: datetime
    until: datetime


async def simulate(
    info: Info,
    given: Annotated[SimulationInput, strawberry.argument(name="input", description="The change.")],
) -> Simulation:
    asked = asked_of(given)
    return await simulation.simulate(
        wanted=asked.wanted,
        website_code=asked.website_code,
        since=asked.since,
        until=asked.until,
        now=info.context.now,
    )


def asked_of(given: SimulationInput) -> Asked:
    """Return what is asked in the services' words."""
    over = given.rate or given.settings or given.cart_rule
    assert over is not None, "exactly one is given"
    return Asked(_wanted(over), over.website_code, over.since, over.until)


def _wanted(over: SimulatedRate | SimulatedSettings | SimulatedRule) -> Wanted:
    match over:
        case SimulatedRate():
            return WantedRate(
                website_code=over.rate.website_code,
                customer_group_code=over.rate.customer_group_code,
                direction=over.rate.direction,
                points=over.rate.points,
                currency_amount=over.rate.currency_amount,
            )
        case SimulatedSettings():
            return WantedSettings(given_settings(over.settings))
        case SimulatedRule():
            return WantedRule(over.rule_id, make_cart_rule("", vars(over.rule)))
