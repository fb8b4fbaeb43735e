"""Reward accounts: how they stand, adjusting, importing, expiring, verifying."""
