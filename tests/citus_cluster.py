"""A Citus cluster of somebody else's making: `GUERDON_TEST_CITUS_URL` says where, with no name.

Nothing here installs or starts one. Its coordinator knows its workers in the database `postgres`;
each test gets a database of its own, a copy on every node of one that was distributed once.
"""

import asyncio
import os
from collections.abc import Sequence
from typing import Final

import asyncpg

from models.database import close_database, open_database
from models.schema_history import migrate

URL: Final = "GUERDON_TEST_CITUS_URL"
_TEMPLATE = "guerdon_citus_template"
_TURNS = 10
_NODES = "SELECT nodename, nodeport FROM pg_dist_node WHERE isactive ORDER BY groupid"
_END = f"""
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{_TEMPLATE}'
"""  # noqa: S608 - a name of ours

Node = tuple[str, int]


def citus_url() -> str:
    """Return the coordinator's address without a database's name; empty where none is given."""
    return os.environ.get(URL, "").rstrip("/")


def is_on_citus() -> bool:
    """Tell whether this run's databases are distributed, as commands that tests start are told."""
    return os.environ.get("GUERDON_CITUS") == "1"


async def make_template(server_url: str) -> None:
    """Make the database that tests copy, on every node."""
    await drop_database(server_url, _TEMPLATE)
    await make_database(server_url, _TEMPLATE)
    await open_database(f"{server_url}/{_TEMPLATE}", citus=True)
    try:
        await migrate()
    finally:
        await close_database()
    for node in await _nodes(server_url):
        await _run(node, "postgres", [f"ALTER DATABASE {_TEMPLATE} ALLOW_CONNECTIONS false", _END])


async def make_database(server_url: str, name: str) -> None:
    """Make a database without a table, on every node."""
    nodes = await _nodes(server_url)
    for node in nodes:
        await _run(node, "postgres", [f"CREATE DATABASE {name}"])
        await _run(node, name, ["CREATE EXTENSION citus"])
    (host, port), *workers = nodes
    joining = [f"SELECT citus_add_node('{worker}', {number})" for worker, number in workers]
    await _run(nodes[0], name, [f"SELECT citus_set_coordinator_host('{host}', {port})", *joining])


async def copy_template(server_url: str, name: str) -> None:
    """Make a test's database: its parts have the same names on every node."""
    nodes = await _nodes(server_url)
    copy = f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE} STRATEGY FILE_COPY"
    await asyncio.gather(*(_alone(node, [_END, copy]) for node in nodes))
    # Tests of what is found when somebody tampers with the books take their triggers off.
    await _run(
        nodes[0], "postgres", [f"ALTER DATABASE {name} SET citus.enable_unsafe_triggers = on"]
    )


async def _alone(node: Node, statements: Sequence[str]) -> None:
    """Run what nobody else may look on at: Citus's own processes look into every database."""
    for _ in range(_TURNS - 1):
        try:
            return await _run(node, "postgres", statements)
        except asyncpg.ObjectInUseError:
            await asyncio.sleep(0.2)
    return await _run(node, "postgres", statements)


async def drop_database(server_url: str, name: str) -> None:
    """Remove a database from every node, whoever is connected to it."""
    for node in await _nodes(server_url):
        await _alone(node, [f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"])


async def _nodes(server_url: str) -> list[Node]:
    connection = await asyncpg.connect(f"{server_url}/postgres")
    try:
        return [(row["nodename"], row["nodeport"]) for row in await connection.fetch(_NODES)]
    finally:
        await connection.close()


async def _run(node: Node, database: str, statements: Sequence[str]) -> None:
    host, port = node
    connection = await asyncpg.connect(f"postgres://postgres@{host}:{port}/{database}")
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()
