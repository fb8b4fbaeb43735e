"""Books of before the programme was kept: the worth recorded last counts (R15.1)."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from models import database, schema_history
from services.reports.liability import read_liability
from tests.clock import NOW
from tests.services.operation.older_schema import insert, migrate_to

A_DAY = timedelta(days=1)
ACCOUNT, FIRST, SECOND = UUID(int=1), UUID(int=2), UUID(int=3)


async def book(entry: UUID, sequence: int, points: int, balance: int, worth: int) -> None:
    at = NOW + sequence * A_DAY
    await insert("ledger_entries", customer_id="ada", id=entry, account_id=ACCOUNT,
        website_code="us", sequence=sequence, points=points, balance=balance, debt_change=0,
        shortfall=0, currency="USD", amount_e4=worth, amount_balance_e4=worth, reason="PURCHASE",
        actor="system", created_at=at, recorded_at=at)  # fmt: skip
    await insert("points_lots", customer_id="ada", id=UUID(int=entry.int + 10),
        account_id=ACCOUNT, entry_id=entry, points=points, remaining=points, expired=0,
        created_at=at, static_expires_at=NOW + sequence * 31 * A_DAY,
        has_explicit_expiry=False)  # fmt: skip


async def test_before_rates_were_kept_the_worth_recorded_last_counts(
    empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R15.1: shared over the months by points; 30 of 40 points of 1.00 are 0.75."""
    await database.open_database(empty_database_url)
    try:
        await migrate_to("0022_merging", monkeypatch)
        await insert("websites", code="us", name="US", base_currency="USD", time_zone="UTC",
            is_default=True, created_at=NOW)  # fmt: skip
        await insert("reward_accounts", customer_id="ada", id=ACCOUNT, website_code="us",
            balance=40, debt=0, entries=2, created_at=NOW)  # fmt: skip
        await book(FIRST, 1, 30, 30, 9_000)
        await book(SECOND, 2, 10, 40, 10_000)
        await schema_history.migrate()

        told = [
            (await read_liability(as_of=at, website_code="us", now=NOW + 99 * A_DAY))[0]
            for at in (NOW + A_DAY, NOW + 2 * A_DAY, None)
        ]
        kinds = await database.fetch("SELECT kind FROM points_lots")
    finally:
        await database.close_database()

    assert [(each.points, each.worth.amount) for each in told] == [
        (30, Decimal("0.9")), (40, Decimal(1)), (40, Decimal(0))
    ]  # fmt: skip
    assert [(each.month, each.worth.amount) for each in told[1].by_expiry_month] == [
        (date(2024, 6, 1), Decimal("0.75")), (date(2024, 7, 1), Decimal("0.25"))
    ]  # fmt: skip
    assert [row["kind"] for row in kinds] == ["PAID", "PAID"]
