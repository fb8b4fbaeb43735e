"""Books: expiry months, intervals, journal lines and what a change would give (R15)."""
