"""The TypeScript of the guides compiles at its strictest as printed, and does what they say."""

import os
import re
import subprocess
from pathlib import Path

from tests.clients.conftest import SampleShop
from tests.clients.node_script import HERE, PACKAGES, node
from tests.faults.running_shop import SECRET

GUIDE = HERE.parents[1] / "docs" / "guides" / "own-shop-typescript.md"
BLOCK = re.compile(r"^```(ts|text|sh)\n(.*?)^```", re.MULTILINE | re.DOTALL)
TSC = PACKAGES / "typescript" / "bin" / "tsc"


def _unpack(folder: Path) -> tuple[list[str], str]:
    """Write each program under the name in its first line; return tsc's words, what is printed."""
    words: list[str] = []
    printed = ""
    for kind, text in BLOCK.findall(GUIDE.read_text(encoding="utf-8")):
        if kind == "text":
            printed = text
        elif kind == "sh":
            (command,) = re.findall(r"^npx tsc (.*)$", text, re.MULTILINE)
            words = command.split()
        else:
            name = text.partition("\n")[0].removeprefix("// ")
            (folder / name).write_text(text, encoding="utf-8")
    (folder / "package.json").write_text('{"type": "module"}')
    (folder / "node_modules").symlink_to(PACKAGES)
    return words, printed


def _run(folder: Path, *words: str, shop: SampleShop) -> tuple[int, str]:
    finished = subprocess.run(
        [node(), *words],
        cwd=folder,
        env={**os.environ, "GUERDON_URL": shop.url, "GUERDON_JWT_SECRET": SECRET},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return finished.returncode, finished.stdout + finished.stderr


def test_the_typescript_client_compiles_and_prints_what_stands_below_it(
    sample_shop: SampleShop, tmp_path: Path
) -> None:
    words, printed = _unpack(tmp_path)

    compiled = _run(tmp_path, str(TSC), *words, shop=sample_shop)
    ran = _run(tmp_path, "shop.js", shop=sample_shop)

    assert compiled == (0, "")
    assert ran == (0, printed)
