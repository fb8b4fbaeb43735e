"""Two roles of PostgreSQL, as docs/production.md makes them: one owns and migrates, one serves.

R3.1, R17.1: whoever serves cannot take off the triggers that keep the books append-only.
"""

import asyncio
import os
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest

from tests.faults.running_shop import ADJUST, FILL, PLACE, SECRET, SET_UP, ask, running_shop
from tests.operation.commands.test_command_line import guerdon

pytestmark = pytest.mark.skipif(
    "config.getoption('--database') != 'postgres'", reason="SQLite has no roles"
)
PAGE = Path(__file__).parents[3] / "docs" / "production.md"
TO_MAKE_ROLES, TO_GRANT = re.findall(
    r"^```sql\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
)
JOBS = """
mutation {
  expire: jobRun(job: EXPIRE_POINTS) { processed }
  warn: jobRun(job: SEND_EXPIRY_WARNINGS) { processed }
  release: jobRun(job: RELEASE_HOLDS) { processed }
  deliver: jobRun(job: DELIVER_EMAILS) { processed }
  cartDelete(id: "c1") { userErrors { code } }
}
"""
REFUSED = {
    "drop-a-trigger": "DROP TRIGGER ledger_entries_append_only ON ledger_entries",
    "disable-it": "ALTER TABLE ledger_entries DISABLE TRIGGER ledger_entries_append_only",
    "disable-all": "ALTER TABLE audit_entries DISABLE TRIGGER ALL",
    "hollow-it-out": """
        CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql
        AS 'BEGIN RETURN NEW; END'
    """,
    "switch-triggers-off": "SET session_replication_role = replica",
    "become-the-owner": "SET ROLE OWNER_ROLE",
    "drop-the-table": "DROP TABLE lot_allocations CASCADE",
    "empty-it": "TRUNCATE audit_entries",
    "change-an-entry": "UPDATE ledger_entries SET points = points + 1",
    "change-an-allocation": "UPDATE lot_allocations SET points = points + 1",
    "delete-an-entry": "DELETE FROM audit_entries",
    "forget-a-migration": "DELETE FROM tortoise_migrations",
    "make-a-table": "CREATE TABLE another (id INT)",
}


@dataclass(frozen=True, slots=True)
class Roles:
    """The addresses of a migrated database, for its owner and for the role that serves."""

    owner: str
    serving: str


@pytest.fixture(scope="module", params=["", "2"], ids=["plain", "partitions"])
def roles(
    postgres_url: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Roles]:
    name = f"guerdon_{uuid.uuid4().hex}"
    made = Roles(
        owner=f"{postgres_url.replace('postgres@', f'{name}_owner@')}/{name}",
        serving=f"{postgres_url.replace('postgres@', f'{name}@')}/{name}",
    )
    server = f"{postgres_url}/postgres"
    carry_out(server, *renamed(TO_MAKE_ROLES, name))
    folder = tmp_path_factory.mktemp("roles")
    assert migrate(made.owner, folder=folder)[0] == 0
    carry_out(made.owner, *renamed(TO_GRANT, name))
    if request.param:
        assert migrate(made.owner, folder=folder, partitions=request.param)[0] == 0
    yield made
    carry_out(server, f"DROP DATABASE {name} WITH (FORCE)", f"DROP ROLE {name}, {name}_owner")


def renamed(sql: str, name: str) -> list[str]:
    """Return the page's statements, one by one, for a database and roles of the test's own."""
    return re.sub(r"\bguerdon(?=\b|_owner)", name, sql).removesuffix(";\n").split(";")


def carry_out(url: str, *statements: str) -> None:

    async def run() -> None:
        connection = await asyncpg.connect(url)
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()

    asyncio.run(run())


def migrate(url: str, *, folder: Path, partitions: str = "") -> tuple[int, str]:
    environment = {
        **os.environ,
        "GUERDON_DATABASE_URL": url,
        "GUERDON_JWT_SECRET": SECRET,
        "GUERDON_PARTITIONS": partitions,
    }
    answer = guerdon("migrate", environment=environment, folder=folder)
    return answer.returncode, answer.stderr


async def test_the_serving_role_serves_and_works(roles: Roles) -> None:
    with running_shop(roles.serving) as (shop,):
        async with shop.admin() as client:
            await ask(client, SET_UP)
            await ask(client, ADJUST, key="k1", points=500)
            await ask(client, FILL, cart="c1")
            placed = await ask(client, PLACE, cart="c1", order="o1")
            await ask(client, JOBS)
        verified = shop.command("verify")

    assert placed["orderPlace"] == {
        "replayed": False,
        "orders": [{"id": "o1", "pointsUsed": 100}],
        "userErrors": [],
    }
    assert (verified.returncode, verified.stdout) == (
        0,
        "The ledger holds: 1 accounts verified.\n",
    )


@pytest.mark.parametrize("statement", REFUSED.values(), ids=REFUSED.keys())
def test_the_serving_role_cannot_open_the_books(roles: Roles, statement: str) -> None:
    owner = roles.owner.rpartition("/")[2] + "_owner"

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        carry_out(roles.serving, statement.replace("OWNER_ROLE", owner))


def test_only_the_owner_migrates(roles: Roles, tmp_path: Path) -> None:
    refused, said = migrate(roles.serving, folder=tmp_path)

    assert refused == 1
    assert "permission denied" in said
    assert migrate(roles.owner, folder=tmp_path)[0] == 0
