"""Checks of the ledger, which verification runs: each finds one kind of contradiction (R17.1)."""
