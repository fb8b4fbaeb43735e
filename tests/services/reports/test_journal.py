"""The journal, against plain sums over all that was ever written (R15.3)."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from models.database import fetch, instant
from services.accounts.expiry import expire_points
from services.checkout.redemption import apply_points
from services.reports.journal import JournalLine, read_journal
from services.reports.liability import read_liability
from services.rules.basics.enums import JournalAccount, LedgerReason, LotKind, RateDirection
from services.rules.basics.money import half_up
from services.rules.basics.refusals import NotFound, OutOfRange
from services.rules.reports.journal import other_side
from services.setup.websites import delete_website
from tests.clock import NOW
from tests.services.reports.random_past import RandomPast, seeds
from tests.services.shop import (
    ADA,
    ADMIN,
    fill_cart,
    give,
    invoice,
    line,
    open_shop,
    place,
    set_rate,
)

pytestmark = pytest.mark.usefixtures("database")

A_DAY = timedelta(days=1)
FAR = NOW + 10_000 * A_DAY
DEFERRED = JournalAccount.DEFERRED_REVENUE


async def journal(first: int, last: int) -> list[tuple[object, ...]]:
    """Return the lines of the days after `first` up to and including `last`."""
    lines = await read_journal(
        website_code="us", since=NOW + first * A_DAY, until=NOW + last * A_DAY, now=FAR
    )
    return [
        (each.account, each.reason, each.points, each.debit.amount, each.credit.amount)
        for each in lines
    ]


async def buy(price: str, *, points: int | None, day: int) -> None:
    now = NOW + day * A_DAY
    await fill_cart(line(price), cart_id=f"c{day}", now=now)
    if points is not None:
        await apply_points(cart_id=f"c{day}", points=points, caller=ADA, now=now)
    await place(f"c{day}", cart_id=f"c{day}", now=now)
    await invoice(f"c{day}", now=now)


async def test_a_purchase_puts_revenue_off_and_a_redemption_recognises_it() -> None:
    """R15.3: whatever the points are, what they pay for is revenue."""
    await open_shop(settings={"earn_on_purchase": True})
    await buy("10.00", points=None, day=1)
    await give(30, now=NOW + 2 * A_DAY)
    await buy("16.00", points=80, day=3)

    assert await journal(0, 1) == [
        ("DEFERRED_REVENUE", "PURCHASE", 50, 0, 10), ("REVENUE", "PURCHASE", 50, 10, 0)
    ]  # fmt: skip
    assert await journal(1, 2) == [
        ("DEFERRED_REVENUE", "ADMIN_ADJUSTMENT", 30, 0, 6),
        ("PROMOTIONAL_COST", "ADMIN_ADJUSTMENT", 30, 6, 0),
    ]
    assert await journal(2, 3) == [
        ("DEFERRED_REVENUE", "REDEMPTION", -80, 16, 0), ("REVENUE", "REDEMPTION", -80, 0, 16)
    ]  # fmt: skip


async def test_points_never_used_are_breakage_or_give_their_cost_back() -> None:
    """R15.3: by the kind of the lot."""
    await open_shop(settings={"expiry_days": 10})
    await buy("10.00", points=None, day=0)
    await give(30)
    await expire_points(now=NOW + 20 * A_DAY)

    assert await journal(19, 20) == [
        ("DEFERRED_REVENUE", "EXPIRED", -80, 16, 0),
        ("BREAKAGE", "EXPIRED", -50, 0, 10),
        ("PROMOTIONAL_COST", "EXPIRED", -30, 0, 6),
    ]


async def test_an_entry_that_takes_both_kinds_is_shared_by_points() -> None:
    """R15.3: 4.00 for 20 of 25 points, 15 of them paid for: 2.40 half up, and the rest."""
    await open_shop()
    await buy("3.00", points=None, day=0)
    await give(15)
    await give(-25, now=NOW + A_DAY)

    assert await journal(0, 1) == [
        ("DEFERRED_REVENUE", "ADMIN_ADJUSTMENT", -25, 4, 0),
        ("REVENUE", "ADMIN_ADJUSTMENT", -10, 0, Decimal("1.60")),
        ("PROMOTIONAL_COST", "ADMIN_ADJUSTMENT", -15, 0, Decimal("2.40")),
    ]


async def test_a_rate_or_a_deleted_website_revalues() -> None:
    await open_shop(website_code="uk")
    await open_shop(redemption=None)
    await give(30)
    await set_rate(
        RateDirection.POINTS_TO_CURRENCY, (10, "2.00"), website_code="us", now=NOW + A_DAY
    )
    await delete_website(code="us", caller=ADMIN, now=NOW + 2 * A_DAY)

    assert await journal(0, 1) == [
        ("DEFERRED_REVENUE", None, 0, 0, 6), ("REVALUATION", None, 0, 6, 0)
    ]  # fmt: skip
    assert await journal(1, 2) == [
        ("DEFERRED_REVENUE", None, 0, 6, 0), ("REVALUATION", None, 0, 0, 6)
    ]  # fmt: skip
    assert await journal(2, 10_001) == []


async def test_an_unknown_website_and_a_period_backwards_are_refused() -> None:
    await open_shop()

    with pytest.raises(NotFound) as unknown:
        await read_journal(website_code="fr", since=NOW, until=FAR, now=FAR)
    with pytest.raises(OutOfRange) as backwards:
        await read_journal(website_code=None, since=FAR, until=NOW, now=FAR)

    assert (unknown.value.path, backwards.value.path) == (("website_code",), ("to",))


@pytest.mark.parametrize("seed", seeds(2))
async def test_periods_of_a_random_past_add_up(seed: int) -> None:
    """R15.3: debits are credits, deferred revenue follows the liability, lines are plain sums."""
    past = RandomPast(seed + 20)
    await past.live(80)
    entries = await fetch("SELECT * FROM ledger_entries")
    lots = {str(row["id"]): row for row in await fetch("SELECT * FROM points_lots ORDER BY id")}
    draws = await fetch("SELECT * FROM lot_allocations ORDER BY position")

    for since, until in pairwise([NOW, *past.steps[::9], past.now + A_DAY]):
        now = past.now + A_DAY
        found = await read_journal(website_code=None, since=since, until=until, now=now)
        before = await read_liability(as_of=since, website_code=None, now=now)
        after = await read_liability(as_of=until, website_code=None, now=now)

        for site in ("us", "uk"):
            lines = [each for each in found if each.website_code == site]
            assert sum(each.debit.amount for each in lines) == sum(
                each.credit.amount for each in lines
            )
            (old,), (new,) = (
                [each for each in told if each.website_code == site] for told in (before, after)
            )
            deferred = [each for each in lines if each.account is DEFERRED]
            change = sum(each.credit.amount - each.debit.amount for each in deferred)
            assert change == new.worth.amount - old.worth.amount
            assert sum(each.points for each in deferred) == new.points - old.points
            plain = defaultdict[tuple[str, str], Decimal](Decimal)
            for entry in entries:
                at = instant(entry["recorded_at"])
                if entry["website_code"] == site and since < at <= until:
                    for key, worth in plainly(entry, lots, draws):
                        plain[key] += worth
            assert told(lines) == {key: worth for key, worth in plain.items() if worth}


def told(lines: list[JournalLine]) -> dict[tuple[str, str], Decimal]:
    """Return what each account lost on the other side of entries."""
    return {
        (each.account, each.reason): each.debit.amount - each.credit.amount
        for each in lines
        if each.account is not DEFERRED and each.reason and each.debit.amount != each.credit.amount
    }


def plainly(
    entry: dict[str, object], lots: dict[str, dict[str, object]], draws: list[dict[str, object]]
) -> Iterator[tuple[tuple[str, str], Decimal]]:
    """Yield what an entry's lots carry of its worth, and on which account."""
    points: dict[str, int] = {}
    for lot in lots.values():
        if lot["entry_id"] == entry["id"]:
            points[str(lot["id"])] = int(str(lot["points"]))
    for draw in draws:
        if draw["entry_id"] == entry["id"]:
            lot_id = str(draw["lot_id"])
            points[lot_id] = points.get(lot_id, 0) + int(str(draw["points"]))
    amount, in_all = Decimal(int(str(entry["amount_e4"]))) / 10_000, sum(points.values())
    through, told = 0, Decimal(0)
    for lot_id, moved in points.items():
        through += moved
        share = half_up(abs(amount) * through / in_all, "USD") if in_all else Decimal(0)
        kind = LotKind(str(lots[lot_id]["kind"]))
        reason = LedgerReason(str(entry["reason"]))
        sign = 1 if amount > 0 else -1
        yield (other_side(reason, kind), reason), sign * (share - told)
        told = share
