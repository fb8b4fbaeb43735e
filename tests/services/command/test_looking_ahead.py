"""Reads that a transaction looks ahead to: answered once, by one statement, or asked as ever."""

from dataclasses import replace
from datetime import timedelta

import pytest

from models.database import Query, count_statements, fetch, look_ahead
from services.accounts.adjustments import adjust_points
from services.command.transaction import one_transaction, unlocked_first
from services.rules.basics.refusals import Invalid, NotFound
from services.setup.settings import update_settings
from tests.clock import NOW
from tests.services.shop import ADMIN, fill_cart, give, line, open_shop

pytestmark = pytest.mark.usefixtures("database")

only_on_postgres = pytest.mark.skipif(
    "config.getoption('--database') != 'postgres' or config.getoption('--pooler')",
    reason="about PostgreSQL alone",
)
_WEBSITE = Query("SELECT code, name, deleted_at FROM websites WHERE code = ?", ["us"])
_NOBODY = Query("SELECT id, locale AS code FROM customers WHERE id = ?", ["nobody"])
Rows = list[dict[str, object]]


@pytest.fixture(autouse=True)
async def shop(database: str) -> None:  # noqa: ARG001 - it has to be open
    await open_shop()


@only_on_postgres
async def test_what_was_foreseen_is_answered_by_one_statement_and_only_once() -> None:
    @unlocked_first
    async def look() -> tuple[Rows, Rows, int, int]:
        with count_statements() as foreseen:
            await look_ahead([_NOBODY, _WEBSITE])
            website = await fetch(_WEBSITE.sql, _WEBSITE.values)
            nobody = await fetch(_NOBODY.sql, _NOBODY.values)
        with count_statements() as again:
            await fetch(_WEBSITE.sql, _WEBSITE.values)
        return website, nobody, foreseen.round_trips, again.round_trips

    website, nobody, foreseen, again = await look()

    assert website == [{"code": "us", "name": "us", "deleted_at": None}]
    assert nobody == []
    assert (foreseen, again) == (1, 1)


async def test_who_locks_looks_at_nothing_before() -> None:
    """R3.1: what is read before the lock may not be so after it."""

    @one_transaction
    async def look() -> int:
        with count_statements() as counted:
            await look_ahead([_WEBSITE])
        return counted.round_trips

    assert await look() == 0


async def test_what_the_changed_programme_makes_expire_is_not_overlooked() -> None:
    """R10.2: the process had the programme of before in mind when it looked ahead."""
    await give(30)
    await update_settings(
        website_code="us",
        changes={"expiry_calculation": "DYNAMIC", "expiry_days": 1},
        caller=ADMIN,
        now=NOW,
    )
    later = NOW + timedelta(days=2)

    await give(5, now=later)

    reasons = [row["reason"] for row in await fetch("SELECT reason FROM ledger ORDER BY sequence")]
    assert reasons == ["ADMIN_ADJUSTMENT", "EXPIRED", "ADMIN_ADJUSTMENT"]


@pytest.mark.parametrize("sku", ["", "a\x00", "a\ud800", "x" * 256])
async def test_a_product_that_no_database_takes_is_refused_before_it_is_looked_for(
    sku: str,
) -> None:
    """R14.3."""
    await fill_cart(line("1.00"))

    with pytest.raises(Invalid) as refused:
        await fill_cart(replace(line("1.00"), sku=sku))

    assert refused.value.path == ("lines", 0, "sku")


@pytest.mark.parametrize("customer_id", ["a\0b", "", "x" * 300])
@pytest.mark.parametrize("points", [5, -5])
async def test_nobody_looks_ahead_to_the_points_of_an_impossible_customer(
    customer_id: str, points: int
) -> None:
    """R13.3: PostgreSQL takes no such text, and so would refuse the whole statement."""
    await give(40)  # the programme is known now

    with pytest.raises(NotFound):
        await adjust_points(
            idempotency_key="k9",
            customer_id=customer_id,
            website_code="us",
            points=points,
            caller=ADMIN,
            now=NOW,
        )
