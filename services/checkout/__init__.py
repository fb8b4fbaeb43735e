"""Carts: putting, quoting, applying and holding points."""
