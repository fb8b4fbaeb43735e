"""What expires when, with the points that never do, is the balance, whatever happened (R10.1)."""

import asyncio
import itertools
from dataclasses import dataclass
from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.database import close_database, open_database
from services.accounts.accounts import account_lots
from services.accounts.imports import ImportRow, import_points
from services.accounts.verification import check_ledger
from services.operation.jobs import run_job
from services.programme.programme import load_programme
from services.rules.basics.enums import Job
from services.setup.settings import update_settings
from services.storefront.points import CustomerPoints, expirations, read_customer_points
from tests.citus_cluster import is_on_citus
from tests.clock import NOW
from tests.services.shop import ADMIN, add_customer, give, open_shop

_runs = itertools.count(1)
_life = st.one_of(st.none(), st.integers(min_value=1, max_value=6))


@dataclass(frozen=True)
class Credit:
    """Points that were born so many days ago and may bring a date of their own."""

    points: int
    age: int
    own_life: int | None


@dataclass(frozen=True)
class Past:
    """What happened: settings, credits, a debit, other settings, the job or not, an instant."""

    credits: list[Credit]
    spent: int
    first: tuple[str, int | None]
    then: tuple[str, int | None]
    at: timedelta
    is_job_run: bool


_calculations = st.sampled_from(["STATIC", "DYNAMIC"])
_settings = st.tuples(_calculations, _life)
pasts = st.builds(
    Past,
    credits=st.lists(
        st.builds(
            Credit,
            points=st.integers(min_value=1, max_value=500),
            age=st.integers(min_value=0, max_value=4),
            own_life=st.one_of(st.none(), st.integers(min_value=5, max_value=8)),
        ),
        min_size=1,
        max_size=6,
    ),
    spent=st.integers(min_value=0, max_value=300),
    first=_settings,
    then=_settings,
    at=st.builds(
        lambda days, microseconds: timedelta(days=days, microseconds=microseconds),
        st.integers(min_value=0, max_value=9),
        st.sampled_from([-1, 0, 1]),
    ).filter(lambda at: at >= timedelta()),
    is_job_run=st.booleans(),
)


async def shown(customer_id: str, at: datetime) -> CustomerPoints:
    programme = await load_programme(website_code="us", customer_id=customer_id)
    points = await read_customer_points(customer_id=customer_id, programme=programme, now=at)
    assert points is not None
    return points


async def check_sum(past: Past) -> None:
    customer_id = f"c{next(_runs)}"
    await add_customer(customer_id)
    await _set(past.first)
    rows = [
        ImportRow(
            customer_id,
            "us",
            credit.points,
            NOW - timedelta(days=credit.age),
            None if credit.own_life is None else NOW + timedelta(days=credit.own_life - credit.age),
        )
        for credit in past.credits
    ]
    await import_points(
        idempotency_key=customer_id, dry_run=False, rows=rows, caller=ADMIN, now=NOW
    )
    spent = min(past.spent, (await shown(customer_id, NOW)).standing.available)
    if spent:
        await give(-spent, customer_id=customer_id)
    await _set(past.then)
    at = NOW + past.at
    if past.is_job_run:
        await run_job(job=Job.EXPIRE_POINTS, now=at)

    points = await shown(customer_id, at)
    dated = await expirations(points, now=at)
    lots = await account_lots(standing=points.standing, now=at)

    undated = sum(lot.remaining for lot in lots if lot.expires_at is None)
    assert sum(found.amount.points for found in dated) + undated == points.standing.balance
    assert all(found.expires_at > at for found in dated)
    assert (await check_ledger(customer_id=customer_id)).ok


async def _set(to: tuple[str, int | None]) -> None:
    changes = {"expiry_calculation": to[0], "expiry_days": to[1]}
    await update_settings(website_code="us", changes=changes, caller=ADMIN, now=NOW)


def test_what_expires_and_what_never_does_is_the_balance(database_url: str) -> None:
    """R10.1, R10.2, R10.3: whether the job has run or not, however the settings changed."""
    with asyncio.Runner() as runner:
        runner.run(open_database(database_url, citus=is_on_citus()))
        try:
            runner.run(open_shop())
            given(pasts)(
                settings(max_examples=40, suppress_health_check=list(HealthCheck))(
                    lambda past: runner.run(check_sum(past))
                )
            )()
        finally:
            runner.run(close_database())
