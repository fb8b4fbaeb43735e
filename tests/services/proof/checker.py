"""The program of docs/proof.md that checks statements, as it stands there."""

import re
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

PAGE = Path(__file__).parents[3] / "docs" / "proof.md"


def source() -> str:
    """Return the program's text."""
    (found,) = re.findall(
        r"^```python\n(.*?)^```", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    return str(found)


def check_statement(statement: Mapping[str, object], public: bytes) -> None:
    """Raise ValueError where the program does not find the statement proven."""
    program = ModuleType("check_statement")
    exec(compile(source(), str(PAGE), "exec"), program.__dict__)  # noqa: S102 - our own program
    program.check(statement, Ed25519PublicKey.from_public_bytes(public))
