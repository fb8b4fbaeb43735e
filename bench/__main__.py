"""The benchmarks: `make bench`. Ratios are measured side by side in one run, on this machine.

Each operation runs through the services on a fresh SQLite database, for a customer with a short
history and for one with a long history by turns: what must not grow with the history has a ratio
of about 1. Then a day on which many points expire (bench/expiry.py), and points moved in and out
beside COPY (bench/moving.py). Some minutes.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from bench.arguments import no_arguments
from bench.expiry import measure_expiry
from bench.moving import measure_moving
from bench.shop import SHOP, add_customers, open_shop
from models.database import close_database, open_database
from models.schema_history import migrate
from services.accounts.accounts import account_history, read_account
from services.accounts.adjustments import adjust_points
from services.accounts.imports import ImportRow, import_points
from services.checkout.cart_input import CartInput
from services.checkout.carts import find_cart
from services.checkout.putting import put_cart
from services.checkout.redemption import apply_points
from services.command.clock import now, start_clock
from services.command.pages.cursor_page import PageRequest
from services.orders.invoicing import invoice_order
from services.orders.placement import place_orders
from services.orders.placement_checks import NewOrder, Placement
from services.rules.basics.quantities import quantity
from services.rules.checkout.cart import CartContent, CartLine
from services.rules.checkout.splitting import OrderPart

SHORT, LONG = "short", "long"
LONG_HISTORY = 20_000
ROUNDS = 60


@dataclass
class Timings:
    """Milliseconds of each round, by customer."""

    milliseconds: dict[str, list[float]] = field(default_factory=lambda: {SHORT: [], LONG: []})

    def median(self, customer: str) -> float:
        """Return the middle round."""
        return statistics.median(self.milliseconds[customer])


async def _make_shop() -> None:
    at = await now()
    await open_shop(now=at, earning=5)
    await add_customers((SHORT, LONG), now=at)
    await _live(SHORT, 10)
    await _live(LONG, LONG_HISTORY)


async def _live(customer: str, entries: int) -> None:
    """Give a customer a history of credits, all but the last thousand of which are spent."""
    for first in range(0, entries, 1_000):
        rows = [ImportRow(customer, "us", 10)] * min(1_000, entries - first)
        key = f"{customer}-{first}"
        await import_points(
            idempotency_key=key, dry_run=False, rows=rows, caller=SHOP, now=await now()
        )
        if first + 1_000 < entries:
            await _adjust(customer, -10_000, f"{key}-spent")
    await _adjust(customer, 1_000_000, f"{customer}-rich")


async def _adjust(customer: str, points: int, key: str) -> None:
    await adjust_points(
        idempotency_key=key,
        customer_id=customer,
        website_code="us",
        points=points,
        caller=SHOP,
        now=await now(),
    )


async def _balance(customer: str, _: int) -> None:
    await read_account(customer_id=customer, website_code="us", now=await now())


async def _history(customer: str, _: int) -> None:
    standing = await read_account(customer_id=customer, website_code="us", now=await now())
    await account_history(standing=standing, page=PageRequest())


async def _add(customer: str, turn: int) -> None:
    await _adjust(customer, 10, f"{customer}-add-{turn}")


async def _put_cart(customer: str, turn: int) -> None:
    lines = tuple(
        CartLine(str(number), f"sku-{number}", quantity(1), Decimal("9.99")) for number in range(10)
    )
    content = CartContent(currency="", lines=lines, shipping=Decimal("4.90"))
    cart = CartInput(f"{customer}-{turn}", "us", customer, None, content)
    await put_cart(cart=cart, caller=SHOP, now=await now())


async def _apply(customer: str, turn: int) -> None:
    await apply_points(cart_id=f"{customer}-{turn}", points=500, caller=SHOP, now=await now())


async def _read_cart(customer: str, turn: int) -> None:
    await find_cart(cart_id=f"{customer}-{turn}", now=await now())


async def _place(customer: str, turn: int) -> None:
    name = f"{customer}-{turn}"
    placement = Placement(name, (NewOrder(name, None, OrderPart()),), None)
    await place_orders(placement=placement, caller=SHOP, now=await now())


async def _invoice(customer: str, turn: int) -> None:
    name = f"{customer}-{turn}"
    await invoice_order(order_id=name, invoice_id=name, caller=SHOP, now=await now())


OPERATIONS: dict[str, Callable[[str, int], Awaitable[None]]] = {
    "balance": _balance,
    "page of history": _history,
    "add points": _add,
    "put a cart of 10 lines": _put_cart,
    "apply points": _apply,
    "read a cart": _read_cart,
    "place": _place,
    "invoice": _invoice,
}


async def _measure() -> dict[str, Timings]:
    timings = {name: Timings() for name in OPERATIONS}
    for turn in range(ROUNDS):
        for name, operation in OPERATIONS.items():
            for customer in (SHORT, LONG):
                begun = time.perf_counter()
                await operation(customer, turn)
                spent = (time.perf_counter() - begun) * 1_000
                timings[name].milliseconds[customer].append(spent)
    return timings


async def _main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        await open_database(f"sqlite://{Path(folder) / 'bench.db'}")
        try:
            await migrate()
            start_clock(sandbox=False)
            await _make_shop()
            timings = await _measure()
        finally:
            await close_database()
    print(f"medians of {ROUNDS}, milliseconds; long: {LONG_HISTORY} entries, 1,001 open lots")
    print(f"{'':24}{'short':>8}{'long':>8}{'ratio':>8}")
    for name, found in timings.items():
        short, long = found.median(SHORT), found.median(LONG)
        print(f"{name:24}{short:8.2f}{long:8.2f}{long / short:8.2f}")
    await measure_expiry()
    await measure_moving()


no_arguments()
asyncio.run(_main())
