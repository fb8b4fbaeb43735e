"""Say which changes of the schemas would break a client that is in use, and which might.

`python -m tests.clients.breaking_changes [REVISION]` compares the snapshots as they lie here with
those of a revision, HEAD if none is named.
"""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from graphql import build_schema, find_breaking_changes, find_dangerous_changes

APIS = ("storefront", "admin")


@dataclass(frozen=True, slots=True)
class Change:
    """What changed for clients; if it is not `breaking` it may still surprise some."""

    breaking: bool
    kind: str
    sentence: str

    def __str__(self) -> str:
        return f"{'BREAKING' if self.breaking else 'may break'}: {self.sentence} ({self.kind})"


def find_changes(old: str, new: str) -> list[Change]:
    """Return what a client of the `old` SDL must know of the `new` one, the worst first."""
    schemas = [build_schema(sdl, assume_valid_sdl=True) for sdl in (old, new)]
    return [
        Change(breaking=breaking, kind=change.type.name, sentence=change.description)
        for breaking, find in ((True, find_breaking_changes), (False, find_dangerous_changes))
        for change in find(*schemas)
    ]


def committed(path: str, revision: str, *, root: Path) -> str:
    """Return a file's text in a revision. Raises CalledProcessError where there is none."""
    git = ["git", "show", f"{revision}:{path}"]
    return subprocess.run(git, cwd=root, capture_output=True, text=True, check=True).stdout


def report(revision: str, *, root: Path) -> list[str]:
    """Return a line per API and one per change of it since `revision`."""
    lines: list[str] = []
    for api in APIS:
        path = f"schema/{api}/snapshot.graphql"
        new = (root / path).read_text(encoding="utf-8")
        changes = find_changes(committed(path, revision, root=root), new)
        breaking = sum(change.breaking for change in changes)
        others = len(changes) - breaking
        lines.append(f"{api} since {revision}: {breaking} breaking, {others} that may break")
        lines += [f"  {change}" for change in changes]
    return lines


if __name__ == "__main__":
    try:
        print("\n".join(report(*(sys.argv[1:] or ["HEAD"]), root=Path.cwd())))
    except (OSError, subprocess.CalledProcessError) as failure:
        sys.exit(f"The snapshots of that revision cannot be read: {failure}")
