"""Awards for activities and their limits (R9)."""
