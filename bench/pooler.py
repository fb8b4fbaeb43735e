"""PgBouncer's cost: `python -m bench.pooler`. Processor time of each operation, by process.

The same operations by turns on one PostgreSQL, directly and through PgBouncer, in this process.
"""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from decimal import Decimal
from pathlib import Path

from bench.arguments import no_arguments
from bench.processes import processor_seconds
from bench.shop import SHOP, add_customers, open_shop
from models.database import close_database, open_database
from models.schema_history import migrate
from services.accounts.accounts import read_account
from services.accounts.adjustments import adjust_points
from services.checkout.cart_input import CartInput
from services.checkout.putting import put_cart
from services.checkout.redemption import apply_points
from services.command.clock import now, start_clock
from services.orders.placement import place_orders
from services.orders.placement_checks import NewOrder, Placement
from services.rules.basics.quantities import quantity
from services.rules.checkout.cart import CartContent, CartLine
from services.rules.checkout.splitting import OrderPart
from tests.pooler_server import pooler_server
from tests.postgres_server import postgres_server

ROUNDS = 6
TURNS = 100  # of each operation in a round
CUSTOMER = "ada"


async def _make_shop() -> None:
    at = await now()
    await open_shop(now=at)
    await add_customers([CUSTOMER], now=at)
    await _adjust("rich", 10_000_000)


async def _balance(_: str) -> None:
    await read_account(customer_id=CUSTOMER, website_code="us", now=await now())


async def _adjust(key: str, points: int = 10) -> None:
    await adjust_points(
        idempotency_key=key,
        customer_id=CUSTOMER,
        website_code="us",
        points=points,
        caller=SHOP,
        now=await now(),
    )


async def _order(key: str) -> None:
    line = CartLine("1", "sku", quantity(1), Decimal("99.90"))
    content = CartContent(currency="", lines=(line,), shipping=Decimal("4.90"))
    cart = CartInput(key, "us", CUSTOMER, None, content)
    await put_cart(cart=cart, caller=SHOP, now=await now())
    await apply_points(cart_id=key, points=500, caller=SHOP, now=await now())
    placement = Placement(key, (NewOrder(key, None, OrderPart()),), None)
    await place_orders(placement=placement, caller=SHOP, now=await now())


OPERATIONS: dict[str, Callable[[str], Awaitable[None]]] = {
    "read a balance": _balance,
    "adjust": _adjust,
    "put a cart, apply points, place": _order,
}


def _spent() -> dict[str, float]:
    """Return the seconds of processor time so far: ours, PostgreSQL's and PgBouncer's."""
    spent = {"guerdon": time.process_time(), "postgres": 0.0, "pgbouncer": 0.0}
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    for child in children:
        name = Path(f"/proc/{child}/comm").read_text().strip()
        spent[name] = spent.get(name, 0.0) + processor_seconds(int(child))
    return spent


async def _round(turn: int, found: dict[str, list[dict[str, float]]], way: str) -> None:
    for name, operation in OPERATIONS.items():
        await operation(f"{way}-{turn}-first")
        before, begun = _spent(), time.perf_counter()
        for number in range(TURNS):
            await operation(f"{way}-{turn}-{number}")
        seconds = time.perf_counter() - begun
        spent = {who: after - before[who] for who, after in _spent().items()}
        found.setdefault(f"{name}, {way}", []).append({**spent, "clock": seconds})


async def _main() -> None:
    found: dict[str, list[dict[str, float]]] = {}
    with postgres_server() as url, pooler_server(url) as pooler:
        for turn in range(ROUNDS):
            for way, server in (("direct", url), ("through PgBouncer", pooler.url)):
                await open_database(f"{server}/postgres", pooler=server != url)
                try:
                    if not found:
                        await migrate()
                        start_clock(sandbox=False)
                        await _make_shop()
                    await _round(turn, found, way)
                finally:
                    await close_database()
    print(f"milliseconds of one operation, the least of {ROUNDS} rounds of {TURNS}")
    columns = ("guerdon", "postgres", "pgbouncer", "clock")
    print(f"{'':52}" + "".join(f"{column:>11}" for column in columns))
    for name, rounds in sorted(found.items()):
        least = (min(spent[column] for spent in rounds) / TURNS * 1_000 for column in columns)
        print(f"{name:52}" + "".join(f"{milliseconds:11.2f}" for milliseconds in least))


if __name__ == "__main__":
    no_arguments()
    asyncio.run(_main())
