"""Points expire to the instant, whether or not the job has run (R10.1 to R10.3)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from services.accounts.accounts import account_history, account_lots, read_account
from services.accounts.imports import ImportRow, import_points
from services.accounts.verification import check_ledger
from services.checkout.carts import find_cart
from services.checkout.redemption import apply_points, hold_points
from services.command.pages.cursor_page import PageRequest
from services.ledger.entries import LedgerEntry
from services.operation.jobs import run_job
from services.rules.basics.enums import Job, LedgerReason
from services.rules.basics.refusals import InsufficientPoints, Invalid
from services.setup.settings import update_settings
from tests.clock import NOW
from tests.services.shop import ADA, ADMIN, add_customer, fill_cart, give, line, open_shop, place

pytestmark = pytest.mark.usefixtures("database")

LIFE = timedelta(days=30)
AN_INSTANT = timedelta(microseconds=1)


async def balance(at: timedelta) -> int:
    return (await read_account(customer_id="ada", website_code="us", now=NOW + at)).balance


async def history(at: timedelta) -> list[LedgerEntry]:
    standing = await read_account(customer_id="ada", website_code="us", now=NOW + at)
    return (await account_history(standing=standing, page=PageRequest())).items


async def test_points_are_gone_at_the_instant_without_the_job() -> None:
    """R3.3, R10.1, R10.3."""
    await open_shop(settings={"expiry_days": 30})
    await give(40)

    assert await balance(LIFE - AN_INSTANT) == 40
    assert await balance(LIFE) == 0


async def test_an_expired_point_is_never_spent_though_the_job_has_not_run() -> None:
    """R10.3: what was applied before is refused at the placement."""
    await open_shop(settings={"expiry_days": 30})
    await give(40)
    await fill_cart(line("8.00"))
    await apply_points(cart_id="c1", caller=ADA, now=NOW)

    with pytest.raises(InsufficientPoints):
        await place(now=NOW + LIFE)


INSTANTS = pytest.mark.parametrize(
    ("at", "points"),
    [
        pytest.param(LIFE - AN_INSTANT, 40, id="a-microsecond-before"),
        pytest.param(LIFE, 0, id="at-the-instant"),
    ],
)
CALCULATIONS = pytest.mark.parametrize("calculation", ["STATIC", "DYNAMIC"])


async def open_dated_shop(calculation: str) -> None:
    """Give Ada 40 points, worth 8.00, that expire after LIFE, under both calculations."""
    await open_shop(settings={"expiry_days": 30, "expiry_calculation": calculation})
    await give(40)


@CALCULATIONS
@INSTANTS
async def test_an_expired_point_is_not_shown(calculation: str, at: timedelta, points: int) -> None:
    """R10.1, R10.3: in the balance, its worth, what is available, the lots."""
    await open_dated_shop(calculation)

    account = await read_account(customer_id="ada", website_code="us", now=NOW + at)
    lots = await account_lots(standing=account, now=NOW + at)

    assert (account.balance, account.available) == (points, points)
    assert account.worth.amount == Decimal(points) / 5
    assert sum(lot.remaining for lot in lots) == points


@CALCULATIONS
@INSTANTS
async def test_an_expired_point_is_not_offered(
    calculation: str, at: timedelta, points: int
) -> None:
    """R10.3: by the quote of a cart to which it was applied before."""
    await open_dated_shop(calculation)
    await fill_cart(line("8.00"))
    await apply_points(cart_id="c1", caller=ADA, now=NOW)

    quote = (await find_cart(cart_id="c1", now=NOW + at)).quote

    assert (quote.points_used, quote.amount_due) == (points, 8 - Decimal(points) / 5)


@CALCULATIONS
async def test_an_expired_point_is_not_held(calculation: str) -> None:
    """R5.7, R10.3: until the instant it is."""
    await open_dated_shop(calculation)
    await fill_cart(line("8.00"))
    await apply_points(cart_id="c1", caller=ADA, now=NOW)

    with pytest.raises(Invalid):
        await hold_points(cart_id="c1", caller=ADA, now=NOW + LIFE)
    cart = await hold_points(cart_id="c1", caller=ADA, now=NOW + LIFE - AN_INSTANT)

    assert cart.hold is not None
    assert cart.hold.points == 40


@CALCULATIONS
@pytest.mark.parametrize("at", [timedelta(), LIFE])
async def test_held_points_expire_all_the_same(calculation: str, at: timedelta) -> None:
    """R4.5, R10.3: what was held is not placed after it has expired."""
    await open_dated_shop(calculation)
    await fill_cart(line("8.00"))
    await apply_points(cart_id="c1", caller=ADA, now=NOW)
    await hold_points(cart_id="c1", caller=ADA, now=NOW + LIFE - AN_INSTANT)

    with pytest.raises(InsufficientPoints):
        await place(now=NOW + LIFE + at)


@CALCULATIONS
async def test_a_point_can_be_spent_until_the_instant(calculation: str) -> None:
    """R10.1."""
    await open_dated_shop(calculation)
    await fill_cart(line("8.00"))
    await apply_points(cart_id="c1", caller=ADA, now=NOW)

    await place(now=NOW + LIFE - AN_INSTANT)

    assert await balance(LIFE - AN_INSTANT) == 0


@CALCULATIONS
async def test_an_admin_takes_no_expired_point(calculation: str) -> None:
    """R4.5, R10.3."""
    await open_dated_shop(calculation)

    with pytest.raises(InsufficientPoints) as refused:
        await give(-1, now=NOW + LIFE)
    await give(-1, now=NOW + LIFE - AN_INSTANT)

    assert refused.value.missing_points == 1


@CALCULATIONS
async def test_the_job_waits_for_the_instant(calculation: str) -> None:
    """R10.1, R10.3."""
    await open_dated_shop(calculation)

    before = await run_job(job=Job.EXPIRE_POINTS, now=NOW + LIFE - AN_INSTANT)
    at = await run_job(job=Job.EXPIRE_POINTS, now=NOW + LIFE)

    assert (before, at) == (0, 1)


async def test_the_job_follows_a_switch_of_the_calculation() -> None:
    """R10.2: forth and back without a rewrite; a date of its own holds under both."""
    await open_shop(settings={"expiry_days": 30})
    await give(40)
    changes: list[dict[str, object]] = [
        {"expiry_days": None, "expiry_calculation": "DYNAMIC"},
        {"expiry_days": 31},
        {"expiry_calculation": "STATIC"},
    ]
    counts = []
    for change in changes:
        await update_settings(website_code="us", changes=change, caller=ADMIN, now=NOW)
        counts.append(await run_job(job=Job.EXPIRE_POINTS, now=NOW + LIFE))

    assert counts == [0, 0, 1]


async def test_a_date_given_explicitly_is_the_jobs_under_dynamic_too() -> None:
    """R10.2."""
    await open_shop(settings={"expiry_days": 10, "expiry_calculation": "DYNAMIC"})
    row = ImportRow("ada", "us", 40, NOW - LIFE, NOW + LIFE)
    await import_points(idempotency_key="i", dry_run=False, rows=[row], caller=ADMIN, now=NOW)

    before = await run_job(job=Job.EXPIRE_POINTS, now=NOW + LIFE - AN_INSTANT)
    at = await run_job(job=Job.EXPIRE_POINTS, now=NOW + LIFE)

    assert (before, at) == (0, 1)


async def test_the_next_command_writes_off_what_is_due_first() -> None:
    """R3.3."""
    await open_shop(settings={"expiry_days": 30})
    await give(40)

    await give(5, now=NOW + LIFE)

    newest, expired, _ = await history(LIFE)
    assert (newest.points, newest.balance) == (5, 5)
    assert (expired.reason, expired.points, expired.balance) == (LedgerReason.EXPIRED, -40, 0)
    assert (await check_ledger()).ok


async def test_the_job_writes_off_each_lots_remainder_once() -> None:
    """R10.3: one entry a lot, for what is left of it; a second run finds nothing."""
    await open_shop(settings={"expiry_days": 30})
    await add_customer("bob")
    await give(40)
    await give(10)
    await give(-15)
    await give(7, customer_id="bob")

    first = await run_job(job=Job.EXPIRE_POINTS, now=NOW + LIFE)
    second = await run_job(job=Job.EXPIRE_POINTS, now=NOW + LIFE)

    assert (first, second) == (3, 0)
    expired = [entry.points for entry in await history(LIFE) if entry.points < 0]
    assert sorted(expired) == [-25, -15, -10]
    assert (await check_ledger()).ok


async def test_an_expiry_is_written_by_the_system() -> None:
    await open_shop(settings={"expiry_days": 30})
    await give(40)

    await run_job(job=Job.EXPIRE_POINTS, now=NOW + LIFE)

    assert (await history(LIFE))[0].actor == "system"


async def test_static_dates_stay_when_the_setting_changes() -> None:
    """R10.2."""
    await open_shop(settings={"expiry_days": 30})
    await give(40)

    await update_settings(website_code="us", changes={"expiry_days": 60}, caller=ADMIN, now=NOW)

    assert await balance(LIFE) == 0


async def test_dynamic_dates_follow_the_setting_for_all_open_lots() -> None:
    """R10.2: and switching the calculation back needs no rewrite."""
    await open_shop(settings={"expiry_days": 30, "expiry_calculation": "DYNAMIC"})
    await give(40)
    changed = {"expiry_days": 60}

    await update_settings(website_code="us", changes=changed, caller=ADMIN, now=NOW)
    followed = await balance(LIFE)
    blank = {"expiry_days": None}
    await update_settings(website_code="us", changes=blank, caller=ADMIN, now=NOW)
    never = await balance(100 * LIFE)
    static = {"expiry_calculation": "STATIC"}
    await update_settings(website_code="us", changes=static, caller=ADMIN, now=NOW)

    assert (followed, never, await balance(LIFE)) == (40, 40, 0)


async def test_a_later_credit_does_not_prolong_older_points() -> None:
    """R10.2."""
    await open_shop(settings={"expiry_days": 30})
    await give(40)
    await give(5, now=NOW + LIFE / 2)

    assert await balance(LIFE) == 5


async def test_lots_say_what_both_calculations_say() -> None:
    """R10.2."""
    await open_shop(settings={"expiry_days": 30})
    await give(40)
    await update_settings(website_code="us", changes={"expiry_days": 60}, caller=ADMIN, now=NOW)
    standing = await read_account(customer_id="ada", website_code="us", now=NOW)

    (lot,) = await account_lots(standing=standing, now=NOW)

    assert (lot.static_expires_at, lot.dynamic_expires_at) == (NOW + LIFE, NOW + 2 * LIFE)
    assert lot.expires_at == lot.static_expires_at
