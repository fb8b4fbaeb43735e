from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.rules.basics.enums import RateDirection
from services.rules.programme.conversion import RecordedRate
from services.rules.programme.rate_priority import (
    EffectiveExchangeRate,
    ExchangeRate,
    effective_rate,
)

EARNING = RateDirection.CURRENCY_TO_POINTS
REDEMPTION = RateDirection.POINTS_TO_CURRENCY


def rate(
    website_code: str | None, group_code: str | None, direction: RateDirection = EARNING
) -> ExchangeRate:
    return ExchangeRate(
        id=f"{website_code}/{group_code}/{direction}",
        website_code=website_code,
        customer_group_code=group_code,
        direction=direction,
        points=10,
        currency_amount=Decimal("2.00"),
    )


LEVELS = {1: rate("us", "vip"), 2: rate(None, "vip"), 3: rate("us", None), 4: rate(None, None)}
STRANGERS = [rate("uk", "vip"), rate("us", "general"), rate("uk", None), rate(None, "general")]


def find(rates: list[ExchangeRate]) -> EffectiveExchangeRate | None:
    return effective_rate(rates, EARNING, website_code="us", customer_group_code="vip")


@pytest.mark.parametrize(
    ("levels", "winner"),
    [
        pytest.param((1, 2, 3, 4), 1, id="this-website-and-this-group"),
        pytest.param((2, 3, 4), 2, id="this-group-beats-this-website"),
        pytest.param((3, 4), 3, id="this-website-beats-all-websites"),
        pytest.param((4,), 4, id="all-websites-and-all-groups"),
        pytest.param((1, 4), 1, id="levels-may-be-missing"),
    ],
)
def test_the_most_specific_rate_wins_group_before_website(
    levels: tuple[int, ...], winner: int
) -> None:
    """R2.2."""
    found = find([LEVELS[level] for level in levels])

    assert found == EffectiveExchangeRate(LEVELS[winner], winner)


def test_rates_of_other_websites_and_groups_match_nothing() -> None:
    """R2.2."""
    assert find(STRANGERS) is None


def test_each_direction_is_looked_up_on_its_own() -> None:
    """R2.2."""
    general_earning = rate(None, None)

    found = find([rate("us", "vip", REDEMPTION), general_earning])

    assert found == EffectiveExchangeRate(general_earning, 4)


def test_asked_for_all_websites_a_website_of_its_own_does_not_count() -> None:
    """R2.1."""
    found = effective_rate([*LEVELS.values()], EARNING, website_code=None, customer_group_code=None)

    assert found == EffectiveExchangeRate(LEVELS[4], 4)


@given(
    rates=st.lists(
        st.sampled_from(
            [
                rate(website, group, direction)
                for website, group, direction in product(
                    ["us", "uk", None], ["vip", "general", None], RateDirection
                )
            ]
        ),
        unique_by=lambda each: each.id,
    )
)
def test_the_order_of_the_rates_does_not_matter(rates: list[ExchangeRate]) -> None:
    """R2.2."""
    assert find(rates) == find(rates[::-1])


def test_a_recorded_rate_keeps_its_currency_and_its_level() -> None:
    """R2.6."""
    recorded = EffectiveExchangeRate(LEVELS[2], 2).record("EUR")

    assert recorded == RecordedRate(10, Decimal("2.00"), "EUR", EARNING, 2)
