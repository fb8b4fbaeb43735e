"""The Python code of the guides does what they say, against a real server with the sample shop."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.faults.running_shop import SECRET, RunningShop, running_shop

GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "own-shop.md"
BLOCK = re.compile(r"^```(python|text)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def _unpack(folder: Path) -> str:
    """Write each program under the name in its first line; return what it should print."""
    printed = ""
    for kind, text in BLOCK.findall(GUIDE.read_text(encoding="utf-8")):
        if kind == "text":
            printed = text
            continue
        name = text.partition("\n")[0].removeprefix("# ")
        (folder / name).write_text(text, encoding="utf-8")
    return printed


def _run(program: Path, *, shop: RunningShop) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", program],
        env={**os.environ, "GUERDON_URL": shop.url, "GUERDON_JWT_SECRET": SECRET},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_the_python_client_prints_what_stands_below_it(database_url: str, tmp_path: Path) -> None:
    printed = _unpack(tmp_path)

    with running_shop(database_url) as (shop,):
        assert shop.command("seed").returncode == 0
        answer = _run(tmp_path / "shop.py", shop=shop)

    assert (answer.stderr, answer.stdout) == ("", printed)
