"""`guerdon simulate`: the answer of the query, for any number of orders (R15.5)."""

import asyncio
import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from models.database import close_database, open_database
from tests.clock import NOW
from tests.services.shop import fill_cart, invoice, line, open_shop, place

GUERDON = Path(sys.executable).with_name("guerdon")


async def sell(url: str) -> None:
    await open_database(url)
    try:
        await open_shop()
        await fill_cart(line("7.00"))
        await place()
        await invoice()
    finally:
        await close_database()


def simulate(url: str, folder: Path, given: object) -> subprocess.CompletedProcess[str]:
    (folder / "change.json").write_text(json.dumps(given))
    return subprocess.run(
        [GUERDON, "simulate", "change.json"],
        env={**os.environ, "GUERDON_DATABASE_URL": url},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def change(**rate: object) -> dict[str, object]:
    wanted = {"direction": "CURRENCY_TO_POINTS", "points": 10, "currencyAmount": "1.00", **rate}
    period = {"from": NOW.isoformat(), "to": (NOW + timedelta(days=1)).isoformat()}
    return {"rate": {"websiteCode": "us", **period, "rate": {**wanted, "websiteCode": "us"}}}


def test_it_answers_what_the_query_would(database_url: str, tmp_path: Path) -> None:
    asyncio.run(sell(database_url))

    done = simulate(database_url, tmp_path, change())

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "orders": 1,
        "pointsBefore": 30,
        "pointsAfter": 70,
        "worthBefore": {"amount": "6.00", "currency": "USD"},
        "worthAfter": {"amount": "14.00", "currency": "USD"},
        "customersGaining": 1,
        "customersLosing": 0,
        "examples": [
            {
                "customerId": "ada",
                "orderId": "o1",
                "pointsBefore": 30,
                "pointsAfter": 70,
                "why": "30 points before, 70 after: money is worth 10 points for 1 USD instead of"
                " 10 points for 2 USD.",
            }
        ],
    }


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param({}, "exactly one change", id="no-change"),
        pytest.param({"rate": {}}, "websiteCode", id="half-a-change"),
        pytest.param(change(points=0), "1 to", id="a-rate-of-no-points"),
        pytest.param([], "no input of `simulate`", id="no-object"),
    ],
)
def test_what_is_no_change_is_refused_in_one_line(
    database_url: str, tmp_path: Path, given: object, said: str
) -> None:
    asyncio.run(sell(database_url))

    done = simulate(database_url, tmp_path, given)

    assert (done.returncode, done.stdout) == (1, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
