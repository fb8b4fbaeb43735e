"""The demo shop at /demo: its page, and the part of a shop's backend (sandbox only)."""
