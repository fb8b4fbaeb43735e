"""The kit as others get it: packed by npm, and installed from the tarball into an empty project."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.clients.node_script import PACKAGES, node
from tests.storefront_kit.site import HERE, KIT

_NPM = "../lib/node_modules/npm/bin/npm-cli.js"  # beside the Node that PyPI brings
_SECONDS = 240


@dataclass(frozen=True, slots=True)
class Project:
    """An empty project with nothing but the package, and TypeScript compiled against it."""

    folder: Path
    files: list[str]

    def run(self, program: str, **told: object) -> Any:  # noqa: ANN401 - any JSON
        """Run a program of project/ and return its answer."""
        script = self.folder / "out" / f"{program}.js"
        return json.loads(_run(node(), script, json.dumps(told), folder=self.folder))


def install_kit(folder: Path) -> Project:
    """Pack the kit, install the tarball, and compile the programs that use it."""
    packed = json.loads(_npm("pack", "--json", "--pack-destination", folder, folder=KIT))[0]
    shutil.copytree(HERE / "project", folder, dirs_exist_ok=True)
    (folder / "package.json").write_text('{"private": true, "type": "module"}')
    _npm(
        "install", "--offline", "--no-audit", "--no-fund", f"./{packed['filename']}", folder=folder
    )
    _run(node(), PACKAGES / "typescript" / "bin" / "tsc", "--project", folder, folder=folder)
    return Project(folder, [file["path"] for file in packed["files"]])


def _npm(*words: object, folder: Path) -> str:
    beside = (Path(node()).parent / _NPM).resolve()
    program = [node(), beside] if beside.exists() else ["npm"]
    return _run(*program, *words, folder=folder)


def _run(*words: object, folder: Path) -> str:
    finished = subprocess.run(
        [str(word) for word in words],
        capture_output=True,
        text=True,
        check=False,
        timeout=_SECONDS,
        cwd=folder,
    )
    assert finished.returncode == 0, f"{words[1:3]}: {finished.stderr}{finished.stdout}"
    return finished.stdout
