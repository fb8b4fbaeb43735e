"""Ledger: the only door to accounts, entries, lots, allocations and holds (R3)."""
