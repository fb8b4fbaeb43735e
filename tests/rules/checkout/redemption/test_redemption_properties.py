from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from services.rules.basics.enums import RateDirection
from services.rules.checkout.redemption.funds import Funds
from services.rules.checkout.redemption.limits import RedemptionLimits
from services.rules.checkout.redemption.redemption import Redemption, maximum, redeem
from services.rules.programme.conversion import RecordedRate
from tests.rules.builders import NO_LIMITS
from tests.rules.models.redemption import redeemed_by_trying
from tests.rules.models.rounding import exact
from tests.rules.strategies import funds, limits, money, redemption_rates

choices = st.one_of(st.none(), st.integers(min_value=1, max_value=700))
every_e4 = st.integers(min_value=1, max_value=99_999_999_999_999)


def redeemed(
    total: Decimal,
    available: Funds,
    rate: RecordedRate,
    limits: RedemptionLimits,
    chosen: int | None = None,
) -> Redemption:
    most = maximum(total, available, rate, limits)
    return redeem(total, chosen, most, rate, limits)


def totals(data: st.DataObject, rate: RecordedRate) -> Decimal:
    """Draw an order total that groups of the rate can come near to."""
    return data.draw(money(rate.currency, 3_000))


@given(data=st.data(), rate=redemption_rates(), available=funds(), limits=limits(), chosen=choices)
def test_a_redemption_is_the_best_of_all_numbers_of_groups(
    data: st.DataObject,
    rate: RecordedRate,
    available: Funds,
    limits: RedemptionLimits,
    chosen: int | None,
) -> None:
    """R2.4, R4.2, R4.3, R5.4."""
    total = totals(data, rate)

    redemption = redeemed(total, available, rate, limits, chosen)

    tried = redeemed_by_trying(exact(total), available, rate, limits, chosen)
    assert (redemption.points, exact(redemption.amount)) == (tried.points, tried.paid)


@given(data=st.data(), rate=redemption_rates(), available=funds(), limits=limits(), chosen=choices)
def test_no_bound_is_ever_passed(
    data: st.DataObject,
    rate: RecordedRate,
    available: Funds,
    limits: RedemptionLimits,
    chosen: int | None,
) -> None:
    """R4.3, R5.4: nor paid more than the total, nor taken less than whole groups."""
    total = totals(data, rate)

    redemption = redeemed(total, available, rate, limits, chosen)

    assert redemption.points % rate.points == 0
    assert 0 <= redemption.points <= available.available
    assert 0 <= redemption.amount <= total
    assert (redemption.points == 0) == (redemption.amount == 0)
    assert chosen is None or redemption.points <= chosen
    assert limits.max_points is None or redemption.points <= limits.max_points
    assert limits.max_percent is None or redemption.amount * 100 <= total * limits.max_percent


@given(data=st.data(), rate=redemption_rates(), available=funds(), limits=limits())
def test_one_group_fewer_always_pays_less(
    data: st.DataObject, rate: RecordedRate, available: Funds, limits: RedemptionLimits
) -> None:
    """R2.4: groups that add no minor unit are not used."""
    total = totals(data, rate)
    limits = replace(limits, min_points=None)
    used = redeemed(total, available, rate, limits)

    fewer = redeemed(total, available, rate, limits, max(used.points - 1, 0))

    assert used.points == 0 or fewer.amount < used.amount


@given(data=st.data(), rate=redemption_rates(), available=funds(), limits=limits())
def test_choosing_what_is_useful_is_using_what_is_useful(
    data: st.DataObject, rate: RecordedRate, available: Funds, limits: RedemptionLimits
) -> None:
    """R5.6: quoting again with the number answered changes nothing."""
    total = totals(data, rate)

    useful = redeemed(total, available, rate, limits)

    assert redeemed(total, available, rate, limits, useful.points) == useful


@given(data=st.data(), rate=redemption_rates(), available=funds(), limits=limits())
def test_more_points_and_larger_totals_never_pay_less(
    data: st.DataObject, rate: RecordedRate, available: Funds, limits: RedemptionLimits
) -> None:
    """R5.4."""
    total = totals(data, rate)
    richer = Funds(max(available.balance, 0) + 7, available.available + 7)
    larger = total + data.draw(money(rate.currency, 50))

    paid = redeemed(total, available, rate, limits).amount

    assert paid <= redeemed(total, richer, rate, limits).amount
    assert paid <= redeemed(larger, available, rate, limits).amount


@given(data=st.data(), rate=redemption_rates(), available=funds(), limits=limits())
def test_what_cut_is_named_exactly_when_something_cut(
    data: st.DataObject, rate: RecordedRate, available: Funds, limits: RedemptionLimits
) -> None:
    """R5.8."""
    total = totals(data, rate)
    balance = max(available.balance, 0)

    most = maximum(total, available, rate, limits)

    free = maximum(total, Funds(balance, balance), rate, NO_LIMITS)
    assert bool(most.limited_by) == (most.redemption.points < free.redemption.points)


@given(
    total_cents=st.integers(min_value=0, max_value=999_999_999_999),
    balance=st.integers(min_value=0, max_value=2**31 - 1),
    points=st.integers(min_value=1, max_value=1_000_000_000),
    rate_e4=every_e4,
    percent=st.integers(min_value=0, max_value=1_000_000),
)
def test_the_largest_numbers_are_exact(
    total_cents: int, balance: int, points: int, rate_e4: int, percent: int
) -> None:
    """R2.4, R4.3, R5.4, R14.3: worked out again in whole ten-thousandths."""
    total, rate = Decimal(total_cents).scaleb(-2), _rate(points, rate_e4)
    limits = RedemptionLimits(max_percent=Decimal(percent).scaleb(-4))

    redemption = redeemed(total, Funds(balance, balance), rate, limits)

    paid = _paid_cents(total_cents, balance // points, rate_e4, percent)
    assert redemption.amount * 100 == paid
    assert redemption.points == -(-paid * 100 // rate_e4) * points


def _rate(points: int, rate_e4: int) -> RecordedRate:
    amount = Decimal(rate_e4).scaleb(-4)
    return RecordedRate(points, amount, "USD", RateDirection.POINTS_TO_CURRENCY, 1)


def _paid_cents(total_cents: int, groups: int, rate_e4: int, percent_e4: int) -> int:
    if percent_e4 == 1_000_000:
        return min(groups * rate_e4 // 100, total_cents)
    most_cents = total_cents * percent_e4 // 1_000_000
    groups = min(groups, ((most_cents + 1) * 100 - 1) // rate_e4)
    return groups * rate_e4 // 100
