"""Proof that nothing was changed or left out: seals, their checks, statements (R17)."""
