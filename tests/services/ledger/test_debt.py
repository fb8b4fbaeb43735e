"""What was earned is taken back though it is spent, held or about to expire (R4.4, R4.5)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from services.accounts.accounts import read_account
from services.accounts.imports import ImportRow, import_points
from services.accounts.verification import check_ledger
from services.checkout.redemption import apply_points, hold_points
from services.ledger.reading.standing import AccountStanding
from services.operation.jobs import run_job
from services.rules.basics.enums import Job
from services.rules.basics.money import Money
from services.rules.basics.refusals import InsufficientPoints
from tests.clock import NOW
from tests.services.orders.order_life import balance, place_with_points, set_status, standing
from tests.services.shop import ADA, ADMIN, fill_cart, give, line, open_shop

pytestmark = pytest.mark.usefixtures("database")

A_DAY = timedelta(days=1)


async def fall_into_debt(points: int = 60) -> AccountStanding:
    """Let Ada earn 200, spend so many of them and lose the order."""
    await open_shop(settings={"clawback": "DEBT"})
    await place_with_points(0)
    await set_status("complete")
    await give(-points)
    await set_status("failed")
    return await standing()


async def test_what_is_spent_is_owed() -> None:
    """R4.4: worth and available are 0 then, the debt is shown."""
    account = await fall_into_debt()

    assert (account.balance, account.debt) == (-60, 60)
    assert (account.worth, account.available) == (Money(Decimal(0), "USD"), 0)
    assert (await check_ledger()).ok


async def test_by_default_what_is_spent_stays_spent() -> None:
    """R4.4: the balance stops at 0, the entry records the shortfall."""
    await open_shop()
    await place_with_points(0)
    await set_status("complete")
    await give(-60)

    done = await set_status("failed")

    (entry,) = done.entries
    assert (entry.points, entry.shortfall, entry.balance) == (-140, 60, 0)
    assert (await standing()).debt == 0


async def test_what_comes_back_covers_what_is_taken_back() -> None:
    """R4.4, R6.3: returns come before reversals, so that nothing is missing."""
    await open_shop()
    await give(100)
    await place_with_points()
    await set_status("complete")
    await give(-100)

    done = await set_status("failed")

    assert [entry.points for entry in done.entries] == [100, -100]
    assert (done.message, await balance()) == (None, 0)


async def test_an_order_does_not_pay_with_what_it_earns() -> None:
    """R6.3: debits come before credits."""
    await open_shop()
    await give(100)
    await place_with_points()
    await set_status("failed")
    await give(-1)

    with pytest.raises(InsufficientPoints) as refused:
        await set_status("complete")

    assert refused.value.missing_points == 1


async def test_a_credit_repays_the_debt_first() -> None:
    """R4.4."""
    await fall_into_debt()

    await give(50)
    owing = await standing()
    await give(50)

    after = await standing()
    assert (owing.balance, owing.debt) == (-10, 10)
    assert (after.balance, after.debt, after.available) == (40, 0, 40)
    assert (await check_ledger()).ok


async def test_imported_points_repay_the_debt_first() -> None:
    """R4.4."""
    await fall_into_debt()

    row = ImportRow("ada", "us", 100)
    await import_points(idempotency_key="i", dry_run=False, rows=[row], caller=ADMIN, now=NOW)

    after = await standing()
    assert (after.balance, after.debt) == (40, 0)
    assert (await check_ledger()).ok


async def test_in_debt_nothing_more_can_be_taken() -> None:
    """R3.4, R4.5."""
    await fall_into_debt()

    with pytest.raises(InsufficientPoints) as refused:
        await give(-1)

    assert refused.value.missing_points == 1


async def test_a_reversal_does_not_mind_what_another_checkout_holds() -> None:
    """R4.5: held points shown are never more than the balance."""
    await open_shop()
    await place_with_points(0)
    await set_status("complete")
    await fill_cart(line("40.00"), cart_id="c2")
    await apply_points(cart_id="c2", caller=ADA, now=NOW)
    await hold_points(cart_id="c2", caller=ADA, now=NOW)

    await set_status("failed")

    after = await standing()
    assert (after.balance, after.held, after.available) == (0, 0, 0)


async def test_expiry_does_not_mind_what_a_checkout_holds() -> None:
    """R4.5."""
    await open_shop(settings={"expiry_days": 30})
    await give(50)
    await fill_cart(line("10.00"))
    await apply_points(cart_id="c1", caller=ADA, now=NOW)
    last_hour = NOW + 30 * A_DAY - timedelta(hours=1)
    await hold_points(cart_id="c1", ttl_seconds=7_200, caller=ADA, now=last_hour)

    expired = await run_job(job=Job.EXPIRE_POINTS, now=NOW + 30 * A_DAY)

    after = await read_account(customer_id="ada", website_code="us", now=NOW + 30 * A_DAY)
    assert expired == 1
    assert (after.balance, after.held, after.available) == (0, 0, 0)
