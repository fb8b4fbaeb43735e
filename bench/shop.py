"""Shop that the benchmarks run on: a website, its rates, and as many customers as they need."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final

from services.accounts.imports import ImportRow, import_points
from services.command.caller import Caller, CallerKind
from services.customers.putting import put_customer
from services.rules.basics.enums import RateDirection
from services.setup.exchange_rates import create_exchange_rate
from services.setup.websites import put_website

SHOP: Final = Caller(subject="bench", kind=CallerKind.ADMIN)
_MOST_ROWS = 1_000  # of one import


async def open_shop(*, now: datetime, earning: int | None = None) -> None:
    """Set up the website `us`: 100 points pay 1.00, and 1.00 earns `earning` points, if any."""
    await put_website(code="us", base_currency="USD", caller=SHOP, now=now)
    rates = {RateDirection.POINTS_TO_CURRENCY: 100}
    if earning is not None:
        rates[RateDirection.CURRENCY_TO_POINTS] = earning
    for direction, points in rates.items():
        await create_exchange_rate(
            website_code="us",
            customer_group_code=None,
            direction=direction,
            points=points,
            currency_amount=Decimal("1.00"),
            caller=SHOP,
            now=now,
        )


async def add_customers(ids: Iterable[str], *, now: datetime) -> None:
    """Make customers who have only their id, and an e-mail address of the same name."""
    for each in ids:
        email = f"{each}@example.com"
        await put_customer(customer_id=each, website_code="us", email=email, caller=SHOP, now=now)


async def give_each(ids: Sequence[str], points: int, *, key: str, now: datetime) -> None:
    """Give each of the customers points, by imports under keys that begin with `key`."""
    for first in range(0, len(ids), _MOST_ROWS):
        await import_points(
            idempotency_key=f"{key}-{first}",
            dry_run=False,
            rows=[ImportRow(each, "us", points) for each in ids[first : first + _MOST_ROWS]],
            caller=SHOP,
            now=now,
        )
