"""Outages of the database, as the layers above services/ tell them from bugs (R13.2a)."""

from models.outage import is_outage

__all__ = ["is_outage"]
