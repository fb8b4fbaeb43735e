"""Benchmark of `simulate`: a changed rate laid over a hundred thousand past orders (R15.5).

    python -m bench.simulation 100000

places one order of two lines, copies it by SQL for many customers, and runs what `guerdon simulate`
runs, on SQLite.
"""

import asyncio
import resource
import tempfile
import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from bench.arguments import whole_numbers
from models.database import close_database, execute, open_database
from models.schema_history import migrate
from models.tables.checkout import CartRow, OrderLineRow, OrderRow
from services.reports.simulation.changes import Wanted, WantedRate, WantedSettings
from services.reports.simulation.simulation import simulate
from services.rules.basics.enums import RateDirection
from tests.services.shop import fill_cart, invoice, line, open_shop, place

PLACED = datetime(2025, 1, 1, tzinfo=UTC)
OF_CUSTOMER = 5
_NUMBERS = "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {orders})"
_NAME = "printf('o%07d', n)"
_COPIES = {
    "id": _NAME,
    "cart_id": _NAME,
    "order_id": _NAME,
    "customer_id": f"printf('c%06d', n / {OF_CUSTOMER})",
    "placed_at": "strftime('%Y-%m-%d %H:%M:%S+00:00', '2025-01-01', '+' || n || ' minutes')",
}
_LINE_ID = "printf('d%07d-0000-7000-8000-%012d', n, position)"
CHANGES: dict[str, Wanted] = {
    "an earning rate": WantedRate("us", None, RateDirection.CURRENCY_TO_POINTS, 3, Decimal("1.00")),
    "a redemption rate": WantedRate(
        "us", None, RateDirection.POINTS_TO_CURRENCY, 100, Decimal("2.00")
    ),
    "a setting": WantedSettings({"min_points_per_order": 50}),
}


async def measure_simulation(orders: int) -> None:
    """Print how long each kind of change takes."""
    with tempfile.TemporaryDirectory() as folder:
        await open_database(f"sqlite://{Path(folder) / 'bench.db'}")
        try:
            await migrate()
            await _make(orders)
            print(f"{orders:,} orders{'':10}{'seconds':>10}{'of processor':>14}")
            for name, wanted in CHANGES.items():
                seconds, processor = await _seconds(wanted, orders)
                print(f"{name:24}{seconds:10.1f}{processor:14.1f}", flush=True)
        finally:
            await close_database()
    print(f"memory of the process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000} MB")


async def _make(orders: int) -> None:
    await open_shop(now=PLACED)
    await fill_cart(line("19.90"), line("4.50", line_id="2"), cart_id="o", now=PLACED)
    await place("o", cart_id="o", now=PLACED)
    await invoice("o", now=PLACED)
    for table, names in (
        ("carts", list(CartRow._meta.fields_db_projection.values())),  # noqa: SLF001
        ("orders", list(OrderRow._meta.fields_db_projection.values())),  # noqa: SLF001
        ("order_lines", list(OrderLineRow._meta.fields_db_projection.values())),  # noqa: SLF001
    ):
        copies = {**_COPIES, "id": _LINE_ID} if table == "order_lines" else _COPIES
        values = ", ".join(copies.get(name, f'"{name}"') for name in names)
        columns = ", ".join(f'"{name}"' for name in names)
        await execute(
            f"INSERT INTO {table} ({columns}) {_NUMBERS.format(orders=orders)}"  # noqa: S608
            f" SELECT {values} FROM n CROSS JOIN (SELECT * FROM {table})"
        )


async def _seconds(wanted: Wanted, orders: int) -> tuple[float, float]:
    begun, used = time.perf_counter(), time.process_time()
    found = await simulate(
        wanted=wanted,
        website_code="us",
        since=PLACED + timedelta(seconds=1),
        until=PLACED + timedelta(days=3_000),
        now=PLACED + timedelta(days=3_000),
        most_orders=None,
    )
    assert found.orders == orders
    return time.perf_counter() - begun, time.process_time() - used


if __name__ == "__main__":
    asyncio.run(measure_simulation(*whole_numbers("ORDERS", 100_000)))
