"""Money, currencies, shares, codes, limits, enums and refusals."""
