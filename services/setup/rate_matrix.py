"""Matrix of exchange rates: each website and customer group with the rate that wins (R2.2)."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.programme.customer_groups import list_customer_groups
from services.programme.exchange_rates import all_rates
from services.programme.websites import list_websites
from services.rules.basics.enums import RateDirection
from services.rules.programme.rate_priority import (
    EffectiveExchangeRate,
    ExchangeRate,
    effective_rate,
)

Scope = tuple[str | None, str | None]  # a website and a group, None for all of them


@dataclass(frozen=True, slots=True)
class RateCell:
    """A website and a group, or all of them (None): the rate set for just these, and the winner."""

    website_code: str | None
    customer_group_code: str | None
    own: ExchangeRate | None
    effective: EffectiveExchangeRate | None


async def exchange_rate_matrix(*, direction: RateDirection) -> list[RateCell]:
    """Return a cell for all websites and each one, and in it for all groups and each one.

    The cell of all websites and all groups is the first; then the default website's come first.
    """
    sites = [None, *(website.code for website in await list_websites())]
    groups = [None, *(group.code for group in await list_customer_groups())]
    rates = {
        (rate.website_code, rate.customer_group_code): rate
        for rate in await all_rates()
        if rate.direction is direction
    }
    return [_cell((site, group), direction, rates) for site in sites for group in groups]


def _cell(scope: Scope, direction: RateDirection, rates: Mapping[Scope, ExchangeRate]) -> RateCell:
    """Return a cell; only the rates of the four levels are looked at, however many there are."""
    site, group = scope
    levels = {(at, of) for at in (site, None) for of in (group, None)}
    winner = effective_rate(
        [rates[level] for level in levels if level in rates],
        direction,
        website_code=site,
        customer_group_code=group,
    )
    return RateCell(site, group, rates.get(scope), winner)
