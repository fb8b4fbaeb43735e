"""Statements about many accounts at once: what expires, and who is warned of it."""
