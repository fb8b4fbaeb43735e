"""The only door to the points rows: accounts, entries, lots, allocations and holds (R3)."""
