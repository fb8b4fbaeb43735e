"""The account, its lots and their expiry (R3, R4, R10)."""
