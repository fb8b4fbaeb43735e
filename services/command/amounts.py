"""Money between rules and rows: rows keep whole ten-thousandths, never a float."""

from decimal import Decimal

_SCALE = 4
_UNIT = Decimal(1).scaleb(-_SCALE)


def to_e4(amount: Decimal) -> int:
    """Return `amount`, of at most 4 decimals, in ten-thousandths."""
    scaled = amount.scaleb(_SCALE)
    whole = int(scaled)
    assert whole == scaled, "amounts are checked before they are stored"
    return whole


def from_e4(scaled: int) -> Decimal:
    """Return the amount of `scaled` ten-thousandths, with 4 decimals."""
    return _UNIT * scaled
