"""`guerdon import FILE`: quiet, exit 1 for refused rows, no row twice after a kill -9 (R15.4)."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from models.database import close_database, fetch, open_database
from services.accounts.verification import check_ledger
from tests.services.shop import add_customer, open_shop

GUERDON = Path(sys.executable).with_name("guerdon")
_PATIENCE = 120  # seconds: the machine may be busy
_CUSTOMERS = 50


@pytest.fixture
def environment(database_url: str) -> dict[str, str]:
    async def fill() -> None:
        await open_database(database_url)
        await open_shop()
        for number in range(_CUSTOMERS):
            await add_customer(f"c{number}")
        await close_database()

    asyncio.run(fill())
    return {**os.environ, "TERM": "dumb", "GUERDON_DATABASE_URL": database_url}


def guerdon_import(
    *arguments: str | Path, environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [GUERDON, "import", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
        check=False,
    )


async def rows_done(url: str) -> int:
    await open_database(url)
    try:
        (row,) = await fetch("SELECT COALESCE(MAX(rows_done), 0) AS n FROM file_imports")
    finally:
        await close_database()
    return int(str(row["n"]))


async def read(url: str) -> tuple[int, int, bool]:
    """Return how many rows are done, what the ledger sums to, and whether it holds."""
    done = await rows_done(url)
    await open_database(url)
    try:
        sums = await fetch("SELECT COALESCE(SUM(points), 0) AS n FROM ledger_entries")
        checked = await check_ledger()
    finally:
        await close_database()
    return done, int(str(sums[0]["n"])), checked.ok


def test_a_file_is_imported_quietly(environment: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("customerId,points\nada,5\n")

    done = guerdon_import(file, "--website", "us", environment=environment)

    assert (done.returncode, done.stdout) == (0, "1 rows imported, 0 refused.\n")
    assert done.stderr == ""


def test_refused_rows_are_named_and_the_command_says_no(
    environment: dict[str, str], tmp_path: Path
) -> None:
    file, refused = tmp_path / "rows.jsonl", tmp_path / "refused.csv"
    file.write_text('{"customerId": "eve", "websiteCode": "us", "points": 5}\n')

    said = guerdon_import(file, "--dry-run", environment=environment)
    kept = guerdon_import(file, "--refused", refused, environment=environment)

    assert (said.returncode, said.stdout) == (1, "0 rows would be imported, 1 refused.\n")
    assert said.stderr == "guerdon: line 1: customerId: There is no customer eve.\n"
    assert (kept.returncode, kept.stderr) == (1, "")
    assert "1,customerId,NOT_FOUND,There is no customer eve.,eve,,us,5" in refused.read_text()


@pytest.mark.any_database
@pytest.mark.parametrize(
    "options",
    [
        ["--from", "nowhere"],
        ["--website", "us", "--website", "eu"],
        ["--website", "a b"],
        ["--encoding", "klingon"],
        ["--dry-run", "--resume"],
        ["--refused", "rows.csv"],
        ["--refused", "nowhere/refused.csv"],
    ],
)
def test_options_that_mean_nothing_are_wrong_usage(
    options: list[str], environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("rows.csv").write_text("customerId,points\nada,5\n")

    done = guerdon_import("rows.csv", *options, environment=environment)

    assert (done.returncode, done.stdout) == (2, "")


def test_a_killed_import_goes_on_without_a_row_twice(
    environment: dict[str, str], database_url: str, tmp_path: Path
) -> None:
    file, refused = tmp_path / "rows.csv", tmp_path / "refused.csv"
    lines = [f"{'eve' if n % 500 == 0 else f'c{n % _CUSTOMERS}'},us,1" for n in range(8_000)]
    file.write_text("customerId,websiteCode,points\n" + "\n".join(lines))
    command: list[str | Path] = [GUERDON, "import", file, "--refused", refused]
    with subprocess.Popen(command, env=environment) as process:
        ends_at = time.monotonic() + _PATIENCE
        while asyncio.run(rows_done(database_url)) == 0 and time.monotonic() < ends_at:
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
    done, _, holds = asyncio.run(read(database_url))
    assert (0 < done < len(lines), holds) == (True, True)

    again = guerdon_import(file, environment=environment)
    resumed = guerdon_import(file, "--resume", "--refused", refused, environment=environment)

    assert (again.returncode, "Go on with --resume" in again.stderr) == (1, True)
    assert (resumed.stderr, resumed.stdout) == ("", "7,984 rows imported, 16 refused.\n")
    assert asyncio.run(read(database_url)) == (8_000, 7_984, True)
    numbers = [line.split(",")[0] for line in refused.read_text().splitlines()[1:]]
    assert numbers == [str(n + 2) for n in range(0, 8_000, 500)]


def test_an_installation_goes_from_one_database_to_another(
    environment: dict[str, str], tmp_path: Path
) -> None:
    """R15.4: exported for its owner's eyes, imported into an empty one."""
    file, rows = tmp_path / "shop.jsonl", tmp_path / "rows.csv"
    rows.write_text("customerId,websiteCode,points\nc1,us,5\n")
    guerdon_import(rows, environment=environment)
    export: list[str | Path] = [GUERDON, "export", "--out", file]
    subprocess.run(export, env=environment, check=True, timeout=_PATIENCE, capture_output=True)
    said = subprocess.run(
        [GUERDON, "export"], env=environment, check=True, timeout=_PATIENCE, capture_output=True
    )
    empty = tmp_path / "empty.db"
    other = {**environment, "GUERDON_DATABASE_URL": f"sqlite://{empty}"}
    subprocess.run([GUERDON, "migrate"], env=other, check=True, timeout=_PATIENCE)

    wrong = guerdon_import(file, "--website", "us", environment=other)
    done = guerdon_import(file, environment=other)
    again = guerdon_import(file, environment=other)

    assert said.stdout.splitlines()[1:-1] == file.read_bytes().splitlines()[1:-1]
    assert file.stat().st_mode & 0o777 == 0o600
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert (done.returncode, done.stderr) == (0, "")
    assert asyncio.run(read(other["GUERDON_DATABASE_URL"])) == (1, 5, True)
    assert (again.returncode, "is not empty" in again.stderr) == (1, True)
