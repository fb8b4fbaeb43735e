"""Cost of a request as the shop grows: statements, processor time of program and database.

    python -m bench.scaling 10000 100000

makes shops with these numbers of accounts in a PostgreSQL of its own, and lets customers drawn at
random read their balance, fill a cart, use points, order and be invoiced, one after the other: what
each takes of the processor is counted, not how long it waits. With `GUERDON_BENCH_URL` it does so
in an empty database there (`GUERDON_CITUS=1`: a Citus cluster's, whose nodes are told apart). With
`GUERDON_PARTITIONS=n` the tables of points are split; with `GUERDON_DATABASE_POOLER=1` the same
happens a second time at each size, through a PgBouncer of its own. The last lines fit `a + b *
log10(accounts)` to each operation and say by how much a figure lies off that line at most.
"""

import asyncio
import math
import os
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from decimal import Decimal

import asyncpg

from bench.arguments import whole_numbers
from bench.many_accounts import BEGUN, make_accounts
from bench.processes import children_named, parent_of, processor_seconds
from bench.shop import SHOP, open_shop
from models.database import close_database, count_statements, is_distributed, open_database
from models.schema_history import migrate, split
from services.accounts.accounts import account_history, read_account
from services.accounts.adjustments import adjust_points
from services.checkout.cart_input import CartInput
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
from tests.pooler_server import pooler_server
from tests.postgres_server import postgres_server

ROUNDS = 100
WARM_UP = 10
_NODES = "SELECT nodename || ':' || nodeport AS node FROM pg_dist_node ORDER BY groupid"
_SERVER = ("shared_buffers=1GB", "max_wal_size=8GB", "checkpoint_timeout=1h")


async def _balance(customer: str, _: str) -> None:
    await read_account(customer_id=customer, website_code="us", now=await now())


async def _history(customer: str, _: str) -> None:
    standing = await read_account(customer_id=customer, website_code="us", now=await now())
    await account_history(standing=standing, page=PageRequest())


async def _adjust(customer: str, turn: str) -> None:
    await adjust_points(
        idempotency_key=turn,
        customer_id=customer,
        website_code="us",
        points=10,
        caller=SHOP,
        now=await now(),
    )


async def _put_cart(customer: str, turn: str) -> None:
    lines = tuple(
        CartLine(str(number), f"sku-{number}", quantity(1), Decimal("9.99")) for number in range(3)
    )
    content = CartContent(currency="", lines=lines, shipping=Decimal("4.90"))
    await put_cart(
        cart=CartInput(turn, "us", customer, None, content), caller=SHOP, now=await now()
    )


async def _apply(_: str, turn: str) -> None:
    await apply_points(cart_id=turn, points=500, caller=SHOP, now=await now())


async def _place(_: str, turn: str) -> None:
    placement = Placement(turn, (NewOrder(turn, None, OrderPart()),), None)
    await place_orders(placement=placement, caller=SHOP, now=await now())


async def _invoice(_: str, turn: str) -> None:
    await invoice_order(order_id=turn, invoice_id=turn, caller=SHOP, now=await now())


OPERATIONS: dict[str, Callable[[str, str], Awaitable[None]]] = {
    "balance": _balance,
    "history": _history,
    "adjust": _adjust,
    "put a cart": _put_cart,
    "use points": _apply,
    "place": _place,
    "invoice": _invoice,
}


@dataclass(slots=True)
class Cost:
    """What an operation took so far: statements, and milliseconds of the processor."""

    turns: int = 0
    statements: int = 0
    of_program: float = 0.0
    of_nodes: dict[str, float] = field(default_factory=dict)

    @property
    def of_database(self) -> float:
        """Milliseconds of all nodes, a turn."""
        return sum(self.of_nodes.values()) / self.turns

    @property
    def together(self) -> float:
        """Milliseconds of program and database, a turn."""
        return self.of_program / self.turns + self.of_database


class Nodes:
    """The database's servers on this machine, by the process that started each."""

    def __init__(self, processes: dict[str, int]) -> None:
        self._processes = processes

    def milliseconds(self) -> dict[str, float]:
        """Return the processor time of each so far."""
        return {
            name: processor_seconds(process) * 1_000 for name, process in self._processes.items()
        }


async def find_nodes(url: str) -> Nodes:
    """Return the server at `url`, those it is the coordinator of, and a pooler of ours."""
    addresses = {"database": url}
    if is_distributed():
        connection = await asyncpg.connect(url)
        nodes = [row["node"] for row in await connection.fetch(_NODES)]
        await connection.close()
        before, _, name = url.rpartition("/")
        user = before.rpartition("@")[0]
        labels = ["coordinator", *(f"worker {number}" for number in range(1, len(nodes)))]
        addresses = {
            label: f"{user}@{node}/{name}" for label, node in zip(labels, nodes, strict=True)
        }
    servers = {label: await _postmaster(address) for label, address in addresses.items()}
    for pooler in children_named("pgbouncer"):
        servers["pooler"] = pooler
    return Nodes(servers)


async def _postmaster(url: str) -> int:
    connection = await asyncpg.connect(url)
    (backend,) = await connection.fetchrow("SELECT pg_backend_pid()")
    parent = parent_of(backend)
    await connection.close()
    return parent


async def measure(accounts: int, way: str, nodes: Nodes) -> dict[str, Cost]:
    """Let customers drawn at random do everything once, `ROUNDS` times, and return what it took."""
    chance = random.Random(f"{accounts}{way}")  # noqa: S311 - no secret
    costs = {name: Cost() for name in OPERATIONS}
    for customer, turn in _turns(chance, accounts, WARM_UP):
        for operation in OPERATIONS.values():
            await operation(customer, turn)
    # Each operation for all customers at once: the clock of processes ticks in hundredths.
    turns = list(_turns(chance, accounts, ROUNDS))
    for name, operation in OPERATIONS.items():
        await _measure(costs[name], operation, turns, nodes)
    return costs


def _turns(chance: random.Random, accounts: int, how_many: int) -> Iterator[tuple[str, str]]:
    for _ in range(how_many):
        yield f"c{chance.randrange(accounts)}", f"{accounts}-{chance.getrandbits(64):x}"


async def _measure(
    cost: Cost,
    operation: Callable[[str, str], Awaitable[None]],
    turns: Sequence[tuple[str, str]],
    nodes: Nodes,
) -> None:
    before, program = nodes.milliseconds(), time.process_time()
    with count_statements() as counted:
        for customer, turn in turns:
            await operation(customer, turn)
    cost.of_program += (time.process_time() - program) * 1_000
    cost.statements += counted.round_trips
    cost.turns += len(turns)
    for name, milliseconds in nodes.milliseconds().items():
        cost.of_nodes[name] = cost.of_nodes.get(name, 0.0) + milliseconds - before[name]


def _print(accounts: int, way: str, costs: dict[str, Cost]) -> None:
    names = list(next(iter(costs.values())).of_nodes)
    heads = "".join(f"{name:>13}" for name in names)
    print(f"\n{f'{accounts:,} accounts {way}':24}{'statements':>12}{'program':>10}{heads}")
    for name, cost in costs.items():
        each = "".join(f"{cost.of_nodes[node] / cost.turns:13.2f}" for node in names)
        per_turn = f"{cost.statements / cost.turns:12.1f}{cost.of_program / cost.turns:10.2f}"
        print(f"{name:24}{per_turn}{each}", flush=True)


def fit(points: Sequence[tuple[int, float]]) -> tuple[float, float, float]:
    """Return a and b of `a + b * log10(accounts)`, and by what part a figure is off at most."""
    xs = [math.log10(accounts) for accounts, _ in points]
    ys = [cost for _, cost in points]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    spread = sum((each - x) ** 2 for each in xs)
    b = sum((xs[n] - x) * (ys[n] - y) for n in range(len(xs))) / spread if spread else 0.0
    a = y - b * x
    return a, b, max(abs(a + b * xs[n] - ys[n]) / ys[n] for n in range(len(xs)))


def _print_fit(way: str, found: dict[int, dict[str, Cost]]) -> None:
    print("\nmilliseconds of program and database = a + b * log10(accounts)")
    print(f"{way:24}{'a':>8}{'b':>8}{'off by':>8}")
    for name in OPERATIONS:
        points = [(accounts, costs[name].together) for accounts, costs in found.items()]
        a, b, off = fit(points)
        print(f"{name:24}{a:8.2f}{b:8.2f}{off:8.0%}")


async def measure_scaling(
    sizes: Sequence[int], url: str, *, citus: bool, partitions: int, pooler: str | None
) -> None:
    """Grow a shop to each of the sizes in turn and print what requests cost then."""
    start_clock(sandbox=False)
    async with _opened(url, citus=citus):
        await migrate()
        if partitions:
            await split(partitions)
        await open_shop(now=BEGUN, earning=5)
        nodes = await find_nodes(url)
    ways = {"": url} if pooler is None else {"": url, "pooled": pooler}
    found: dict[str, dict[int, dict[str, Cost]]] = {way: {} for way in ways}
    made = 0
    for accounts in sorted(sizes):
        await make_accounts(url, first=made, last=accounts)
        made = accounts
        for way, address in ways.items():
            async with _opened(address, citus=citus, pooler=address == pooler):
                found[way][accounts] = await measure(accounts, way, nodes)
            _print(accounts, way, found[way][accounts])
    for way, costs in found.items():
        _print_fit(way, costs)


@asynccontextmanager
async def _opened(url: str, *, citus: bool, pooler: bool = False) -> AsyncIterator[None]:
    await open_database(url, citus=citus, pooler=pooler)
    try:
        yield
    finally:
        await close_database()


@contextmanager
def _pooler(url: str) -> Iterator[str | None]:
    """Yield the address of the database through a PgBouncer, if one is asked for."""
    if os.environ.get("GUERDON_DATABASE_POOLER") != "1":
        yield None
        return
    server, _, name = url.rpartition("/")
    with pooler_server(server) as pooler:
        yield f"{pooler.url}/{name}"


@contextmanager
def _database() -> Iterator[str]:
    """Yield the address of an empty database: the one that is named, or one of its own."""
    given = os.environ.get("GUERDON_BENCH_URL")
    if given:
        yield given
        return
    with ExitStack() as stack:
        yield stack.enter_context(postgres_server(on_disk=True, more=_SERVER)) + "/postgres"


if __name__ == "__main__":
    sizes = whole_numbers("ACCOUNTS", 10_000, 100_000, is_endless=True)
    with _database() as address, _pooler(address) as through:
        asyncio.run(
            measure_scaling(
                sizes,
                address,
                citus=os.environ.get("GUERDON_CITUS") == "1",
                partitions=int(os.environ.get("GUERDON_PARTITIONS", "0")),
                pooler=through,
            )
        )
