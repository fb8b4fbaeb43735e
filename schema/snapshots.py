"""Snapshots of both schemas: the SDL that `guerdon export-schema` prints without building it.

Building a schema imports nearly the whole program. `make snapshots` writes them anew by
`python -m schema.snapshots API`, and tests hold them to what is built.
"""

import sys
from importlib import import_module
from pathlib import Path


def snapshot(api: str) -> str:
    """Return the SDL of `storefront` or `admin` as it lies here."""
    return (Path(__file__).parent / api / "snapshot.graphql").read_text(encoding="utf-8")


def build(api: str) -> str:
    """Return the SDL of `storefront` or `admin`, built from its types."""
    return f"{import_module(f'schema.{api}.root').schema.as_str()}\n"


if __name__ == "__main__":
    sys.stdout.write(build(sys.argv[1]))
