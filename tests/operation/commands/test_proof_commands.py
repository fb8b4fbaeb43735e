"""`guerdon seal` and `guerdon verify` with their options, as processes (R17.2)."""

import asyncio
import json
import os
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from models.database import execute
from services.proof.signing import new_key, signing_key
from tests.clock import NOW
from tests.services.guards import take_guards_off
from tests.services.shop import add_customer, give, open_shop

GUERDON = Path(sys.executable).with_name("guerdon")
HOLDS = "The ledger holds: {} accounts verified.\n"


class Commands:
    """The command line over the test's database."""

    def __init__(self, url: str, folder: Path) -> None:
        self._folder = folder
        key = folder / "seal-key.pem"
        key.write_bytes(new_key())
        public = signing_key(key.read_bytes()).private.public_key()
        (folder / "public.pem").write_bytes(
            public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        )
        self.environment = {
            **os.environ,
            "GUERDON_DATABASE_URL": url,
            "GUERDON_SEAL_KEY_FILE": str(key),
        }

    async def run(self, *arguments: str) -> tuple[int | None, str, str]:
        """Return a command's exit code, its answer and what it said beside."""
        running = await asyncio.create_subprocess_exec(
            GUERDON,
            *arguments,
            env=self.environment,
            cwd=self._folder,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        answer, said = await running.communicate()
        return running.returncode, answer.decode(), said.decode()


@pytest.fixture
async def commands(database: str, tmp_path: Path) -> Commands:
    """Give Ada points in the past and Bob later."""
    await open_shop()
    await give(5)
    await add_customer("bob")
    await give(7, customer_id="bob", now=NOW + timedelta(days=2))
    return Commands(database, tmp_path)


async def test_a_seal_tells_what_the_rows_can_not(commands: Commands) -> None:
    sealed = await commands.run("seal", "--out", "seal.json")
    compared = ("verify", "--seal", "seal.json", "--seal-key", "public.pem")
    honest = await commands.run(*compared)
    await take_guards_off()
    await execute("DELETE FROM points_lots WHERE customer_id = 'bob'")
    await execute("DELETE FROM ledger_entries WHERE customer_id = 'bob'")
    await execute("DELETE FROM reward_accounts WHERE customer_id = 'bob'")

    corrupt = await commands.run(*compared)

    assert sealed[:2] == (0, ""), sealed
    assert honest[:2] == (0, HOLDS.format(2)), honest
    assert corrupt[0] == 1
    assert "bob -: account " in corrupt[1]


async def test_only_what_was_booked_since_or_of_a_customer_is_looked_at(
    commands: Commands,
) -> None:
    since = await commands.run("verify", "--since", (NOW + timedelta(days=1)).isoformat())
    of_customer = await commands.run("verify", "--customer", "ada")

    assert since[:2] == (0, HOLDS.format(1)), since
    assert of_customer[:2] == (0, HOLDS.format(1)), of_customer


async def test_a_seal_is_printed_and_a_wrong_key_is_named(commands: Commands) -> None:
    printed = await commands.run("seal")
    commands.environment["GUERDON_SEAL_KEY_FILE"] = "public.pem"

    wrong = await commands.run("seal")

    assert json.loads(printed[1])["accounts"]["treeSize"] == 2
    assert wrong[0] == 2
    assert wrong[2].startswith("guerdon: GUERDON_SEAL_KEY_FILE: public.pem holds no private key")


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("--since", "yesterday"), id="no-instant"),
        pytest.param(("--seal", "nowhere.json"), id="no-file"),
        pytest.param(("--seal", "public.pem"), id="no-seal"),
        pytest.param(("--seal-key", "public.pem"), id="a-key-for-nothing"),
        pytest.param(("--customer", "ada", "--since", "2026-11-29"), id="both"),
    ],
)
async def test_what_can_not_be_meant_is_a_wrong_usage(
    arguments: tuple[str, ...], commands: Commands
) -> None:
    code, answer, said = await commands.run("verify", *arguments)

    assert (code, answer) == (2, "")
    assert said.count("\n") == 1
