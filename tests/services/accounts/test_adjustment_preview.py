"""Previews of adjustments: what would be booked, and that nothing is (R4.1, R4.5, R10.1)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.accounts.accounts import read_account
from services.accounts.adjustment_preview import (
    AdjustmentInput,
    PreviewedAdjustment,
    preview_adjustment,
)
from services.rules.basics.refusals import InsufficientPoints, NotFound, OutOfRange
from tests.clock import NOW
from tests.services.shop import ADMIN, count_rows, give, open_shop

pytestmark = pytest.mark.usefixtures("database")


async def preview(points: int, **given: object) -> PreviewedAdjustment:
    adjustment = replace(AdjustmentInput("a key", "ada", "us", points), **given)  # type: ignore[arg-type]
    return await preview_adjustment(adjustment=adjustment, caller=ADMIN, now=NOW)


async def test_it_tells_the_new_balance_and_writes_nothing() -> None:
    await open_shop(settings={"expiry_days": 30})
    await give(10)

    shown = await preview(15)

    assert shown.account is not None
    assert (shown.points, shown.account.balance) == (15, 25)
    assert shown.account.worth.amount == 4
    assert shown.expires_at == NOW + timedelta(days=30)
    assert (await read_account(customer_id="ada", website_code="us", now=NOW)).balance == 10
    assert await count_rows("ledger_entries") == 1
    assert (await give(15, key="a key")).replayed is False  # the key was not used up


async def test_what_the_cap_would_cut_is_told() -> None:
    """R4.1."""
    await open_shop(settings={"balance_cap": 20})
    await give(10)

    some, none = await preview(15), await preview(1)
    await give(10)
    nothing = await preview(5)

    assert (some.points, none.points, nothing.points) == (10, 1, 0)
    assert some.message is not None
    assert nothing.account is not None
    assert nothing.account.balance == 20


@pytest.mark.parametrize(
    ("points", "given", "refusal"),
    [
        pytest.param(-11, {}, InsufficientPoints, id="more-than-is-there"),
        pytest.param(0, {}, OutOfRange, id="nothing"),
        pytest.param(5, {"customer_id": "nobody"}, NotFound, id="unknown-customer"),
    ],
)
async def test_it_tells_why_the_adjustment_would_be_refused(
    points: int, given: dict[str, object], refusal: type[Exception]
) -> None:
    await open_shop()
    await give(10)

    shown = await preview(points, **given)

    assert isinstance(shown.refusal, refusal)
    assert shown.account is None
