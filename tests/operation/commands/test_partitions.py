"""Partitions as an operator asks for them: GUERDON_PARTITIONS and `guerdon migrate` (R18.1)."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.running_shop import environment_of, running_shop

GUERDON = Path(sys.executable).with_name("guerdon")
ON_POSTGRES = pytest.mark.skipif(
    "config.getoption('--database') != 'postgres'", reason="PostgreSQL's partitions"
)


def guerdon(url: str, *command: str, partitions: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [GUERDON, *command],
        env={**environment_of(url), "GUERDON_PARTITIONS": partitions},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@ON_POSTGRES
def test_migrate_makes_the_partitions_asked_for_and_a_server_and_a_worker_wait_for_it(
    database_url: str,
) -> None:
    too_soon = [
        guerdon(database_url, *words, partitions="4")
        for words in (["serve", "--port", "18437"], ["worker"])
    ]
    made = guerdon(database_url, "migrate", partitions="4")
    again = guerdon(database_url, "migrate", partitions="4")
    with running_shop(database_url, {"GUERDON_PARTITIONS": "4"}) as (shop,):
        verified = shop.command("verify")
    too_many = guerdon(database_url, "migrate", partitions="1024")
    others = guerdon(database_url, "migrate", partitions="3")
    plain = [guerdon(database_url, "migrate", partitions="1") for _ in range(2)]

    refusal = (
        "guerdon: the tables of points do not have the 4 partitions that GUERDON_PARTITIONS asks"
        " for: run `guerdon migrate` first."
    )
    assert [each.returncode for each in too_soon] == [1, 1]
    assert [each.stderr.splitlines()[-1] for each in too_soon] == [refusal, refusal]
    says = "The tables of points now have {} partitions."
    assert made.stdout.splitlines() == ["Nothing to migrate.", says.format(4)]
    assert again.stdout.splitlines() == ["Nothing to migrate."]
    assert others.stdout.splitlines()[-1] == says.format(3)
    assert [each.stdout.splitlines()[-1] for each in plain] == [
        "The tables of points are no longer split.",
        "Nothing to migrate.",
    ]
    assert too_many.returncode == 1
    assert "set its max_locks_per_transaction to " in too_many.stderr
    assert verified.returncode == 0, verified.stdout


@ON_POSTGRES
@pytest.mark.parametrize("number", ["0", "-4", "1025", "many", "2.5"])
def test_a_number_that_can_t_be_is_refused(database_url: str, number: str) -> None:
    said = guerdon(database_url, "migrate", partitions=number)

    assert said.returncode == 2
    assert "GUERDON_PARTITIONS" in said.stderr
    assert "Traceback" not in said.stderr


@pytest.mark.any_database
def test_sqlite_has_no_partitions_and_says_so(tmp_path: Path) -> None:
    said = guerdon(f"sqlite://{tmp_path / 'shop.db'}", "migrate", partitions="4")

    assert said.returncode == 2
    assert "GUERDON_PARTITIONS" in said.stderr
    assert "SQLite has no partitions" in said.stderr
    assert not (tmp_path / "shop.db").exists()
