"""Points added and taken by hand (R3.4, R3.5, R3.7, R4.1, R4.5)."""

from datetime import datetime, timedelta

import pytest

from services.accounts.accounts import read_account
from services.accounts.imports import ImportRow, import_points
from services.accounts.verification import check_ledger
from services.checkout.redemption import apply_points, hold_points
from services.rules.basics.enums import LedgerReason
from services.rules.basics.refusals import (
    IdempotencyConflict,
    InsufficientPoints,
    Invalid,
    NotFound,
    OutOfRange,
)
from tests.clock import NOW
from tests.services.shop import ADA, ADMIN, count_rows, fill_cart, give, line, open_shop

pytestmark = pytest.mark.usefixtures("database")


async def balance(now: datetime = NOW) -> int:
    return (await read_account(customer_id="ada", website_code="us", now=now)).balance


async def test_an_entry_says_all_about_the_change() -> None:
    """R3.1: 25 points are worth 4.00, of which these 15 made 2.00."""
    await open_shop()
    await give(10)

    entry = (await give(15)).entry

    assert entry is not None
    assert (entry.points, entry.balance, entry.sequence) == (15, 25, 2)
    assert entry.amount_balance.amount == 4
    assert entry.amount.amount == 2
    assert (entry.reason, entry.actor) == (LedgerReason.ADMIN_ADJUSTMENT, "backend")
    assert entry.rate is not None
    assert entry.rate.points == 10
    assert entry.rate.currency_amount == 2


async def test_more_than_is_there_is_refused_whole() -> None:
    """R3.4, R4.5: not clamped."""
    await open_shop()
    await give(10)

    with pytest.raises(InsufficientPoints) as refused:
        await give(-11)

    assert refused.value.missing_points == 1
    assert await balance() == 10


async def test_points_held_by_a_checkout_cannot_be_taken() -> None:
    """R4.5: more than is available."""
    await open_shop()
    await give(60)
    await fill_cart(line("10.00"))
    await apply_points(cart_id="c1", caller=ADA, now=NOW)
    await hold_points(cart_id="c1", caller=ADA, now=NOW)

    with pytest.raises(InsufficientPoints) as refused:
        await give(-11)

    assert refused.value.missing_points == 1
    assert (await give(-10)).entry is not None


async def test_the_cap_cuts_what_is_added_and_says_so() -> None:
    """R4.1."""
    await open_shop(settings={"balance_cap": 25})
    await give(10)

    cut = await give(20)

    assert cut.entry is not None
    assert (cut.entry.points, cut.entry.shortfall, await balance()) == (15, 5, 25)
    assert cut.message == "The balance cap cut 5 points off."


async def test_what_the_cap_cuts_to_nothing_writes_no_entry() -> None:
    """R4.1."""
    await open_shop(settings={"balance_cap": 10})
    await give(10)

    nothing = await give(5)

    assert nothing.entry is None
    assert nothing.message
    assert await count_rows("ledger_entries") == 1


async def test_a_key_is_done_once() -> None:
    """R3.5."""
    await open_shop()
    first = await give(10, key="k")

    again = await give(10, key="k")

    assert (first.replayed, again.replayed) == (False, True)
    assert again.entry == first.entry
    assert await balance() == 10


async def test_a_key_with_another_input_is_a_conflict() -> None:
    """R3.5."""
    await open_shop()
    await give(10, key="k")

    with pytest.raises(IdempotencyConflict) as refused:
        await give(11, key="k")

    assert refused.value.path == ("idempotency_key",)
    assert await balance() == 10


async def test_a_key_is_of_one_mutation() -> None:
    """R3.5: another mutation may use it for something else."""
    await open_shop()
    await give(10, key="k")

    row = ImportRow("ada", "us", 5)
    done = await import_points(
        idempotency_key="k", dry_run=False, rows=[row], caller=ADMIN, now=NOW
    )

    assert not done.replayed
    assert await balance() == 15


async def test_a_refused_key_may_be_used_again() -> None:
    """R3.5: nothing was written, not even the key."""
    await open_shop()
    with pytest.raises(InsufficientPoints):
        await give(-10, key="k")

    assert (await give(10, key="k")).entry is not None


async def test_a_balance_never_passes_32_bits() -> None:
    """R3.7."""
    await open_shop()
    await give(1_000_000_000)
    await give(1_000_000_000)

    with pytest.raises(OutOfRange) as refusal:
        await give(147_483_648)

    assert refusal.value.path == ("points",)
    assert (await give(147_483_647)).entry is not None
    assert await balance() == 2**31 - 1
    assert (await check_ledger()).ok


async def test_points_are_only_given_to_customers_we_know() -> None:
    await open_shop()

    with pytest.raises(NotFound):
        await give(10, customer_id="nobody")


async def test_a_worth_beyond_all_reason_is_kept_as_the_most_that_can_be() -> None:
    """R3.1: a rate set by mistake keeps no point from being given or taken."""
    await open_shop(redemption=(1, "9999999999.9999"))

    given = await give(1_000_000_000)
    taken = await give(-1_000_000_000)

    assert given.entry is not None
    assert given.entry.amount_balance.amount == 100_000_000_000_000
    assert taken.entry is not None
    assert taken.entry.amount_balance.amount == 0


LATER = NOW + timedelta(days=9)


@pytest.mark.parametrize("calculation", ["STATIC", "DYNAMIC"])
async def test_added_points_may_have_a_date_of_their_own(calculation: str) -> None:
    """R10.1, R10.2: not rounded, whatever the settings say."""
    settings = {
        "expiry_days": 30,
        "expiry_calculation": calculation,
        "expiry_rounding": "END_OF_YEAR",
    }
    await open_shop(settings=settings)

    await give(10, expires_at=LATER)

    assert await balance(LATER - timedelta(microseconds=1)) == 10
    assert await balance(LATER) == 0


@pytest.mark.parametrize(
    ("points", "expires_at"), [(10, NOW), (-10, LATER)], ids=["over", "of-taken-points"]
)
async def test_a_date_that_cannot_be_is_refused(points: int, expires_at: datetime) -> None:
    """R10.1."""
    await open_shop()
    await give(10)

    with pytest.raises(Invalid) as refusal:
        await give(points, expires_at=expires_at)

    assert refusal.value.path == ("expires_at",)
    assert await balance() == 10


async def test_a_replay_is_answered_though_its_date_is_over() -> None:
    """R3.5."""
    await open_shop()
    first = await give(10, expires_at=LATER, key="k")

    again = await give(10, expires_at=LATER, key="k", now=LATER)

    assert (again.entry, again.replayed) == (first.entry, True)
    with pytest.raises(IdempotencyConflict):
        await give(10, key="k")
