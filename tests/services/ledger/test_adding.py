"""Books that points are only added to: of all lots they know those that have expired (R10.3)."""

import asyncio
from datetime import timedelta

import pytest

from models.database import count_statements, fetch
from services.accounts.verification import check_ledger
from tests.clock import NOW
from tests.services.orders.order_life import balance
from tests.services.shop import give, open_shop

pytestmark = pytest.mark.usefixtures("database")

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
async def shop(database: str) -> None:  # noqa: ARG001 - it has to be open
    await open_shop(settings={"expiry_days": 10})


async def entries() -> list[tuple[str, int, int]]:
    rows = await fetch("SELECT reason, points, balance FROM ledger_entries ORDER BY sequence")
    return [(row["reason"], row["points"], row["balance"]) for row in rows]  # type: ignore[misc]


async def test_a_credit_reads_no_lot_that_lives_and_knows_the_balance() -> None:
    for _ in range(30):
        await give(5)

    with count_statements() as counted:
        await give(7)

    assert await balance() == 157
    assert not any("FROM point_holds" in text for text in counted.statements)
    assert (await check_ledger()).violations == []


async def test_what_has_expired_is_written_before_what_is_added() -> None:
    await give(30)
    await give(20, now=NOW + 5 * DAY)

    await give(4, now=NOW + 11 * DAY)

    assert await entries() == [
        ("ADMIN_ADJUSTMENT", 30, 30),
        ("ADMIN_ADJUSTMENT", 20, 50),
        ("EXPIRED", -30, 20),
        ("ADMIN_ADJUSTMENT", 4, 24),
    ]
    assert (await check_ledger()).violations == []


async def test_of_credits_at_once_one_alone_writes_what_has_expired() -> None:
    """R3.4: who waited for the lock sees the lots as they are after it, not as they were before."""
    await give(30)

    await asyncio.gather(*(give(4, now=NOW + 11 * DAY) for _ in range(8)))

    assert (await entries()).count(("EXPIRED", -30, 0)) == 1
    assert await balance(now=NOW + 11 * DAY) == 32
    assert (await check_ledger()).violations == []
