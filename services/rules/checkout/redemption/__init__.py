"""Redemption: which points a cart may use, and how much of an order they pay (R4, R5.4)."""
