"""The quote and what it is made of (R5, R7, R8)."""
