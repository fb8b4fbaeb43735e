"""A customer's points: the balance and what of it can be spent (R1.6, R2, R4.2, R5.7, R6.7)."""

import pytest

from services.checkout.redemption import apply_points, hold_points
from services.rules.basics.enums import RateDirection
from tests.api.storefront.asking import ask
from tests.api.storefront.customers.points import points
from tests.clock import NOW
from tests.services.shop import ADA, fill_cart, give, invoice, line, open_shop, place, set_rate

pytestmark = pytest.mark.usefixtures("database")


async def test_the_balance_is_worth_whole_steps_of_the_rate() -> None:
    """R2.4: at 10 for 2.00, 25 points are worth 4.00."""
    await open_shop()
    await give(25)

    found = await points("balance { points money { value currency } }")

    assert found["balance"] == {"points": 25, "money": {"value": 4.0, "currency": "USD"}}


async def test_each_direction_of_the_rates_is_null_on_its_own() -> None:
    """R2.5."""
    await open_shop(redemption=None, earning=(3, "0.5"))

    found = await points(
        "exchange_rates { earning { points currency_amount } redemption { points } }"
    )

    assert found["exchange_rates"] == {
        "earning": {"points": 3, "currency_amount": 0.5},
        "redemption": None,
    }


async def test_the_rates_are_those_of_the_customers_group() -> None:
    """R2.2: group beats website."""
    await open_shop()
    await set_rate(RateDirection.POINTS_TO_CURRENCY, (5, "2.00"), group_code="general")

    found = await points("exchange_rates { redemption { points currency_amount } }")

    assert found["exchange_rates"]["redemption"] == {"points": 5, "currency_amount": 2.0}


async def test_points_that_any_cart_holds_are_not_available() -> None:
    """R5.7."""
    await open_shop()
    await give(100)
    await fill_cart(line("6.00"))
    await apply_points(cart_id="c1", caller=ADA, now=NOW)
    await hold_points(cart_id="c1", caller=ADA, now=NOW)

    found = await points("balance { points } available { points money { value } }")

    assert found["balance"] == {"points": 100}
    assert found["available"] == {"points": 70, "money": {"value": 14.0}}


@pytest.mark.parametrize(("balance", "available"), [(49, 0), (50, 50)])
async def test_nothing_is_available_below_the_threshold(balance: int, available: int) -> None:
    """R4.2."""
    await open_shop(settings={"redemption_threshold": 50})
    await give(balance)

    found = await points("balance { points } available { points money { value } }")

    assert found["balance"]["points"] == balance
    assert found["available"] == {
        "points": available,
        "money": {"value": available * 0.2},
    }


async def test_what_open_orders_will_earn_is_pending_until_it_is_earned() -> None:
    """R6.7."""
    await open_shop()
    await fill_cart(line("7.00"))
    await place()

    before = await points("balance { points } pending { points money { value } }")
    await invoice()
    after = await points("balance { points } pending { points }")

    assert before["pending"] == {"points": 30, "money": {"value": 6.0}}
    assert before["balance"]["points"] == 0
    assert after == {"balance": {"points": 30}, "pending": {"points": 0}}


@pytest.mark.parametrize("switch", ["enabled", "enabled_on_storefront"])
async def test_points_are_null_while_a_switch_is_off(switch: str) -> None:
    """R1.6."""
    await open_shop(settings={switch: False})
    await give(100)

    answer = await ask("{ customer { id reward_points { balance { points } } } }")

    assert answer["customer"] == {"id": "ada", "reward_points": None}
